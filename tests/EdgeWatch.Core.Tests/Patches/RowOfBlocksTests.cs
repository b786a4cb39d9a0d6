using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

public sealed class RowOfBlocksTests
{
    [Theory]
    [InlineData(16, 23)]
    [InlineData(352, 352)]
    [InlineData(17, 191)]
    public void Every_block_of_a_row_is_compared_like_one_alone(int strideA, int strideB)
    {
        byte[] a = new byte[(15 * strideA) + 16];
        byte[] b = new byte[(15 * strideB) + 16 + SumOfAbsoluteDifferences.RowLength - 1];
        Random random = new(strideB);
        random.NextBytes(a);
        random.NextBytes(b);
        int[] sums = new int[SumOfAbsoluteDifferences.RowLength];

        SumOfAbsoluteDifferences.OfRow16x16(a, strideA, b, strideB, sums);

        for (int i = 0; i < sums.Length; i++)
        {
            Assert.Equal(SumByDefinition(a, strideA, b.AsSpan(i), strideB), sums[i]);
            Assert.Equal(sums[i], SumOfAbsoluteDifferences.Of16x16(a, strideA, b.AsSpan(i), strideB));
        }
    }

    [Fact]
    public void Black_against_white_does_not_overflow()
    {
        byte[] black = new byte[16 * 16];
        byte[] white = new byte[16 * 32];
        Array.Fill(white, byte.MaxValue);
        int[] sums = new int[SumOfAbsoluteDifferences.RowLength];

        SumOfAbsoluteDifferences.OfRow16x16(black, 16, white, 32, sums);

        Assert.All(sums, sum => Assert.Equal(256 * 255, sum));
    }

    [Fact]
    public void Blocks_that_reach_beyond_the_picture_are_refused()
    {
        byte[] a = new byte[16 * 16];
        byte[] oneByteShort = new byte[(15 * 32) + 16 + SumOfAbsoluteDifferences.RowLength - 2];

        Assert.Throws<IndexOutOfRangeException>(
            () => SumOfAbsoluteDifferences.OfRow16x16(a, 16, oneByteShort, 32, new int[SumOfAbsoluteDifferences.RowLength]));
    }

    private static int SumByDefinition(ReadOnlySpan<byte> a, int strideA, ReadOnlySpan<byte> b, int strideB)
    {
        int sum = 0;
        for (int y = 0; y < 16; y++)
        {
            for (int x = 0; x < 16; x++)
            {
                sum += Math.Abs(a[(y * strideA) + x] - b[(y * strideB) + x]);
            }
        }

        return sum;
    }
}
