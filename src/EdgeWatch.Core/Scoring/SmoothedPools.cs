using EdgeWatch.Core.Normality;

namespace EdgeWatch.Core.Scoring;

/// <summary>
/// The pooled surprises of one kind in one area of the picture, smoothed: of all that counts there, and of that part which belongs to
/// things that are confirmed; see <see cref="Patches.Thing.IsConfirmed"/>.
/// </summary>
/// <param name="kind">The kind.</param>
public sealed class SmoothedPools(Kind kind)
{
    private readonly DelayedSmoother _all = new();
    private readonly DelayedSmoother _confirmed = new();

    /// <summary>Of the newest frame by itself.</summary>
    public PooledSurprise Newest => new(_all.Newest, _confirmed.Newest);

    /// <summary>Of the frame of <paramref name="lag"/> frames ago, smoothed.</summary>
    public PooledSurprise At(int lag) => new(_all.At(lag), _confirmed.At(lag));

    /// <summary>Adds the newest frame.</summary>
    /// <param name="surprises">Its patches' surprises in nats.</param>
    /// <param name="isConfirmed">Which of them belong to things that are confirmed.</param>
    /// <param name="isThere">Which of them are in the area. Empty: all.</param>
    public void Add(ReadOnlySpan<float> surprises, ReadOnlySpan<bool> isConfirmed, ReadOnlySpan<bool> isThere = default)
    {
        _all.Add(ExcessPool.Of(surprises, isThere));
        _confirmed.Add(ExcessPool.Of(surprises, kind.IsOfThings ? isConfirmed : default, isThere));
    }

    /// <summary>Forgets the frames that are being smoothed, for example after a gap in the stream.</summary>
    public void Clear()
    {
        _all.Clear();
        _confirmed.Clear();
    }
}

/// <summary>What the patches of a frame show together; see <see cref="ExcessPool"/>.</summary>
/// <param name="All">All of them.</param>
/// <param name="Confirmed">Those of things that are confirmed.</param>
public readonly record struct PooledSurprise(double All, double Confirmed);
