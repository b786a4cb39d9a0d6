using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Frames;

[Trait(KernelTraits.Category, KernelTraits.Kernel)]
public sealed class LumaReductionTests
{
    [Theory]
    [InlineData(33, 17, 33, 1)]
    [InlineData(33, 17, 40, 1)]
    [InlineData(33, 17, 33, 2)]
    [InlineData(50, 31, 64, 2)]
    [InlineData(50, 31, 51, 3)]
    [InlineData(47, 47, 48, 5)]
    [InlineData(64, 49, 65, 16)]
    [InlineData(70, 69, 71, 34)]
    public void Every_pixel_is_the_rounded_mean_of_its_square(int width, int height, int stride, int factor)
    {
        Random random = new(factor);
        byte[] noise = Pictures.Noise(stride, height, random);
        byte[] extreme = Pictures.BlackAndWhite(stride, height, random);
        foreach (byte[] source in new[] { noise, extreme, Pictures.Of(stride, height, (_, _) => 255) })
        {
            LumaPlane target = new(width / factor, height / factor);

            LumaReduction.Reduce(source, stride, factor, target);

            for (int y = 0; y < target.Height; y++)
            {
                Assert.Equal(
                Enumerable.Range(0, target.Width).Select(x => RoundedMean(source, stride, factor, x, y)), target.Row(y).ToArray());
            }
        }
    }

    [Fact]
    public void A_smaller_target_takes_the_upper_left_part()
    {
        byte[] source = Pictures.Of(20, 20, (x, y) => x + (10 * y));
        LumaPlane target = new(3, 2);

        LumaReduction.Reduce(source, 20, 2, target);

        Assert.Equal([6, 8, 10], target.Row(0).ToArray());
        Assert.Equal([26, 28, 30], target.Row(1).ToArray());
    }

    [Fact]
    public void The_border_is_filled_too()
    {
        LumaPlane target = new(2, 2);

        LumaReduction.Reduce(Pictures.Of(4, 4, (_, _) => 90), 4, 2, target);

        Assert.All(target.Padded.ToArray(), pixel => Assert.Equal(90, pixel));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_factor_out_of_range_is_refused(int factor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LumaReduction.Reduce(new byte[10_000], 100, factor, new LumaPlane(2, 2)));

    private static byte RoundedMean(byte[] source, int stride, int factor, int x, int y)
    {
        decimal sum = 0;
        for (int j = 0; j < factor; j++)
        {
            for (int i = 0; i < factor; i++)
            {
                sum += source[(((y * factor) + j) * stride) + (x * factor) + i];
            }
        }

        return (byte)Math.Round(sum / (factor * factor), MidpointRounding.AwayFromZero);
    }
}
