using EdgeWatch.Core.Normality;

namespace EdgeWatch.Core.Scoring;

/// <summary>
/// The pooled surprises of one kind in one area of the picture, smoothed: of all that counts there, and of that part which belongs to
/// things that have been followed for a while.
/// </summary>
/// <param name="kind">The kind.</param>
public sealed class SmoothedPools(Kind kind)
{
    private readonly DelayedSmoother _all = new();
    private readonly DelayedSmoother _followed = new();

    /// <summary>Of the newest frame by itself.</summary>
    public PooledSurprise Newest => new(_all.Newest, _followed.Newest);

    /// <summary>Of the frame of <paramref name="lag"/> frames ago, smoothed.</summary>
    public PooledSurprise At(int lag) => new(_all.At(lag), _followed.At(lag));

    /// <summary>Adds the newest frame.</summary>
    /// <param name="surprises">Its patches' surprises in nats.</param>
    /// <param name="isFollowed">Which of them belong to things that have been followed for a while.</param>
    /// <param name="isThere">Which of them are in the area. Empty: all.</param>
    public void Add(ReadOnlySpan<float> surprises, ReadOnlySpan<bool> isFollowed, ReadOnlySpan<bool> isThere = default)
    {
        _all.Add(ExcessPool.Of(surprises, isThere));
        _followed.Add(ExcessPool.Of(surprises, kind.IsOfThings ? isFollowed : default, isThere));
    }

    /// <summary>Forgets the frames that are being smoothed, for example after a gap in the stream.</summary>
    public void Clear()
    {
        _all.Clear();
        _followed.Clear();
    }
}

/// <summary>What the patches of a frame show together; see <see cref="ExcessPool"/>.</summary>
/// <param name="All">All of them.</param>
/// <param name="Followed">Those of things that have been followed for a while.</param>
public readonly record struct PooledSurprise(double All, double Followed);
