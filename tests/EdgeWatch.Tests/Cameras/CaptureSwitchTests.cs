using EdgeWatch.Cameras;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Cameras;

public sealed class CaptureSwitchTests
{
    [Fact]
    public async Task It_runs_whenever_it_is_on_and_ends_when_told()
    {
        CaptureSwitch capture = new();
        int runs = 0;
        int offs = 0;
        using CancellationTokenSource ending = new();
        Task all = capture.RunAsync(RunAsync, () => offs++, ending.Token);
        Assert.Equal((0, 1), (runs, offs));

        capture.Set(true);
        await Eventually.Until("it runs", () => runs == 1);
        capture.Set(false);
        await Eventually.Until("it is off", () => offs >= 2);
        capture.Set(true);
        await Eventually.Until("it runs again", () => runs == 2);
        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all);

        async Task RunAsync(CancellationToken stop)
        {
            runs++;
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        }
    }

    [Fact]
    public async Task A_recording_that_is_over_ends_it()
    {
        CaptureSwitch capture = new();
        capture.Set(true);

        await capture.RunAsync(_ => Task.CompletedTask, () => { }, CancellationToken.None);

        Assert.True(capture.IsOn);
    }
}
