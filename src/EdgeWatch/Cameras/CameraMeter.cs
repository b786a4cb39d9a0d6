using EdgeWatch.Core.Watching;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Cameras;

/// <summary>What has been counted of a camera's frames since the start of the daemon.</summary>
/// <param name="Frames">Frames that were analysed.</param>
/// <param name="Patches">Their active patches.</param>
/// <param name="SceneChanges">Frames of them in which light or view changed as a whole and nothing was scored.</param>
/// <param name="PatchesLeftOut">Patches beyond the most that fit into one run of the network.</param>
internal readonly record struct CameraCounts(long Frames, long Patches, long SceneChanges, long PatchesLeftOut)
{
    /// <summary>The counts of one watch, which begins with none.</summary>
    public static CameraCounts Of(SceneWatch watch) =>
        new(watch.Times.Frames, watch.Times.Tokens, watch.SceneWideChanges, watch.PatchesLeftOut);

    /// <summary>What was counted between two looks at the same watch.</summary>
    public static CameraCounts operator -(CameraCounts later, CameraCounts earlier) => new(
        later.Frames - earlier.Frames,
        later.Patches - earlier.Patches,
        later.SceneChanges - earlier.SceneChanges,
        later.PatchesLeftOut - earlier.PatchesLeftOut);

    /// <summary>Both together.</summary>
    public static CameraCounts operator +(CameraCounts one, CameraCounts other) => new(
        one.Frames + other.Frames,
        one.Patches + other.Patches,
        one.SceneChanges + other.SceneChanges,
        one.PatchesLeftOut + other.PatchesLeftOut);
}

/// <summary>Measures how the frames of a camera are analysed. Whoever wants rates keeps the counts of an earlier look. Safe from any
/// thread.</summary>
/// <param name="record">Told how long each frame took, in seconds.</param>
internal sealed class CameraMeter(Action<double>? record = null)
{
    /// <summary>Times that are kept: more than a minute of frames at the usual rate; of more, the newest count.</summary>
    private const int Capacity = 1024;

    private readonly Lock _gate = new();
    private readonly double[] _milliseconds = new double[Capacity];
    private long _times;
    private CameraCounts _counts;
    private double? _score;
    private long _rested;

    /// <summary>Frames that came while the camera rested, since the start of the daemon.</summary>
    public long Rested => Interlocked.Read(ref _rested);

    /// <summary>Everything since the start of the daemon.</summary>
    public CameraCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return _counts;
            }
        }
    }

    /// <summary>Score of the newest frame, 0–1; null while there is none, as while learning.</summary>
    public double? Score
    {
        get
        {
            lock (_gate)
            {
                return _score;
            }
        }

        set
        {
            lock (_gate)
            {
                _score = value;
            }
        }
    }

    /// <summary>A frame came while the camera rests.</summary>
    public void AddRested() => Interlocked.Increment(ref _rested);

    /// <summary>Takes a frame in.</summary>
    /// <param name="analysis">How long its analysis took.</param>
    /// <param name="counted">What was counted meanwhile.</param>
    public void Add(TimeSpan analysis, CameraCounts counted)
    {
        lock (_gate)
        {
            _milliseconds[_times % Capacity] = analysis.TotalMilliseconds;
            _times++;
            _counts += counted;
        }

        record?.Invoke(analysis.TotalSeconds);
    }

    /// <summary>How long the analysis of the newest frames took.</summary>
    /// <param name="frames">How many of them, at most.</param>
    /// <returns>Null without frames.</returns>
    public PercentilesHealth? Newest(long frames)
    {
        double[] newest;
        lock (_gate)
        {
            newest = new double[Math.Min(Math.Min(frames, _times), Capacity)];
            for (int i = 0; i < newest.Length; i++)
            {
                newest[i] = _milliseconds[(_times - 1 - i) % Capacity];
            }
        }

        Array.Sort(newest);
        return newest.Length == 0 ? null : new PercentilesHealth(At(newest, 0.5), At(newest, 0.95));
    }

    /// <summary>The smallest value that at least this part of all does not exceed (nearest rank).</summary>
    private static double? At(double[] sorted, double part) =>
        WireNumber.Finite(sorted[(int)Math.Ceiling(part * sorted.Length) - 1]);
}
