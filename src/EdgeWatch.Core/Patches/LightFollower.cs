using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Patches;

/// <summary>
/// Brings background and noise after light that has changed, within seconds where they would need minutes: once a second, the
/// background is lit as the picture where they differ by light alone, and is the picture where nearly everything has been different for
/// long; two seconds
/// after light has changed as a whole, the noise is what those seconds were, for an infrared picture is noisier than one by day.
/// </summary>
/// <param name="grid">The patch grid.</param>
/// <param name="background">The background to bring after.</param>
/// <param name="noise">The noise to bring after.</param>
public sealed class LightFollower(PatchGrid grid, Background background, NoiseEstimate noise)
{
    /// <summary>From one comparison with the background to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Over which the noise is measured anew: long against what a passer-by covers of one patch, short against the five seconds that a
    /// watchman may be blind.
    /// </summary>
    public static readonly TimeSpan NoiseSpan = TimeSpan.FromSeconds(2);

    /// <summary>
    /// After which a picture that differs nearly everywhere is the background: there is nothing that it could stand before.
    /// </summary>
    public static readonly TimeSpan NewViewAfter = TimeSpan.FromSeconds(4);

    private readonly LightChange _light = new(grid);
    private readonly float[] _quietest = new float[grid.Count];
    private readonly float[] _loudest = new float[grid.Count];
    private TimeSpan _sinceComparison;
    private TimeSpan _otherView;
    private TimeSpan? _measuring;
    private int _framesUntilMeasuring;

    /// <summary>Takes the next frame in.</summary>
    /// <param name="picture">Its picture.</param>
    /// <param name="duration">Time that it stands for.</param>
    /// <param name="changes">Change of every patch, averaged over the last frames, in grey levels.</param>
    /// <param name="differences">Difference of every patch from the background, in grey levels; brought after, too.</param>
    /// <param name="isChanging">Whether nearly all of the picture is changing.</param>
    public void Follow(
        LumaPlane picture, TimeSpan duration, ReadOnlySpan<float> changes, Span<float> differences, bool isChanging)
    {
        if (isChanging)
        {
            MeasureNoise();
        }

        FollowNoise(picture, duration, changes, differences);
        _otherView = CountDiffering(differences) > LightChange.WholeFraction * grid.Count && !isChanging
            ? _otherView + duration
            : TimeSpan.Zero;
        _sinceComparison += duration;
        if (_sinceComparison >= Interval)
        {
            _sinceComparison = TimeSpan.Zero;
            FollowLight(picture, differences);
        }
    }

    /// <summary>Forgets what it is in the middle of.</summary>
    public void Clear()
    {
        _measuring = null;
        _otherView = TimeSpan.Zero;
    }

    private int CountDiffering(ReadOnlySpan<float> differences)
    {
        int count = 0;
        for (int i = 0; i < differences.Length; i++)
        {
            count += differences[i] > noise.Beyond(i, ActivityGate.BackgroundDifference) ? 1 : 0;
        }

        return count;
    }

    private void FollowLight(LumaPlane picture, Span<float> differences)
    {
        _light.Compare(picture, background.Estimate, differences, ActivityGate.BackgroundDifference, noise.All, isBackground: true);
        bool isNewView = _otherView >= NewViewAfter;
        int lit = 0;
        for (int i = 0; i < grid.Count; i++)
        {
            if (isNewView)
            {
                background.Adopt(picture, grid.PositionOf(i));
            }
            else if (_light.IsLight(i))
            {
                background.Light(grid.PositionOf(i), _light.ToneOf(i));
                lit++;
            }
        }

        background.FillDifferences(picture, differences);

        if (isNewView || lit > LightChange.WholeFraction * grid.Count)
        {
            _otherView = TimeSpan.Zero;
            MeasureNoise();
        }
    }

    /// <summary>The change of light itself is in the changes of as many frames as they are averaged over.</summary>
    private void MeasureNoise()
    {
        if (_measuring is not null)
        {
            return;
        }

        _measuring = TimeSpan.Zero;
        _framesUntilMeasuring = LumaHistory.Depth - 1;
        Array.Fill(_quietest, float.PositiveInfinity);
        Array.Clear(_loudest);
    }

    private void FollowNoise(LumaPlane picture, TimeSpan duration, ReadOnlySpan<float> changes, ReadOnlySpan<float> differences)
    {
        if (_measuring is not { } measured || _framesUntilMeasuring-- > 0)
        {
            return;
        }

        for (int i = 0; i < grid.Count; i++)
        {
            _quietest[i] = Math.Min(_quietest[i], changes[i]);
            _loudest[i] = Math.Max(_loudest[i], changes[i]);
        }

        _measuring = measured + duration;
        if (_measuring >= NoiseSpan)
        {
            _measuring = null;
            AdoptNoise(picture, differences);
        }
    }

    /// <summary>What changes all the time is noise where the view is still the same behind it; a fire is none.</summary>
    private void AdoptNoise(LumaPlane picture, ReadOnlySpan<float> differences)
    {
        const float Every = -1;
        _light.Compare(picture, background.Estimate, differences, Every, _quietest, isBackground: true);
        if (_light.Same < _light.Different)
        {
            return;
        }

        for (int i = 0; i < grid.Count; i++)
        {
            noise.Limit(i, _quietest[i], _loudest[i]);
        }
    }
}
