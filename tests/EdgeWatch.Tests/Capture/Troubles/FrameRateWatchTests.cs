using EdgeWatch.Capture.Troubles;

namespace EdgeWatch.Tests.Capture.Troubles;

public sealed class FrameRateWatchTests
{
    private const int Minute = 12;

    private readonly FrameRateWatch _watch = new();

    [Fact]
    public void A_fall_is_told_after_twenty_seconds_and_so_is_its_end()
    {
        Take(10, Minute);

        Assert.Equal([false, false, false, true], Take(2, 4));
        Assert.Equal((2, 10), (_watch.Now, _watch.Usual));
        Assert.Equal([true, true, true, false], Take(10, 4));
    }

    /// <summary>A span in which the rate falls has some of both, and may not become the usual.</summary>
    [Fact]
    public void A_fall_in_the_middle_of_a_span_is_told()
    {
        Take(10, Minute);
        Take(6, 1);

        Assert.Contains(true, Take(4, 5));
    }

    [Theory]
    [InlineData(5.5, 100)]
    [InlineData(2, 3)]
    public void Half_the_rate_or_a_pause_is_no_fall(double rate, int spans)
    {
        Take(10, Minute);

        Assert.DoesNotContain(true, Take(rate, spans));
        Assert.DoesNotContain(true, Take(10, 1));
    }

    [Theory]
    [InlineData(0.9, 0.1)]
    [InlineData(0.4, 0.2)]
    [InlineData(1.9, 1)]
    public void A_slow_camera_is_as_it_is(double usual, double less)
    {
        Take(usual, Minute);

        Assert.DoesNotContain(true, Take(less, 100));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    public void A_camera_that_is_slow_when_nothing_moves_is_known_from_its_first_minutes(int spans)
    {
        Take(2, spans);

        for (int i = 0; i < 100; i++)
        {
            Assert.DoesNotContain(true, Take(10, spans));
            Assert.DoesNotContain(true, Take(2, spans));
        }
    }

    [Fact]
    public void A_rate_that_wavers_is_no_fall()
    {
        Random random = new(1);
        for (int i = 0; i < 5000; i++)
        {
            Assert.DoesNotContain(true, Take(2 + (random.NextDouble() * 8), 1));
        }
    }

    [Fact]
    public void What_has_come_and_gone_three_times_is_the_way_of_this_camera()
    {
        Take(10, Minute);
        for (int i = 0; i < 3; i++)
        {
            Assert.Contains(true, Take(2, 8));
            Assert.Contains(false, Take(10, 8));
        }

        Assert.DoesNotContain(true, Take(2, 8));
        Take(10, FrameRateWatch.Remembered);
        Assert.DoesNotContain(true, Take(2, 8));
        Assert.DoesNotContain(true, Take(1.1, 8));
    }

    [Fact]
    public void What_has_lasted_for_an_hour_is_usual()
    {
        Take(10, Minute);

        Assert.Contains(true, Take(4, FrameRateWatch.Newest + FrameRateWatch.Remembered));
        Assert.DoesNotContain(true, Take(4, 100));
        Take(10, 100);
        Assert.DoesNotContain(true, Take(4, 100));
        Assert.Contains(true, Take(1.5, 4));
    }

    [Fact]
    public void The_day_of_a_camera_that_was_started_in_the_night_becomes_usual_in_an_hour()
    {
        Take(3, Minute);
        Take(10, FrameRateWatch.Remembered + FrameRateWatch.Newest);

        Assert.Contains(true, Take(3, 4));
    }

    [Fact]
    public void A_stream_that_is_opened_anew_is_compared_with_what_was_before()
    {
        Take(10, Minute);
        _watch.Begin();

        Assert.Equal([false, false, false, true], Take(2, 4));
        _watch.Begin();
        Assert.Equal([true, true, true, false], Take(10, 4));
    }

    private List<bool> Take(double rate, int spans)
    {
        List<bool> isLow = [];
        for (int i = 0; i < spans; i++)
        {
            _watch.Take(rate);
            isLow.Add(_watch.IsLow);
        }

        return isLow;
    }
}
