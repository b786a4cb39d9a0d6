using EdgeWatch.Core.Frames;
using EdgeWatch.Scene;

namespace EdgeWatch.Tests.Scene;

public sealed class DailyRhythmTests
{
    private const int MinutesPerDay = 24;
    private const int FramesPerHour = 600;

    /// <summary>Frames from the beginning of a shower to its middle.</summary>
    private const int FramesPerRainHalf = 225;

    private static readonly SceneOptions Options = new()
    {
        Size = new FrameSize(64, 48),
        Duration = TimeSpan.FromMinutes(2 * MinutesPerDay),
        Day = TimeSpan.FromMinutes(MinutesPerDay),
    };

    private static readonly SceneGenerator Days = new(Options);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Nights_are_empty_and_mornings_are_busy(int day)
    {
        Assert.Equal(0, PeopleAt(day, hour: 4));
        Assert.InRange(PeopleAt(day, hour: 9), 2, 7);
    }

    [Fact]
    public void Nights_are_dark() => Assert.True(LightAt(hour: 3) < 0.6 * LightAt(hour: 12));

    [Fact]
    public void Days_of_the_same_seed_are_the_same_pictures_and_of_another_seed_others()
    {
        SceneGenerator again = new(Options);
        SceneGenerator other = new(Options with { Seed = 2 });
        int[] frames = [3 * FramesPerHour, 9 * FramesPerHour, FirstOfRain(Days) + FramesPerRainHalf];

        Assert.All(frames, frame => Assert.Equal(Render(Days, frame), Render(again, frame)));
        Assert.All(frames, frame => Assert.NotEqual(Render(Days, frame), Render(other, frame)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_rains_once_a_day_by_day_at_another_hour(int seed)
    {
        SceneGenerator scene = new(Options with { Seed = seed });
        int[] frames = [.. Enumerable.Range(1, scene.Script.FrameCount - 1)];
        int[] showers = [.. frames.Where(frame => scene.IsRaining(frame) && !scene.IsRaining(frame - 1))];

        Assert.Equal(2, showers.Length);
        Assert.All(showers, frame => Assert.InRange(frame / (double)FramesPerHour % 24, 7, 19));
        Assert.NotEqual(showers[0] % (24 * FramesPerHour), showers[1] % (24 * FramesPerHour));
    }

    [Fact]
    public void Rain_differs_from_frame_to_frame_and_hides_little()
    {
        int frame = FirstOfRain(Days) + FramesPerRainHalf;
        byte[] picture = Render(Days, frame);
        byte[] next = Render(Days, frame + 1);

        int changed = Enumerable.Range(0, Days.Size.LumaBytes).Count(index => Math.Abs(picture[index] - next[index]) > 12);
        Assert.InRange(changed / (double)Days.Size.LumaBytes, 0.002, 0.2);
    }

    [Fact]
    public void Shadows_turn_with_the_sun()
    {
        DailyRhythm rhythm = new(TimeSpan.FromHours(24));
        Weather weather = new(seed: 1, rhythm);

        float[] leans = [.. Enumerable.Range(0, 24).Select(hour => weather.SunAt(hour * 3600).Lean)];

        Assert.All(leans.Take(6).Concat(leans.Skip(21)), lean => Assert.Equal(0, lean));
        Assert.All(leans.Skip(7).Take(5), lean => Assert.True(lean > 0));
        Assert.All(leans.Skip(14).Take(5), lean => Assert.True(lean < 0));
    }

    [Fact]
    public void People_of_days_are_never_quite_alike()
    {
        Random random = new(1);
        Walker walker = new(200, 10, 0, -20, 1, Clothes.Pick(random));

        Walker[] people = [.. Enumerable.Range(0, 1000).Select(_ => Variety.Of(walker, random, crossingSeconds: 30))];

        Assert.Equal(1000, people.Distinct().Count());
        Assert.InRange(people.Max(one => one.UnitsPerSecond), 13, 20);
        Assert.InRange(people.Count(one => one.Stature < 0.86), 30, 100);
        Assert.InRange(people.Count(one => one.StandsSeconds > 0), 30, 100);
    }

    [Fact]
    public void Who_stands_for_a_while_goes_on_afterwards()
    {
        Walker walker = new(200, 10, 0, 0, 1, default) { StandsAfter = 5, StandsSeconds = 20 };

        Assert.Equal([40f, 50f, 50f, 60f], [walker.ColumnAt(4), walker.ColumnAt(6), walker.ColumnAt(25), walker.ColumnAt(26)]);
    }

    [Fact]
    public void Without_days_it_is_always_the_same()
    {
        SceneGenerator scene = new(new SceneOptions { Size = new FrameSize(64, 48), Duration = TimeSpan.FromMinutes(10) });

        Assert.All(Enumerable.Range(1, 9), minute => Assert.InRange(scene.CountWalkers(minute * FramesPerHour), 1, 7));
    }

    private static int PeopleAt(int day, int hour) => Days.CountWalkers(((day * MinutesPerDay) + hour) * FramesPerHour);

    private static double LightAt(int hour)
    {
        byte[] pixels = Render(Days, hour * FramesPerHour);
        return pixels.AsSpan(0, Days.Size.LumaBytes).ToArray().Average(luma => luma);
    }

    private static int FirstOfRain(SceneGenerator scene) => Enumerable.Range(0, scene.Script.FrameCount).First(scene.IsRaining);

    private static byte[] Render(SceneGenerator scene, int frame)
    {
        byte[] pixels = new byte[scene.Size.TotalBytes];
        scene.Render(frame, pixels);
        return pixels;
    }
}
