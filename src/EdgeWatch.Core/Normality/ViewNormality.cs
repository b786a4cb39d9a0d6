using EdgeWatch.Core.Patches;
using EdgeWatch.Core.View;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// Whether the camera still sees what it usually sees. A picture in which nothing moves says nothing to the other kinds, whether it is of a
/// quiet yard or of a cloth before the lens.
/// </summary>
public sealed class ViewNormality(PatchGrid grid) : IKindNormality
{
    /// <summary>The camera is covered, turned, out of focus, or the like.</summary>
    public static Kind Kind { get; } = new()
    {
        Name = "view",
        IsExcusedByPlace = false,
        IsOfThings = false,
        IsOfPicture = true,
        Create = grid => new ViewNormality(grid),
    };

    /// <summary>Part of the usual structure that is not to be seen in any scene: somebody walks by, leaves move.</summary>
    public static readonly Gaussian Prior = new(0.1, 0.1);

    /// <summary>Weight of the prior in samples: half a minute.</summary>
    private const double PriorCount = 60;

    /// <summary>Samples that are remembered: past this, their weight is halved (an hour).</summary>
    private const double CountLimit = 7200;

    /// <summary>Highest surprise of a patch in nats: no view was learned long enough to know more.</summary>
    private const double MostSurprise = 20;

    private readonly ViewWatch _watch = new(grid);
    private Moments _departures;

    /// <summary>What is wrong with the frame that was scored last.</summary>
    public ViewFault Fault => _watch.Fault;

    /// <inheritdoc/>
    public void Observe(ScenePatches scene, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if (scene.Picture is not { } picture)
        {
            return;
        }

        _watch.Observe(picture, duration);
        if (Fault is ViewFault.None)
        {
            return;
        }

        for (int i = 0; i < grid.Count; i++)
        {
            if (_watch.IsAffected(i))
            {
                scene.Add(grid.PositionOf(i));
            }
        }
    }

    /// <inheritdoc/>
    public void Score(ScenePatches scene, TimeSpan duration, Span<float> surprises)
    {
        ArgumentNullException.ThrowIfNull(scene);
        surprises.Clear();
        if (Fault is ViewFault.None)
        {
            return;
        }

        float surprise = (float)SurpriseOf(Fault);
        for (int k = 0; k < scene.Count; k++)
        {
            surprises[k] = _watch.IsAffected(grid.IndexOf(scene[k])) ? surprise : 0;
        }
    }

    /// <inheritdoc/>
    public void Learn(ScenePatches scene, TimeSpan duration, TimeSpan quarantine)
    {
        if (_watch.HasNews && _watch.Usual.IsKnown)
        {
            _departures = _departures.With(_watch.Departure, CountLimit);
        }

        _watch.Learn(withFaults: quarantine == TimeSpan.Zero);
    }

    /// <summary>A view that people call normal is the usual one from then on.</summary>
    public void Judge(SurpriseMap shown, bool isNormal)
    {
        if (isNormal && IsIn(shown))
        {
            _watch.Accept();
        }
    }

    /// <summary>Whether an event was one of the view, whatever else it was.</summary>
    public static bool IsIn(SurpriseMap shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        return shown.Of(Kind.Index).ContainsAnyExcept(0f);
    }

    /// <inheritdoc/>
    public void Hide(ReadOnlySpan<bool> isHidden) => _watch.Hide(isHidden);

    /// <inheritdoc/>
    public string? Detail(ScenePatches scene) => ViewFaults.NameOf(Fault);

    /// <inheritdoc/>
    public void Clear() => _watch.Clear();

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Numbers.Save(writer, [_departures]);
        _watch.Stillness.Save(writer);
        _watch.Usual.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Moments[] departures = [default];
        Numbers.Restore(reader, departures);
        _departures = departures[0];
        _watch.Stillness.Restore(reader);
        _watch.Usual.Restore(reader);
        _watch.Clear();
    }

    /// <summary>
    /// Of what is missing, by how much is missing usually; of what is there but blurred or frozen, which never is so by itself, the most.
    /// </summary>
    private double SurpriseOf(ViewFault fault)
    {
        if (fault is ViewFault.Defocused or ViewFault.Frozen)
        {
            return MostSurprise;
        }

        Moments all = _departures + Moments.Of(PriorCount, Prior);
        return Math.Min(MostSurprise, new Gaussian(all.Mean, Math.Sqrt(all.Variance)).Surprise(_watch.Departure));
    }
}
