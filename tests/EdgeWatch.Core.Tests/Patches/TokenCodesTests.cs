using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

[Trait(KernelTraits.Category, KernelTraits.Kernel)]
public sealed class TokenCodesTests
{
    [Theory]
    [InlineData(0, 128)]
    [InlineData(1 / 32f, 129)]
    [InlineData(-1 / 32f, 127)]
    [InlineData(0.4f / 32, 128)]
    [InlineData(0.6f / 32, 129)]
    [InlineData(3.96875f, 255)]
    [InlineData(9, 255)]
    [InlineData(float.PositiveInfinity, 255)]
    [InlineData(-4, 0)]
    [InlineData(-9, 0)]
    public void A_value_has_the_nearest_code(float value, byte expected)
    {
        // So long that vectors of any length and what is left beyond them take part.
        float[] values = new float[201];
        Array.Fill(values, value);
        byte[] codes = new byte[201];

        TokenCodes.Write(values, codes);

        Assert.All(codes, code => Assert.Equal(expected, code));
    }

    [Fact]
    public void Codes_are_in_the_order_of_their_values()
    {
        float[] values = [.. Enumerable.Range(0, 256).Select(code => (code - 128) / 32f)];
        byte[] codes = new byte[256];

        TokenCodes.Write(values, codes);

        Assert.Equal(Enumerable.Range(0, 256).Select(code => (byte)code), codes);
    }
}
