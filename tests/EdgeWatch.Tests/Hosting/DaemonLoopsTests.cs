using EdgeWatch.Hosting;

namespace EdgeWatch.Tests.Hosting;

public class DaemonLoopsTests
{
    private static readonly Func<CancellationToken, Task> Endless = token => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);

    private readonly InvalidOperationException _bug = new("a bug");
    private readonly List<string> _ends = [];

    [Fact]
    public async Task A_companion_that_fails_ends_the_daemon_with_its_exception()
    {
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => DaemonLoops.RunAsync([Note("camera")], [_ => Task.FromException(_bug)], Note("publisher"), () => { }, CancellationToken.None));

        Assert.Same(_bug, thrown);
        Assert.Equal(["camera", "publisher"], _ends);
    }

    [Fact]
    public async Task A_camera_that_fails_ends_the_daemon_though_another_one_goes_on() => Assert.Same(
        _bug,
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => DaemonLoops.RunAsync([Endless, _ => Task.FromException(_bug)], [Endless], Note("publisher"), () => { }, CancellationToken.None)));

    [Fact]
    public async Task A_publisher_that_fails_ends_the_daemon() => Assert.Same(
        _bug,
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => DaemonLoops.RunAsync([Endless], [Endless], _ => Task.FromException(_bug), () => { }, CancellationToken.None)));

    [Fact]
    public async Task When_all_recordings_have_ended_all_ends_without_an_exception()
    {
        bool hasBegun = false;

        await DaemonLoops.RunAsync([_ => Task.CompletedTask, _ => Task.CompletedTask], [Note("companion")], Note("publisher"), () => hasBegun = true, CancellationToken.None);

        Assert.True(hasBegun);
        Assert.Equal(["companion", "publisher"], _ends);
    }

    [Fact]
    public async Task When_told_to_stop_the_publisher_ends_last()
    {
        using CancellationTokenSource stop = new();
        Task running = DaemonLoops.RunAsync([Note("camera")], [Endless], Note("publisher"), () => { }, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(["camera", "publisher"], _ends);
    }

    /// <summary>Goes on until told to stop, then says so.</summary>
    private Func<CancellationToken, Task> Note(string name) => async token =>
    {
        await Endless(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ends.Add(name);
    };
}
