using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

/// <summary>Batches as they come out of the model.</summary>
internal static class Batches
{
    /// <summary>A batch of patches that all move alike by both measurements.</summary>
    public static TokenBatch At(double speed, params PatchPosition[] positions) =>
        Of([.. positions.Select(position => (position, speed, speed, 1.0))]);

    /// <summary>A batch with its own values for each patch.</summary>
    public static TokenBatch Of(params (PatchPosition Position, double NetworkSpeed, double BlockSpeed, double Occupancy)[] patches)
    {
        TokenBatch batch = new();
        foreach ((PatchPosition position, double networkSpeed, double blockSpeed, double occupancy) in patches)
        {
            int k = batch.Count;
            batch.Add(position);
            batch.Attributes[(k * TokenBatch.AttributeCount) + 7] = (float)Math.Log(networkSpeed + 0.3);
            batch.Attributes[(k * TokenBatch.AttributeCount) + 8] = (float)occupancy;
            batch.BlockSpeeds[k] = (float)blockSpeed;
        }

        return batch;
    }
}
