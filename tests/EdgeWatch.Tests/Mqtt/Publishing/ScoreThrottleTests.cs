using EdgeWatch.Mqtt.Publishing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Mqtt.Publishing;

public class ScoreThrottleTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_first_score_passes_at_once() => Assert.True(new ScoreThrottle(_time).TryPass(0.5));

    [Fact]
    public void Ten_changing_scores_a_second_make_one_message_a_second()
    {
        ScoreThrottle throttle = new(_time);
        int passed = 0;
        for (int frame = 0; frame < 100; frame++)
        {
            passed += throttle.TryPass(frame / 100.0) ? 1 : 0;
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(10, passed);
    }

    [Fact]
    public void A_change_within_the_second_passes_when_it_is_over()
    {
        ScoreThrottle throttle = new(_time);
        throttle.TryPass(0.9);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(throttle.TryPass(0.1));

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(throttle.TryPass(0.1));
    }

    [Fact]
    public void An_unchanged_score_is_repeated_only_every_half_minute()
    {
        ScoreThrottle throttle = new(_time);
        throttle.TryPass(0.5);
        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(throttle.TryPass(0.5009));

        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True(throttle.TryPass(0.5009));
    }

    [Fact]
    public void Becoming_not_a_number_is_a_change_and_staying_so_is_none()
    {
        ScoreThrottle throttle = new(_time);
        throttle.TryPass(0.5);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(throttle.TryPass(double.NaN));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(throttle.TryPass(double.NaN));
    }
}
