using EdgeWatch.Core.Model;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Watching;

/// <summary>A stand-in for the network: everything moves as fast as the middle one of the patches does by block matching.</summary>
internal sealed class BlockSpeedModel : IPatchModel
{
    private readonly float[] _speeds = new float[TokenBatch.Capacity];

    public string Name => "block speeds 1.0";

    public string Sha256 => new('a', 64);

    /// <summary>How often it was asked.</summary>
    public int Runs { get; private set; }

    public void Run(TokenBatch batch)
    {
        Runs++;
        Span<float> speeds = _speeds.AsSpan(0, batch.Count);
        batch.BlockSpeeds.AsSpan(0, batch.Count).CopyTo(speeds);
        speeds.Sort();
        float middle = speeds[batch.Count / 2];
        for (int k = 0; k < batch.Count; k++)
        {
            batch.Attributes[(k * TokenBatch.AttributeCount) + 7] = MathF.Log(middle + PatchAttributes.SpeedOffset);
            batch.Attributes[(k * TokenBatch.AttributeCount) + 8] = 1;
        }
    }
}
