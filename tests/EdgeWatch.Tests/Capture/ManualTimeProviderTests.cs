using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Capture;

/// <summary>The clock that the other tests rely on.</summary>
public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Advance_RunsTimersInOrder_EachAtItsTime()
    {
        List<(string, double)> runs = [];
        DateTimeOffset start = _time.GetUtcNow();
        using ITimer late = _time.CreateTimer(_ => runs.Add(("late", Now())), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using ITimer periodic = _time.CreateTimer(_ => runs.Add(("periodic", Now())), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([("periodic", 2), ("late", 3), ("periodic", 4)], runs);
        Assert.Equal(5, Now());
        double Now() => (_time.GetUtcNow() - start).TotalSeconds;
    }

    [Fact]
    public async Task Delay_EndsWhenItsTimeHasCome()
    {
        Task delay = Task.Delay(TimeSpan.FromSeconds(10), _time, CancellationToken.None);
        Assert.Equal([TimeSpan.FromSeconds(10)], _time.Waits);
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(delay.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.1));

        await delay;
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public void StepWallClock_LeavesDurationsAlone()
    {
        long before = _time.GetTimestamp();

        _time.StepWallClock(TimeSpan.FromHours(-3));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(1), _time.GetElapsedTime(before));
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
