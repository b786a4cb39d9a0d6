using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Watching;

/// <summary>
/// A stand-in for the network: everything moves to the right, as fast as the middle one of the patches does by block matching, is 48 × 64
/// pixels large and looks alike.
/// </summary>
internal sealed class BlockSpeedModel : IPatchModel
{
    /// <summary>How far off its ln of the speed is taken to be.</summary>
    private const float SpeedDeviation = 0.01f;

    private static readonly int VelocityX = IndexOf("u32");
    private static readonly int VelocityY = IndexOf("v32");
    private static readonly int LogSpeed = IndexOf("speed32");
    private static readonly int Occupancy = IndexOf("occupancy32");
    private static readonly int LogHeight = IndexOf("thing_height");
    private static readonly int LogWidth = IndexOf("thing_width");
    private static readonly int SpeedLogSigma = IndexOf("speed32_log_sigma");

    private readonly float[] _speeds = new float[TokenBatch.SmallestCapacity];

    public string Name => "block speeds 1.0";

    public string Sha256 => new('a', 64);

    public ILookModel? Looks { get; init; }

    /// <summary>Added to what it says about the last patch.</summary>
    public float Spoil { get; set; }

    /// <summary>How often it was asked.</summary>
    public int Runs { get; private set; }

    /// <summary>The batches that it has been told to forget.</summary>
    public List<TokenBatch> Forgotten { get; } = [];

    public void Forget(TokenBatch batch) => Forgotten.Add(batch);

    public void Run(TokenBatch batch)
    {
        Runs++;
        Span<float> speeds = _speeds.AsSpan(0, batch.Count);
        batch.BlockSpeeds.AsSpan(0, batch.Count).CopyTo(speeds);
        speeds.Sort();
        float middle = speeds[batch.Count / 2];
        for (int k = 0; k < batch.Count; k++)
        {
            Span<float> attributes = batch.Attributes.AsSpan(k * TokenBatch.AttributeCount, TokenBatch.AttributeCount);
            attributes[VelocityX] = MathF.Log(1 + (middle / PatchAttributes.SpeedOffset));
            attributes[VelocityY] = 0;
            attributes[LogSpeed] = MathF.Log(middle + PatchAttributes.SpeedOffset);
            attributes[Occupancy] = 1;
            attributes[LogHeight] = MathF.Log(64);
            attributes[LogWidth] = MathF.Log(48);
            attributes[SpeedLogSigma] = MathF.Log(SpeedDeviation);
            Span<float> embedding = batch.Embeddings.AsSpan(k * TokenBatch.EmbeddingLength, TokenBatch.EmbeddingLength);
            embedding.Clear();
            embedding[0] = 1;
        }

        batch.Attributes[((batch.Count - 1) * TokenBatch.AttributeCount) + 7] += Spoil;
    }

    private static int IndexOf(string attribute) => PatchAttributes.Names.ToList().IndexOf(attribute);
}
