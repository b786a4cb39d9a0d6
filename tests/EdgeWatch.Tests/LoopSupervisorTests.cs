namespace EdgeWatch.Tests;

public sealed class LoopSupervisorTests
{
    private static readonly Func<CancellationToken, Task> Endless =
        token => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);

    private readonly InvalidOperationException _bug = new("a bug");
    private readonly List<string> _ends = [];

    [Fact]
    public async Task One_that_ends_ends_the_others()
    {
        await LoopSupervisor.UntilOneEndsAsync([Note("other"), _ => Task.CompletedTask], CancellationToken.None);

        Assert.Equal(["other"], _ends);
    }

    [Fact]
    public async Task One_that_fails_ends_the_others_and_its_exception_comes_out() => Assert.Same(
        _bug,
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => LoopSupervisor.UntilOneEndsAsync([Endless, _ => Task.FromException(_bug)], CancellationToken.None)));

    [Fact]
    public async Task Being_told_to_stop_is_no_failure()
    {
        using CancellationTokenSource stop = new();
        Task running = LoopSupervisor.UntilOneEndsAsync([Endless, Note("other")], stop.Token);

        await stop.CancelAsync();
        await running;

        Assert.Equal(["other"], _ends);
    }

    [Fact]
    public async Task All_means_all()
    {
        TaskCompletionSource second = new();
        Task running = LoopSupervisor.UntilAllEndAsync([_ => Task.CompletedTask, _ => second.Task], CancellationToken.None);
        Assert.False(running.IsCompleted);

        second.SetResult();

        await running;
    }

    [Fact]
    public async Task One_failure_ends_all() => Assert.Same(
        _bug,
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => LoopSupervisor.UntilAllEndAsync([Endless, _ => Task.FromException(_bug)], CancellationToken.None)));

    [Fact]
    public async Task The_last_one_is_told_to_end_when_the_first_one_has()
    {
        await LoopSupervisor.InOrderAsync(EndAtOnce, Note("last"), CancellationToken.None);

        Assert.Equal(["the end begins", "last"], _ends);

        Task EndAtOnce(CancellationToken ending)
        {
            _ends.Add("the end begins");
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task When_stopped_the_first_one_ends_first()
    {
        using CancellationTokenSource stop = new();
        Task running = LoopSupervisor.InOrderAsync(Note("first"), Note("last"), stop.Token);

        await stop.CancelAsync();
        await running;

        Assert.Equal(["first", "last"], _ends);
    }

    [Fact]
    public async Task A_last_one_that_fails_ends_the_first_one()
    {
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => LoopSupervisor.InOrderAsync(Note("first"), _ => Task.FromException(_bug), CancellationToken.None));

        Assert.Same(_bug, thrown);
        Assert.Equal(["first"], _ends);
    }

    /// <summary>Goes on until told to stop, then says so.</summary>
    private Func<CancellationToken, Task> Note(string name) => async token =>
    {
        await Endless(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ends.Add(name);
    };
}
