using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

public sealed class BlockMotionTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, -5)]
    [InlineData(2.3, 1.4)]
    [InlineData(-3.5, 0.25)]
    [InlineData(-7.4, 7.4)]
    public void Vertex_of_a_parabola_is_found_between_the_entries(double dy, double dx)
    {
        float[] volume = Volume((y, x) => 1 + ((x - dx) * (x - dx)) + ((y - dy) * (y - dy)));

        Assert.Equal(Math.Sqrt((dx * dx) + (dy * dy)) / 2, BlockMotion.Speed(volume, 0.5f), 1e-3);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(2.5, 1.5)]
    [InlineData(-3.3, 2.6)]
    [InlineData(5.75, -4.25)]
    public void Shift_of_a_picture_is_measured_to_a_fifth_of_a_pixel(double dx, double dy)
    {
        byte[] older = Pictures.Of(64, 64, (x, y) => Pictures.Texture(x, y));
        byte[] newest = Pictures.Of(64, 64, (x, y) => Pictures.Texture(x - dx, y - dy));
        float[] volume = new float[CostVolume.Length];
        CostVolume.Fill(Pictures.Plane(newest, 64), Pictures.Plane(older, 64), 24, 24, volume);

        Assert.Equal(Math.Sqrt((dx * dx) + (dy * dy)), BlockMotion.Speed(volume, 1), 0.2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(255)]
    public void A_patch_without_texture_does_not_move(float cost) =>
        Assert.Equal(0, BlockMotion.Speed(Volume((_, _) => cost), 0.5f));

    [Fact]
    public void A_patch_that_matches_perfectly_where_it_is_does_not_move()
    {
        // The cost rises faster on one side: a parabola would see half a pixel of motion.
        float[] volume = Volume((y, x) => Math.Abs(y) + (x < 0 ? -10 * x : x));

        Assert.Equal(0, BlockMotion.Speed(volume, 1));
    }

    [Fact]
    public void A_picture_that_has_only_moved_is_explained_and_noise_in_its_place_is_not()
    {
        byte[] older = Pictures.Of(64, 64, (x, y) => Pictures.Texture(x, y));
        byte[] moved = Pictures.Of(64, 64, (x, y) => Pictures.Texture(x - 3, y + 2));
        float[] volume = new float[CostVolume.Length];

        CostVolume.Fill(Pictures.Plane(moved, 64), Pictures.Plane(older, 64), 24, 24, volume);
        float explained = BlockMotion.LogUnexplained(volume);
        CostVolume.Fill(Pictures.Plane(Pictures.Noise(64, 64, new Random(1)), 64), Pictures.Plane(older, 64), 24, 24, volume);

        Assert.InRange(explained, -5, -2.5);
        Assert.InRange(BlockMotion.LogUnexplained(volume), -0.3, 0);
    }

    [Theory]
    [InlineData(0, 99, -4.60517)]
    [InlineData(49, 99, -0.693147)]
    [InlineData(99, 99, 0)]
    public void Unexplained_is_the_least_cost_in_parts_of_the_mean_with_a_grey_level_of_noise(float least, float others, double expected)
    {
        float[] volume = Volume((y, x) => y == -1 && x == 4 ? least : others + ((others - least) / (CostVolume.Length - 1)));

        Assert.Equal(expected, BlockMotion.LogUnexplained(volume), 1e-4);
    }

    [Theory]
    [InlineData(85.1f, false)]
    [InlineData(84.9f, true)]
    public void A_match_must_beat_standing_still_by_15_percent(float best, bool moves)
    {
        float[] volume = Volume((y, x) => y == 0 && x == 4 ? best : 100);

        Assert.Equal(moves ? 2 : 0, BlockMotion.Speed(volume, 0.5f));
    }

    [Theory]
    [InlineData(0.19f, 0)]
    [InlineData(0.21f, 0.21f)]
    public void Slower_than_a_fifth_of_a_pixel_is_noise(float pixelsPerStep, float expected)
    {
        float[] volume = Volume((y, x) => y == 0 && x == 1 ? 1 : 100);

        Assert.Equal(expected, BlockMotion.Speed(volume, pixelsPerStep));
    }

    [Theory]
    [InlineData(-8, -8)]
    [InlineData(8, 8)]
    [InlineData(0, 8)]
    public void The_outermost_entries_have_no_sub_pixel_step_outwards(int dy, int dx)
    {
        float[] volume = Volume((y, x) => Math.Abs(y - dy) + Math.Abs(x - dx));

        Assert.Equal(MathF.Sqrt((dx * dx) + (dy * dy)), BlockMotion.Speed(volume, 1), 1e-4f);
    }

    private static float[] Volume(Func<int, int, double> cost)
    {
        float[] volume = new float[CostVolume.Length];
        for (int i = 0; i < volume.Length; i++)
        {
            volume[i] = (float)cost((i / 17) - 8, (i % 17) - 8);
        }

        return volume;
    }
}
