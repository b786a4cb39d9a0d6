namespace EdgeWatch.Core.View;

/// <summary>
/// Tells a picture that is frozen: samples that do not differ, more in a row than there usually are at the camera. Where pictures often
/// are the same (a camera that sends one a minute) or have no noise (a generated scene) nothing is ever frozen.
/// </summary>
public sealed class StillnessWatch
{
    /// <summary>Samples that have to be alike, on balance: five seconds at two a second.</summary>
    public const int LeastRun = 10;

    /// <summary>How many times as long as it usually is when nothing is wrong, as far as such a run is counted.</summary>
    public const int TimesUsual = 2;

    /// <summary>Mean absolute difference in grey levels of pictures that are the same: a pixel in a hundred by one.</summary>
    public const double SameDifference = 0.01;

    /// <summary>
    /// Samples by which one that differs sets the balance back: a still stream that is encoded anew jumps at its key frames, every few
    /// seconds.
    /// </summary>
    private const int Setback = 5;

    /// <summary>Highest balance: a camera that goes on again is told from a frozen one after three pictures that differ.</summary>
    private const int Limit = 2 * LeastRun;

    /// <summary>
    /// Part of the patches without any change above which a picture is usually free of noise, so that it is still when nothing moves.
    /// </summary>
    public const double NoiselessPart = 0.8;

    /// <summary>
    /// Samples after which the longest run of before is forgotten: a day. A stall of the network some day is not what is usual for good.
    /// </summary>
    public static readonly int SamplesOfUsual = (int)(TimeSpan.FromDays(1) / ViewWatch.Interval);

    /// <summary>What <see cref="UsualRun"/> is where people have said that pictures are the same for as long as may be.</summary>
    private const int Accepted = Limit + 1;

    private double _stillPart;
    private int _run;
    private int _peak;
    private int _ended;
    private int _usualBefore;
    private int _usualSince;
    private int _since;

    /// <summary>The highest balance in normal video of the last day or two.</summary>
    public int UsualRun => Math.Max(_usualBefore, _usualSince);

    /// <summary>Part of the patches in which nothing changes from one sample to the next in normal video, 0–1.</summary>
    public double UsualStillPart { get; private set; } = 1;

    /// <summary>Samples that it is known from.</summary>
    public int Samples { get; private set; }

    /// <summary>Whether the picture is frozen.</summary>
    public bool IsFrozen => UsualStillPart <= NoiselessPart && IsTooLong(_run);

    /// <summary>Takes the next sample in.</summary>
    /// <param name="difference">Mean absolute difference from the sample before, in grey levels.</param>
    /// <param name="stillPart">Part of the patches in which it is none at all, 0–1.</param>
    public void Observe(double difference, double stillPart)
    {
        _stillPart = stillPart;
        _run = Math.Clamp(_run + (difference <= SameDifference ? 1 : -Setback), 0, Limit);
        _peak = Math.Max(_peak, _run);
        if (_run == 0)
        {
            _ended = IsTooLong(_peak) ? 0 : Math.Max(_ended, _peak);
            _peak = 0;
        }
    }

    /// <summary>Takes the run up to now as normal.</summary>
    /// <param name="whileItLasts">Whether at once; else only once it is over and was none that is too long: what lasts may be a picture
    /// that
    /// has just frozen.</param>
    public void Learn(bool whileItLasts)
    {
        Samples = Math.Min(Samples + 1, ViewReference.Memory);
        UsualStillPart += (_stillPart - UsualStillPart) / Samples;
        _usualSince = Math.Max(_usualSince, whileItLasts ? _run : _ended);
        _ended = 0;
        if (++_since >= SamplesOfUsual && UsualRun < Accepted)
        {
            (_usualBefore, _usualSince, _since) = (_usualSince, 0, 0);
        }
    }

    /// <summary>Forgets the run up to now.</summary>
    public void Clear() => (_run, _peak, _ended) = (0, 0, 0);

    /// <summary>Takes as normal that pictures are the same for as long as may be.</summary>
    public void Accept() => _usualBefore = Accepted;

    /// <summary>Writes what was learned.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(UsualRun);
        writer.Write(UsualStillPart);
        writer.Write(Samples);
    }

    /// <summary>Replaces it by what <see cref="Save"/> wrote.</summary>
    public void Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        (_usualBefore, _usualSince, _since) = (reader.ReadInt32(), 0, 0);
        UsualStillPart = reader.ReadDouble();
        Samples = reader.ReadInt32();
    }

    /// <summary>The highest balance is too long, too, where it is not usual.</summary>
    private bool IsTooLong(int run) => UsualRun < Limit && run >= Math.Clamp(TimesUsual * UsualRun, LeastRun, Limit);
}
