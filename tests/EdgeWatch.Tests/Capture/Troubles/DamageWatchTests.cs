using EdgeWatch.Capture.Troubles;

namespace EdgeWatch.Tests.Capture.Troubles;

public sealed class DamageWatchTests
{
    private readonly DamageWatch _watch = new();

    public DamageWatchTests()
    {
        _watch.Begin();
        Take(0, DamageWatch.Beginning);
    }

    [Fact]
    public void Many_are_told_at_once_and_their_end_after_a_minute()
    {
        Assert.Equal([false, false, false, true], Take(3, 4));

        Assert.DoesNotContain(false, Take(0, 11));
        Assert.Equal([false], Take(0, 1));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void Some_now_and_then_are_nothing(int damaged) => Assert.DoesNotContain(true, Take(damaged, 100));

    [Fact]
    public void While_some_come_still_it_goes_on()
    {
        Take(20, 1);

        Assert.DoesNotContain(false, Take(1, 100));
    }

    [Fact]
    public void What_comes_before_the_first_key_frame_does_not_count()
    {
        _watch.Begin();

        Assert.DoesNotContain(true, Take(100, DamageWatch.Beginning));
        Assert.DoesNotContain(true, Take(0, 100));
    }

    [Fact]
    public void A_stream_that_is_opened_anew_is_damaged_until_it_has_shown_that_it_is_not()
    {
        Take(20, 1);
        _watch.Begin();

        Assert.DoesNotContain(false, Take(0, DamageWatch.Beginning + DamageWatch.Calm - 1));
        Assert.Equal([false], Take(0, 1));
    }

    private List<bool> Take(int damaged, int spans)
    {
        List<bool> isHigh = [];
        for (int i = 0; i < spans; i++)
        {
            _watch.Take(damaged);
            isHigh.Add(_watch.IsHigh);
        }

        return isHigh;
    }
}
