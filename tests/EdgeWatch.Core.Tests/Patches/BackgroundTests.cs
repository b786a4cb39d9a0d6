using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

[Trait(KernelTraits.Category, KernelTraits.Kernel)]
public sealed class BackgroundTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void Every_pixel_follows_by_three_grey_levels_each_frame_at_first_then_by_one_and_by_one_each_tenth_frame_later(int columns)
    {
        Random random = new(columns);
        PatchGrid grid = new(2, columns, 1);
        Background background = new(grid);
        byte[] expected = [];
        for (int frame = 0; frame < Background.FirstFrames + 65; frame++)
        {
            byte[] picture = frame % 20 < 10
                ? Pictures.Noise(grid.Width, grid.Height, random)
                : Pictures.BlackAndWhite(grid.Width, grid.Height, random);
            background.Follow(Pictures.Plane(picture, grid.Width));
            expected = frame == 0
                ? picture
                : frame <= Background.HastyFrames ? [.. expected.Zip(picture, (old, now) => Step(old, now, Background.HastyLevels))]
                : frame <= Background.FirstFrames || frame % 10 == 0 ? [.. expected.Zip(picture, (old, now) => Step(old, now, 1))]
                : expected;

            AssertIs(expected, background, grid);
        }
    }

    [Fact]
    public void A_change_of_light_is_learned_after_a_minute()
    {
        PatchGrid grid = new(1, 1, 1);
        Background background = new(grid);
        Settle(background);

        for (int frame = 0; frame < 600; frame++)
        {
            background.Follow(Pictures.Plane(Grey(120), 16));
        }

        Assert.Equal(0, Differences(background, grid, Grey(120))[0]);
    }

    [Fact]
    public void Somebody_who_passes_for_two_seconds_hardly_moves_it()
    {
        PatchGrid grid = new(1, 1, 1);
        Background background = new(grid);
        Settle(background);

        for (int frame = 0; frame < 20; frame++)
        {
            background.Follow(Pictures.Plane(Grey(200), 16));
        }

        Assert.Equal(2, Differences(background, grid, Grey(60))[0]);
    }

    [Fact]
    public void Where_it_is_held_it_stays_as_it_was()
    {
        PatchGrid grid = new(2, 3, 1);
        Background background = new(grid);
        Settle(background);
        bool[] held = [true, false, true, false, true, true];
        held.CopyTo(background.IsHeld);
        byte[] bright = Pictures.Of(48, 32, (_, _) => 120);

        for (int frame = 0; frame < 600; frame++)
        {
            background.Follow(Pictures.Plane(bright, 48));
        }

        Assert.Equal(held.Select(isHeld => isHeld ? 60f : 0), Differences(background, grid, bright));
    }

    [Fact]
    public void A_patch_can_be_lit_and_taken_over_without_its_neighbours()
    {
        PatchGrid grid = new(1, 3, 1);
        Background background = new(grid);
        background.Follow(Pictures.Plane(Pictures.Of(48, 16, (x, _) => x < 16 ? 200 : 100), 48));
        byte[] picture = Pictures.Of(48, 16, (_, y) => 3 * y);

        background.Light(new PatchPosition(0, 0), new PatchTone(2, -90));
        background.Light(new PatchPosition(0, 1), new PatchTone(0.5f, 20));
        background.Adopt(Pictures.Plane(picture, 48), new PatchPosition(0, 2));

        Assert.Equal([0, 0, 0], Differences(background, grid, Pictures.Of(48, 16, (x, y) => x < 16 ? 255 : x < 32 ? 70 : 3 * y)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whoever_was_in_the_first_picture_leaves_no_ghost_when_he_has_gone_by(bool hadAnotherPicture)
    {
        PatchGrid grid = new(1, 1, 1);
        Background background = new(grid);
        if (hadAnotherPicture)
        {
            Settle(background);
            background.Clear();
        }

        background.Follow(Pictures.Plane(Grey(200), 16));

        for (int frame = 0; frame < Background.FirstFrames; frame++)
        {
            background.Follow(Pictures.Plane(Grey(60), 16));
        }

        Assert.Equal(0, Differences(background, grid, Grey(60))[0]);
    }

    [Fact]
    public void One_that_is_fast_has_what_stands_there_after_seconds()
    {
        PatchGrid grid = new(1, 1, 1);
        Background background = new(grid, framesPerStep: 1, levelsPerStep: 2);
        Settle(background);

        for (int frame = 0; frame < 20; frame++)
        {
            background.Follow(Pictures.Plane(Grey(100), 16));
        }

        Assert.Equal(0, Differences(background, grid, Grey(100))[0]);
    }

    [Fact]
    public void At_first_nothing_is_held()
    {
        PatchGrid grid = new(1, 1, 1);
        Background background = new(grid);
        background.Follow(Pictures.Plane(Grey(120), 16));
        background.IsHeld.Fill(true);

        for (int frame = 0; frame < Background.FirstFrames; frame++)
        {
            background.Follow(Pictures.Plane(Grey(60), 16));
        }

        Assert.Equal(0, Differences(background, grid, Grey(60))[0]);
    }

    private static byte Step(byte from, byte to, int levels) => (byte)(from + Math.Clamp(to - from, -levels, levels));

    /// <summary>Shows 60 everywhere until it is no longer fast.</summary>
    private static void Settle(Background background)
    {
        LumaPlane picture = background.Estimate;
        byte[] grey = Pictures.Of(picture.Width, picture.Height, (_, _) => 60);
        for (int frame = 0; frame <= Background.FirstFrames; frame++)
        {
            background.Follow(Pictures.Plane(grey, picture.Width));
        }
    }

    private static byte[] Grey(byte level) => Pictures.Of(16, 16, (_, _) => level);

    private static float[] Differences(Background background, PatchGrid grid, byte[] picture)
    {
        float[] differences = new float[grid.Count];
        background.FillDifferences(Pictures.Plane(picture, grid.Width), differences);
        return differences;
    }

    private static void AssertIs(byte[] expected, Background background, PatchGrid grid)
    {
        // Against black, a patch's difference is the mean of the estimate; against noise, it says more about its pixels.
        byte[] probe = Pictures.Noise(grid.Width, grid.Height, new Random(99));
        foreach (byte[] picture in new[] { new byte[probe.Length], probe })
        {
            float[] differences = Differences(background, grid, picture);
            for (int i = 0; i < grid.Count; i++)
            {
                Assert.Equal(Mean(picture, grid.PositionOf(i)), differences[i], 1e-4);
            }
        }

        double Mean(byte[] picture, PatchPosition position) => Enumerable.Range(0, 256)
            .Select(i => (((position.Row * 16) + (i / 16)) * grid.Width) + (position.Column * 16) + (i % 16))
            .Average(pixel => Math.Abs((double)picture[pixel] - expected[pixel]));
    }
}
