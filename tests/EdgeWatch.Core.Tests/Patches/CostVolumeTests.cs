using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

[Trait(KernelTraits.Category, KernelTraits.Kernel)]
public sealed class CostVolumeTests
{
    [Theory]
    [InlineData(48, 32, 16, 0)]
    [InlineData(48, 32, 32, 16)]
    [InlineData(37, 29, 11, 7)]
    [InlineData(24, 24, -4, -4)]
    [InlineData(24, 24, 12, 12)]
    public void Every_entry_is_the_mean_difference_to_the_shifted_block(int width, int height, int x, int y)
    {
        Random random = new(width + x);
        byte[] newest = Pictures.Noise(width, height, random);
        byte[] older = Pictures.BlackAndWhite(width, height, random);
        float[] volume = new float[CostVolume.Length];

        CostVolume.Fill(Pictures.Plane(newest, width), Pictures.Plane(older, width), x, y, volume);

        for (int dy = -8; dy <= 8; dy++)
        {
            for (int dx = -8; dx <= 8; dx++)
            {
                Assert.Equal(PlainCost(newest, older, width, x, y, dx, dy), volume[((dy + 8) * 17) + dx + 8], 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, -2)]
    [InlineData(-8, 8)]
    public void The_least_entry_is_the_motion(int dx, int dy)
    {
        byte[] older = Pictures.Noise(64, 64, new Random(1));
        byte[] newest = Pictures.Of(64, 64, (x, y) => Pictures.Nearest(older, 64, x - dx, y - dy));
        float[] volume = new float[CostVolume.Length];

        CostVolume.Fill(Pictures.Plane(newest, 64), Pictures.Plane(older, 64), 16, 32, volume);

        Assert.Equal(((dy + 8) * 17) + dx + 8, Array.IndexOf(volume, volume.Min()));
        Assert.Equal(0, volume.Min());
        Assert.Single(volume, 0f);
    }

    [Fact]
    public void Black_before_white_costs_255_everywhere()
    {
        float[] volume = new float[CostVolume.Length];

        CostVolume.Fill(Pictures.Plane(new byte[256], 16), Pictures.Plane(Pictures.Of(16, 16, (_, _) => 255), 16), 0, 0, volume);

        Assert.All(volume, cost => Assert.Equal(255, cost));
    }

    private static double PlainCost(byte[] newest, byte[] older, int width, int x, int y, int dx, int dy)
    {
        double sum = 0;
        for (int j = y; j < y + 16; j++)
        {
            for (int i = x; i < x + 16; i++)
            {
                sum += Math.Abs(Pictures.Nearest(newest, width, i, j) - Pictures.Nearest(older, width, i - dx, j - dy));
            }
        }

        return sum / 256;
    }
}
