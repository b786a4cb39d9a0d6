using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

[Trait(KernelTraits.Category, KernelTraits.Kernel)]
public sealed class UnitVectorsTests
{
    [Fact]
    public void Direction_is_that_of_plain_loops_to_the_nearest_127th()
    {
        Random random = new(1);
        for (int round = 0; round < 100; round++)
        {
            float[] vector =
            [.. Enumerable.Range(0, 128).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 4))))];
            double norm = Math.Sqrt(vector.Sum(value => (double)value * value));

            sbyte[] unit = Of(vector);

            for (int i = 0; i < vector.Length; i++)
            {
                Assert.InRange(unit[i] - (127 * vector[i] / norm), -0.501, 0.501);
            }
        }
    }

    [Theory]
    [InlineData(1e-6f)]
    [InlineData(1)]
    [InlineData(3e5f)]
    public void Length_does_not_matter_and_the_extremes_are_127(float length)
    {
        Assert.Equal([127, 0, 0, 0], Of([length, 0, 0, 0]));
        Assert.Equal([0, -127, 0, 0], Of([0, -length, 0, 0]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_has_no_direction_is_0(float value) => Assert.Equal(new sbyte[16], Of([.. Enumerable.Repeat(value, 16)]));

    private static sbyte[] Of(float[] vector)
    {
        sbyte[] unit = new sbyte[vector.Length];
        Array.Fill(unit, (sbyte)99);
        UnitVectors.Write(vector, unit);
        return unit;
    }
}
