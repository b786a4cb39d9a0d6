using System.Runtime.InteropServices;
using System.Text.Json;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

public sealed class TokenEncoderTests
{
    /// <summary>The fixture was written by the training code's own implementation (scripts/train, "fixture").</summary>
    [Fact]
    public void Tokens_are_those_that_the_network_was_trained_with()
    {
        using JsonDocument fixture = JsonDocument.Parse(File.ReadAllText("Fixtures/token-parity.json"));
        JsonElement root = fixture.RootElement;
        int width = root.GetProperty("width").GetInt32();
        LumaHistory history = new(new PatchGrid(root.GetProperty("height").GetInt32() / 16, width / 16, 1));
        foreach (JsonElement frame in root.GetProperty("frames").EnumerateArray())
        {
            history.Add(frame.GetBytesFromBase64(), width);
        }

        TokenBatch batch = new();
        foreach (JsonElement position in root.GetProperty("positions").EnumerateArray())
        {
            batch.Add(new PatchPosition(position[0].GetInt32(), position[1].GetInt32()));
        }

        new TokenEncoder(history).Encode(batch);

        ReadOnlySpan<float> expected = MemoryMarshal.Cast<byte, float>(root.GetProperty("tokens").GetBytesFromBase64());
        Assert.Equal(batch.Count * TokenLayout.Length, expected.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - batch.Tokens[i]) < 1e-4,
                $"token {i / TokenLayout.Length}, value {i % TokenLayout.Length}: {batch.Tokens[i]}, trained with {expected[i]}");
        }
    }

    [Fact]
    public void Encode_HistoryNotFull_Throws()
    {
        LumaHistory history = new(new PatchGrid(1, 1, 1));
        history.Add(new byte[256], 16);

        Assert.Throws<InvalidOperationException>(() => new TokenEncoder(history).Encode(new TokenBatch()));
    }
}
