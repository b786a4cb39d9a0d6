using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Scene;

namespace EdgeWatch.Tests.Scene;

public sealed class SceneGeneratorTests
{
    private static readonly SceneOptions Ordinary = new() { Size = new FrameSize(160, 120), Duration = TimeSpan.FromSeconds(40) };

    private static readonly SceneOptions Unusual = Ordinary with { AnomalyAt = TimeSpan.FromSeconds(12) };

    [Fact]
    public void Render_SameOptions_GivesTheSamePicturesInAnyOrder()
    {
        var one = new SceneGenerator(Unusual);
        var other = new SceneGenerator(Unusual);
        byte[] late = Render(one, 150);

        Assert.Equal(Render(one, 3), Render(other, 3));
        Assert.Equal(late, Render(other, 150));
    }

    [Fact]
    public void Render_AnotherSeed_GivesOtherPictures() =>
        Assert.NotEqual(Render(new SceneGenerator(Ordinary), 0), Render(new SceneGenerator(Ordinary with { Seed = 2 }), 0));

    [Fact]
    public void Render_WithCyclist_DiffersFromAnOrdinaryDayInTheFramesOfTheScriptOnly()
    {
        var ordinary = new SceneGenerator(Ordinary);
        var unusual = new SceneGenerator(Unusual);

        Assert.All(Enumerable.Range(0, unusual.Script.FrameCount), frame =>
        {
            int changed = CountChangedPixels(Render(ordinary, frame), Render(unusual, frame));
            bool inside = frame > unusual.Script.FirstAnomalyFrame && frame < unusual.Script.LastAnomalyFrame;
            // At the first and the last frame a sliver of tyre may be thinner than a pixel.
            if (inside)
            {
                Assert.True(changed > 10, $"frame {frame}: {changed} pixels");
            }
            else if (!unusual.Script.IsAnomaly(frame))
            {
                Assert.Equal(0, changed);
            }
        });
    }

    [Fact]
    public void Render_WithCyclist_DiffersInsideOfTheScriptsRegion()
    {
        var ordinary = new SceneGenerator(Ordinary);
        var unusual = new SceneGenerator(Unusual);
        int frame = (unusual.Script.FirstAnomalyFrame + unusual.Script.LastAnomalyFrame) / 2;
        Region region = unusual.Script.AnomalyRegion(frame)!;
        byte[] without = Render(ordinary, frame);
        byte[] with = Render(unusual, frame);

        IEnumerable<int> columns = ChangedPixels(without, with).Select(index => index % 160);
        IEnumerable<int> rows = ChangedPixels(without, with).Select(index => index / 160);

        Assert.InRange(columns.Min() / 160.0, region.X - 0.01, region.X + 0.03);
        Assert.InRange(columns.Max() / 160.0, region.X + region.Width - 0.03, region.X + region.Width + 0.01);
        // The shadow lies a little below the wheels.
        Assert.InRange(rows.Max() / 120.0, region.Y + region.Height - 0.02, region.Y + region.Height + 0.03);
        Assert.InRange(rows.Min() / 120.0, region.Y - 0.01, region.Y + 0.03);
    }

    [Fact]
    public void Script_WithCyclist_CoversFourToSevenSecondsFromTheChosenTime()
    {
        SceneScript script = new SceneGenerator(Unusual).Script;

        Assert.Equal(400, script.FrameCount);
        Assert.InRange(script.FirstAnomalyFrame, 120, 122);
        Assert.InRange(script.LastAnomalyFrame - script.FirstAnomalyFrame + 1, 40, 70);
        Assert.False(script.IsAnomaly(-1));
        Assert.False(script.IsAnomaly(400));
    }

    [Fact]
    public void Script_WithoutCyclist_IsEmpty()
    {
        SceneScript script = new SceneGenerator(Ordinary).Script;

        Assert.Equal(-1, script.FirstAnomalyFrame);
        Assert.DoesNotContain(true, Enumerable.Range(0, script.FrameCount).Select(script.IsAnomaly));
    }

    [Fact]
    public void Cyclist_IsThreeTimesAsFastAsAnybodyWalks()
    {
        SceneScript script = new SceneGenerator(Unusual).Script;
        Region one = script.AnomalyRegion(140)!;
        Region next = script.AnomalyRegion(141)!;
        const double FastestWalkUnits = 1.5;

        Assert.InRange(Math.Abs(next.X - one.X) * 320 / FastestWalkUnits, 3, 5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Square_is_always_peopled_but_never_crowded(int seed)
    {
        var scene = new SceneGenerator(Ordinary with { Seed = seed, Duration = TimeSpan.FromMinutes(10) });

        Assert.All(Enumerable.Range(0, scene.Script.FrameCount), frame => Assert.InRange(scene.CountWalkers(frame), 4, 8));
    }

    [Fact]
    public void Clouds_change_the_brightness_by_up_to_fifteen_per_cent()
    {
        var scene = new SceneGenerator(Ordinary with { Duration = TimeSpan.FromSeconds(120) });

        double[] means = [.. Enumerable.Range(0, 60).Select(step => MeanLuma(Render(scene, 20 * step)))];

        double middle = (means.Min() + means.Max()) / 2;
        Assert.InRange((means.Max() - means.Min()) / 2 / middle, 0.08, 0.16);
    }

    [Fact]
    public void Luma_stays_in_the_limited_range()
    {
        byte[] picture = Render(new SceneGenerator(Unusual), 150);

        Assert.All(picture.Take(160 * 120), luma => Assert.InRange(luma, 16, 235));
    }

    [Fact]
    public void Render_AllocatesNothing()
    {
        var scene = new SceneGenerator(Unusual);
        byte[] pixels = new byte[scene.Size.TotalBytes];
        scene.Render(140, pixels);

        long before = GC.GetAllocatedBytesForCurrentThread();
        scene.Render(141, pixels);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Options_outside_of_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SceneGenerator(Ordinary with { Duration = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SceneGenerator(Ordinary with { FramesPerSecond = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SceneGenerator(Ordinary with { Size = new FrameSize(161, 120) }));
    }

    private static byte[] Render(SceneGenerator scene, int frame)
    {
        byte[] pixels = new byte[scene.Size.TotalBytes];
        scene.Render(frame, pixels);
        return pixels;
    }

    private static int CountChangedPixels(byte[] one, byte[] other) => ChangedPixels(one, other).Count();

    private static IEnumerable<int> ChangedPixels(byte[] one, byte[] other) =>
        Enumerable.Range(0, 160 * 120).Where(index => one[index] != other[index]);

    private static double MeanLuma(byte[] picture) => picture.Take(160 * 120).Average(luma => luma);
}
