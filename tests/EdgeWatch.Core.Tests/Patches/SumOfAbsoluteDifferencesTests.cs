using System.Runtime.Intrinsics;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

[Trait(KernelTraits.Category, KernelTraits.Kernel)]
public sealed class SumOfAbsoluteDifferencesTests
{
    [Theory]
    [InlineData(16, 16)]
    [InlineData(17, 16)]
    [InlineData(31, 1000)]
    [InlineData(352, 353)]
    public void Sum_is_that_of_plain_loops_whatever_the_strides(int strideA, int strideB)
    {
        Random random = new(strideA + strideB);
        for (int round = 0; round < 100; round++)
        {
            byte[] a = Pictures.Noise((15 * strideA) + 16, 1, random);
            byte[] b = Pictures.Noise((15 * strideB) + 16, 1, random);

            Assert.Equal(PlainSum(a, strideA, b, strideB), SumOfAbsoluteDifferences.Of16x16(a, strideA, b, strideB));
        }
    }

    [Theory]
    [InlineData(0, 255, 65_280)]
    [InlineData(255, 0, 65_280)]
    [InlineData(255, 255, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(127, 128, 256)]
    public void Extremes_do_not_overflow(byte a, byte b, int expected)
    {
        byte[] blockA = new byte[256];
        byte[] blockB = new byte[256];
        Array.Fill(blockA, a);
        Array.Fill(blockB, b);

        Assert.Equal(expected, SumOfAbsoluteDifferences.Of16x16(blockA, 16, blockB, 16));
    }

    [Fact]
    public void Black_against_white_by_chance_is_that_of_plain_loops()
    {
        Random random = new(7);
        byte[] a = Pictures.BlackAndWhite(16, 16, random);
        byte[] b = Pictures.BlackAndWhite(16, 16, random);

        Assert.Equal(PlainSum(a, 16, b, 16), SumOfAbsoluteDifferences.Of16x16(a, 16, b, 16));
    }

    [Theory]
    [InlineData(255, 256)]
    [InlineData(256, 255)]
    public void A_block_that_is_one_byte_short_is_refused(int lengthA, int lengthB) =>
        Assert.Throws<IndexOutOfRangeException>(() => SumOfAbsoluteDifferences.Of16x16(new byte[lengthA], 16, new byte[lengthB], 16));

    [Fact]
    public void A_run_without_hardware_intrinsics_is_one() =>
        Assert.Equal(Environment.GetEnvironmentVariable("DOTNET_EnableHWIntrinsic") != "0", Vector128.IsHardwareAccelerated);

    private static int PlainSum(byte[] a, int strideA, byte[] b, int strideB)
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
