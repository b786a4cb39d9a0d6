using EdgeWatch.Mqtt.Connection;

namespace EdgeWatch.Tests.Mqtt.Connection;

public class ReconnectBackoffTests
{
    private static readonly MqttTimings Timings = new();

    [Fact]
    public void Pauses_double_from_one_second_to_two_minutes()
    {
        ReconnectBackoff backoff = new(Timings, () => 0);

        double[] seconds = [.. Enumerable.Range(0, 9).Select(_ => backoff.Next(LinkFailure.Lost, TimeSpan.Zero).TotalSeconds)];

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], seconds);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(0.999999)]
    public void Pauses_stay_between_one_second_and_two_minutes_whatever_the_jitter(double random)
    {
        ReconnectBackoff backoff = new(Timings, () => random);

        for (int failure = 0; failure < 1000; failure++)
        {
            TimeSpan pause = backoff.Next((LinkFailure)(failure % 4), TimeSpan.Zero);
            Assert.InRange(pause, Timings.ShortestPause, Timings.LongestPause);
        }
    }

    [Fact]
    public void A_refusal_is_followed_by_half_a_minute_at_least() =>
        Assert.Equal(TimeSpan.FromSeconds(30), new ReconnectBackoff(Timings, () => 0).Next(LinkFailure.Refused, TimeSpan.Zero));

    [Fact]
    public void A_take_over_is_followed_by_a_minute_at_least() =>
        Assert.Equal(TimeSpan.FromMinutes(1), new ReconnectBackoff(Timings, () => 0).Next(LinkFailure.TakenOver, TimeSpan.FromDays(1)));

    [Fact]
    public void A_good_connection_makes_the_next_pause_short_again()
    {
        ReconnectBackoff backoff = Failed(times: 5);

        Assert.Equal(TimeSpan.FromSeconds(1), backoff.Next(LinkFailure.Lost, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_connection_that_breaks_at_once_is_no_good_one()
    {
        ReconnectBackoff backoff = Failed(times: 5);

        Assert.Equal(TimeSpan.FromSeconds(32), backoff.Next(LinkFailure.Lost, TimeSpan.FromSeconds(59)));
    }

    private static ReconnectBackoff Failed(int times)
    {
        ReconnectBackoff backoff = new(Timings, () => 0);
        for (int failure = 0; failure < times; failure++)
        {
            backoff.Next(LinkFailure.Lost, TimeSpan.Zero);
        }

        return backoff;
    }
}
