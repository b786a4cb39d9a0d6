using EdgeWatch.Core.Frames;
using EdgeWatch.Scene;

namespace EdgeWatch.Tests.Scene;

public sealed class DailyRhythmTests
{
    private const int MinutesPerDay = 24;
    private const int FramesPerHour = 600;

    private static readonly SceneGenerator Days = new(new SceneOptions
    {
        Size = new FrameSize(64, 48),
        Duration = TimeSpan.FromMinutes(2 * MinutesPerDay),
        Day = TimeSpan.FromMinutes(MinutesPerDay),
    });

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
    public void Without_days_it_is_always_the_same()
    {
        SceneGenerator scene = new(new SceneOptions { Size = new FrameSize(64, 48), Duration = TimeSpan.FromMinutes(10) });

        Assert.All(Enumerable.Range(1, 9), minute => Assert.InRange(scene.CountWalkers(minute * FramesPerHour), 1, 7));
    }

    private static int PeopleAt(int day, int hour) => Days.CountWalkers(((day * MinutesPerDay) + hour) * FramesPerHour);

    private static double LightAt(int hour)
    {
        byte[] pixels = new byte[Days.Size.TotalBytes];
        Days.Render(hour * FramesPerHour, pixels);
        return pixels.AsSpan(0, Days.Size.LumaBytes).ToArray().Average(luma => luma);
    }
}
