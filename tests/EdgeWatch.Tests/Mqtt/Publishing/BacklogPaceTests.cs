using EdgeWatch.Mqtt.Publishing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Mqtt.Publishing;

public class BacklogPaceTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void It_lets_as_many_through_a_second_as_it_was_told()
    {
        int opened = 0;
        int sent = 0;
        BacklogPace? pace = null;
        using (pace = new BacklogPace(perSecond: 200, _time, Continue))
        {
            sent = Send(pace);
            for (int millisecond = 0; millisecond < 1000; millisecond++)
            {
                _time.Advance(TimeSpan.FromMilliseconds(1));
            }
        }

        Assert.InRange(sent, 195, 202);
        Assert.InRange(opened, 45, 51);

        void Continue()
        {
            opened++;
            sent += Send(pace!);
        }
    }

    [Fact]
    public void A_short_delay_is_caught_up_with_but_a_long_one_makes_no_flood()
    {
        using BacklogPace pace = new(perSecond: 100, _time, () => { });
        Send(pace);

        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.InRange(Send(pace), 4, 6);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.InRange(Send(pace), 10, 12);
    }

    [Fact]
    public void A_slow_pace_wakes_nobody_before_the_next_message_is_due()
    {
        int opened = 0;
        using BacklogPace pace = new(perSecond: 1, _time, () => opened++);
        Send(pace);

        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal((0, 0), (opened, Send(pace)));
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal((1, 1), (opened, Send(pace)));
    }

    private static int Send(BacklogPace pace)
    {
        int sent = 0;
        while (pace.IsOpen)
        {
            pace.Use();
            sent++;
        }

        return sent;
    }
}
