using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Scoring;

/// <summary>
/// Many things at once. Rain, snow, grain, the shadows of leaves and a mast that shakes set dozens of things going where there are ever a
/// few, and what many show alike is no sign that one of them is unusual. So where far more things are active than usual, each has to be
/// twice as surprising as the first of those that are too many.
/// </summary>
/// <param name="grid">The patch grid.</param>
public sealed class Commotion(PatchGrid grid)
{
    /// <summary>
    /// Things more than usual that are not too many yet: a group of people. Weather, grain and shadows make 20 to 46 in six scenes.
    /// </summary>
    public const int Margin = 8;

    /// <summary>Deviations above the mean up to which a number of things is usual.</summary>
    public const double Deviations = 2;

    /// <summary>How many times as surprising as what many show a thing has to be to stand out from them.</summary>
    public const float TimesShared = 2;

    /// <summary>Frames that are remembered: past this, counts are halved, so that the oldest half fades (a day at ten a second).</summary>
    public const double FrameLimit = 864_000;

    private readonly bool[] _isActive = new bool[grid.Count];
    private readonly float[] _highest = new float[grid.Count];
    private Moments _counts;

    /// <summary>Things at once from which on there are too many.</summary>
    public int TooMany => Margin + 1 + (_counts.Count > 0 ? (int)(_counts.Mean + (Deviations * Math.Sqrt(_counts.Variance))) : 0);

    /// <summary>Takes away from each patch what too many things of the frame show.</summary>
    /// <param name="scene">The frame.</param>
    /// <param name="patches">Its surprises.</param>
    public void Calm(ScenePatches scene, PatchSurprises patches)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(patches);
        int things = CountActive(scene);
        if (things < TooMany)
        {
            return;
        }

        foreach (Kind kind in Kinds.All)
        {
            if (kind.IsOfThings)
            {
                Span<float> surprises = patches.Of(kind.Index);
                float shared = TimesShared * RankedBehind(TooMany - 1, scene, surprises);
                TakeAway(shared - (float)ExcessPool.Floor, surprises);
            }
        }
    }

    /// <summary>Takes the number of things of a frame as usual.</summary>
    public void Learn(ScenePatches scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        _counts = _counts.With(CountActive(scene), FrameLimit);
    }

    /// <summary>Writes what was learned.</summary>
    public void Save(BinaryWriter writer) => Numbers.Save(writer, [_counts]);

    /// <summary>Replaces what was learned by what <see cref="Save"/> wrote.</summary>
    public void Restore(BinaryReader reader)
    {
        Moments[] counts = [default];
        Numbers.Restore(reader, counts);
        _counts = counts[0];
    }

    /// <summary>Finds the things that have an active patch, and counts them.</summary>
    private int CountActive(ScenePatches scene)
    {
        Array.Clear(_isActive);
        int count = 0;
        for (int k = 0; k < scene.Active.Count; k++)
        {
            int thing = scene.ThingAt(grid.IndexOf(scene.Active[k]));
            if (thing >= 0 && !_isActive[thing])
            {
                _isActive[thing] = true;
                count++;
            }
        }

        return count;
    }

    /// <summary>The highest surprise of the active thing that comes after so many others.</summary>
    private float RankedBehind(int others, ScenePatches scene, ReadOnlySpan<float> surprises)
    {
        Array.Clear(_highest);
        for (int k = 0; k < surprises.Length; k++)
        {
            int thing = scene.ThingAt(grid.IndexOf(scene[k]));
            if (thing >= 0 && _isActive[thing])
            {
                _highest[thing] = Math.Max(_highest[thing], surprises[k]);
            }
        }

        Span<float> highest = _highest.AsSpan(0, scene.Things.Length);
        highest.Sort();
        return highest[^(others + 1)];
    }

    private static void TakeAway(float excess, Span<float> surprises)
    {
        if (excess > 0)
        {
            foreach (ref float surprise in surprises)
            {
                surprise = Math.Max(0, surprise - excess);
            }
        }
    }
}
