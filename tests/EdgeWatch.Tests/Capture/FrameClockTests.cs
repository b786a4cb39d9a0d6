using EdgeWatch.Capture;

namespace EdgeWatch.Tests.Capture;

public sealed class FrameClockTests
{
    [Theory]
    [InlineData(10, 100_000_000)]
    [InlineData(12.5, 80_000_000)]
    [InlineData(25, 40_000_000)]
    public void Frames_of_a_recording_follow_one_another_to_the_tick(double framesPerSecond, long ticks)
    {
        for (int frame = 0; frame < 100_000; frame++)
        {
            Assert.Equal(frame * ticks, FrameClock.TicksAt(frame, framesPerSecond, 1_000_000_000));
        }
    }

    [Fact]
    public void Frames_of_an_odd_rate_are_at_the_nearest_tick() =>
        Assert.Equal([0, 3, 7, 10], Enumerable.Range(0, 4).Select(i => FrameClock.TicksAt(i, 3, 10)));
}
