using EdgeWatch.Capture.Troubles;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Capture.Troubles;

public sealed class StreamTroublesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StreamTroubles _troubles;
    private long _damaged;

    public StreamTroublesTests() => (_troubles = new StreamTroubles(_time)).Begin();

    [Fact]
    public void Fewer_frames_than_usual_are_told_in_numbers()
    {
        Pass(seconds: 70, framesPerSecond: 10);
        Pass(seconds: 25, framesPerSecond: 2);

        Assert.Equal(
            new CameraTrouble(CameraTrouble.FewerFrames, "2.0 a second, usually at least 10.0"), _troubles.Current);
        Pass(seconds: 25, framesPerSecond: 10);
        Assert.Null(_troubles.Current);
    }

    [Fact]
    public void Damage_is_told_before_the_frames_that_are_missing()
    {
        Pass(seconds: 70, framesPerSecond: 10);
        Pass(seconds: 25, framesPerSecond: 2, damagedPerSecond: 1);

        Assert.Equal(CameraTrouble.DamagedPictures, _troubles.Current?.Reason);
        Pass(seconds: 70, framesPerSecond: 2);
        Assert.Equal(CameraTrouble.FewerFrames, _troubles.Current?.Reason);
    }

    /// <summary>What ffmpeg has held back while it looked at the stream comes at once.</summary>
    [Fact]
    public void The_burst_at_the_beginning_does_not_count()
    {
        for (int i = 0; i < 100; i++)
        {
            _troubles.Observe(_time.GetTimestamp(), 0);
        }

        Pass(seconds: 300, framesPerSecond: 3);

        Assert.Null(_troubles.Current);
    }

    private void Pass(int seconds, int framesPerSecond, int damagedPerSecond = 0)
    {
        for (int i = 0; i < seconds * framesPerSecond; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1) / framesPerSecond);
            _damaged += i % framesPerSecond == 0 ? damagedPerSecond : 0;
            _troubles.Observe(_time.GetTimestamp(), _damaged);
        }
    }
}
