using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

[Trait(KernelTraits.Category, KernelTraits.Kernel)]
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

        TokenBatch batch = new(history.Grid);
        foreach (JsonElement position in root.GetProperty("positions").EnumerateArray())
        {
            batch.Add(new PatchPosition(position[0].GetInt32(), position[1].GetInt32()));
        }

        new TokenEncoder(history).Encode(batch);

        ReadOnlySpan<float> expected = MemoryMarshal.Cast<byte, float>(root.GetProperty("tokens").GetBytesFromBase64());
        Assert.Equal(batch.Count * TokenLayout.Length, expected.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            AssertIsCodeOf(expected[i], batch.Tokens[i], $"token {i / TokenLayout.Length}, value {i % TokenLayout.Length}");
        }
    }

    [Fact]
    public void Encode_HistoryNotFull_Throws()
    {
        LumaHistory history = new(new PatchGrid(1, 1, 1));
        history.Add(new byte[256], 16);

        Assert.Throws<InvalidOperationException>(() => new TokenEncoder(history).Encode(new TokenBatch(history.Grid)));
    }

    /// <summary>
    /// Whatever the length of its vectors: these tests run with the longest of this processor and with none at all. Sums whose last digit
    /// depends on their order round to another code here and there, and scores differ from machine to machine.
    /// </summary>
    [Fact]
    public void Tokens_are_the_same_to_the_last_digit_on_every_processor()
    {
        Random random = new(3);
        PatchGrid grid = new(8, 12, 1);
        LumaHistory history = new(grid);
        TokenBatch batch = new(grid);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int frame = 0; frame < 9; frame++)
        {
            history.Add(Pictures.Noise(grid.Width, grid.Height, random), grid.Width);
            if (history.IsFull)
            {
                batch.Clear();
                for (int i = 0; i < grid.Count; i++)
                {
                    batch.Add(grid.PositionOf(i));
                }

                new TokenEncoder(history).Encode(batch);
                hash.AppendData(batch.Tokens);
            }
        }

        Assert.Equal("afc5dcae5bb18326", Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tokens_of_all_patches_those_at_the_border_too_are_those_of_plain_loops(bool extreme)
    {
        Random random = new(8);
        PatchGrid grid = new(2, 3, 1);
        byte[][] pictures = [.. Enumerable.Range(0, 5).Select(_ =>
            extreme ? Pictures.BlackAndWhite(grid.Width, grid.Height, random) : Pictures.Noise(grid.Width, grid.Height, random))];
        LumaHistory history = new(grid);
        TokenBatch batch = new(grid);
        foreach (byte[] picture in pictures)
        {
            history.Add(picture, grid.Width);
        }

        for (int i = 0; i < grid.Count; i++)
        {
            batch.Add(grid.PositionOf(i));
        }

        new TokenEncoder(history).Encode(batch);

        for (int k = 0; k < batch.Count; k++)
        {
            double[] expected = PlainToken.Of(pictures, grid.Width, batch[k]);
            for (int i = 0; i < expected.Length; i++)
            {
                AssertIsCodeOf(expected[i], batch.Token(k)[i], $"token {k}, value {i}");
            }
        }
    }

    [Fact]
    public void Block_speed_is_the_mean_of_the_three_volumes()
    {
        LumaHistory history = new(new PatchGrid(6, 6, 1));
        for (int frame = 0; frame < 5; frame++)
        {
            history.Add(Pictures.Of(96, 96, (x, y) => Pictures.Texture(x - (1.5 * frame), y)), 96);
        }

        TokenBatch batch = new(history.Grid);
        batch.Add(new PatchPosition(3, 3));

        new TokenEncoder(history).Encode(batch);

        Assert.Equal(1.5, batch.BlockSpeeds[0], 0.15);
    }

    /// <summary>The nearest code; what float32 makes of a value may move one that lies between two.</summary>
    private static void AssertIsCodeOf(double value, byte code, string what)
    {
        double exact = Math.Clamp((value * 32) + 128, 0, 255);
        Assert.True(Math.Abs(exact - code) < 0.5 + (32 * 1e-4), $"{what}: code {code}, and {value} would be {exact:0.000}");
    }
}
