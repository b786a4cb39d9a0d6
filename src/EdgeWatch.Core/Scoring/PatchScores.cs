using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Scoring;

/// <summary>The active patches of one frame with their surprises, kept until the frame's smoothed score is known.</summary>
public sealed class PatchScores
{
    private readonly PatchPosition[] _positions = new PatchPosition[TokenBatch.Capacity];
    private readonly float[] _surprises = new float[TokenBatch.Capacity * Kinds.Count];

    /// <summary>Patches, 0 … <see cref="TokenBatch.Capacity"/>.</summary>
    public int Count { get; private set; }

    /// <summary>How many times as fast as usual the patch moves that is most surprising by its speed; 0 without one.</summary>
    public double SpeedRatio { get; set; }

    /// <summary>Places of the patches, row-major.</summary>
    public ReadOnlySpan<PatchPosition> Positions => _positions.AsSpan(0, Count);

    /// <summary>Surprises of one kind in nats, one per patch.</summary>
    public Span<float> Surprises(int kind) => _surprises.AsSpan(kind * TokenBatch.Capacity, Count);

    /// <summary>Takes over the places of a batch.</summary>
    public void Reset(TokenBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Count = batch.Count;
        SpeedRatio = 0;
        for (int k = 0; k < Count; k++)
        {
            _positions[k] = batch[k];
        }
    }
}
