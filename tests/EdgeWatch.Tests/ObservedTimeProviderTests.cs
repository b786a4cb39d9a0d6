using EdgeWatch.TestKit;

namespace EdgeWatch.Tests;

/// <summary>What the clock of the other tests adds to the one of the package.</summary>
public sealed class ObservedTimeProviderTests
{
    private readonly ObservedTimeProvider _time = new();

    [Fact]
    public async Task Delay_EndsWhenItsTimeHasCome()
    {
        Task delay = Task.Delay(TimeSpan.FromSeconds(10), _time, CancellationToken.None);
        Assert.Equal([TimeSpan.FromSeconds(10)], _time.Waits);
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal([TimeSpan.FromSeconds(0.1)], _time.Waits);
        Assert.False(delay.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.1));

        await delay;
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public void Periodic_timer_waits_for_its_next_time_until_it_is_disposed()
    {
        int runs = 0;
        using (_time.CreateTimer(_ => runs++, null, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2)))
        using (_time.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan))
        {
            Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)], _time.Waits);
            _time.Advance(TimeSpan.FromSeconds(5.5));

            Assert.Equal(2, runs);
            Assert.Equal([TimeSpan.FromSeconds(1.5)], _time.Waits);
        }

        Assert.Empty(_time.Waits);
    }

    [Fact]
    public void Timeout_OfACancellationTokenSource_Follows()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(2), _time);
        limit.CancelAfter(TimeSpan.FromSeconds(5));

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(limit.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(limit.IsCancellationRequested);
    }
}
