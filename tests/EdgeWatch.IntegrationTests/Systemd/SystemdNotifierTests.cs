using System.Globalization;
using System.Runtime.InteropServices;
using EdgeWatch.Hosting.Systemd;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using SystemdNotifier = EdgeWatch.Hosting.Systemd.SystemdNotifier;

namespace EdgeWatch.IntegrationTests.Systemd;

public sealed class SystemdNotifierTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgewatch-notify-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_message_arrives_at_a_real_socket(bool isAbstract)
    {
        using NotifySocket systemd = new(isAbstract ? $"@edgewatch-test-{Guid.NewGuid()}" : Path.Combine(_folder, "notify"));
        using SystemdNotifier notifier = Notifier(systemd.Name, null);

        notifier.Status("2 cameras, 1 offline\nsecond line: kühl");
        notifier.Ready();
        notifier.Watchdog();
        notifier.Stopping();

        Assert.True(notifier.IsEnabled);
        Assert.Equal("STATUS=2 cameras, 1 offline second line: kühl", systemd.Receive());
        Assert.Equal("READY=1", systemd.Receive());
        Assert.Equal("WATCHDOG=1", systemd.Receive());
        Assert.Equal("STOPPING=1", systemd.Receive());
    }

    [Fact]
    public void Reloading_carries_the_time_of_the_monotonic_clock()
    {
        using NotifySocket systemd = new(Path.Combine(_folder, "notify"));
        using SystemdNotifier notifier = Notifier(systemd.Name, null);
        long before = MonotonicMicroseconds();

        notifier.Reloading();

        long after = MonotonicMicroseconds();
        string[] lines = systemd.Receive().Split('\n');
        Assert.Equal("RELOADING=1", lines[0]);
        Assert.StartsWith("MONOTONIC_USEC=", lines[1], StringComparison.Ordinal);
        Assert.InRange(long.Parse(lines[1].Split('=')[1], CultureInfo.InvariantCulture), before, after);
    }

    [Fact]
    public void Systemd_that_goes_away_harms_nobody()
    {
        NotifySocket systemd = new(Path.Combine(_folder, "notify"));
        using SystemdNotifier notifier = Notifier(systemd.Name, null);
        systemd.Dispose();

        notifier.Watchdog();
        notifier.Watchdog();

        Assert.True(notifier.IsEnabled);
    }

    [Fact]
    public async Task Systemd_that_does_not_read_holds_nobody_up_for_long()
    {
        using NotifySocket systemd = new(Path.Combine(_folder, "notify"));
        using SystemdNotifier notifier = Notifier(systemd.Name, null);
        Task filling = Task.Run(FillAsync);

        await filling.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

        // As systemd's own lifetime does it: the hosting package's notifier would wait for ever here.
        async Task FillAsync()
        {
            long start = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(3))
            {
                notifier.Notify(ServiceState.Stopping);
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task Watchdog_is_fed_while_there_is_progress_and_starves_after()
    {
        using NotifySocket systemd = new(Path.Combine(_folder, "notify"));
        using SystemdNotifier notifier = Notifier(systemd.Name, "40000");
        FakeTimeProvider time = new();
        FakeLogger<ProgressWatchdog> log = new();
        ProgressWatchdog watchdog = new(notifier, time, log);
        ProgressMarker marker = watchdog.Register("capture of door", TimeSpan.FromSeconds(1));
        using CancellationTokenSource stop = new();
        Task running = watchdog.RunAsync(stop.Token);

        Assert.Equal("WATCHDOG=1", systemd.Receive());
        time.Advance(watchdog.Period);
        Assert.Equal("WATCHDOG=1", systemd.Receive());

        time.Advance(marker.Limit + watchdog.Period);
        await Eventually.Until("it has looked and seen", () => log.Collector.Count == 1);
        Assert.False(watchdog.RunOnce());
        Assert.True(systemd.IsEmpty);

        marker.Report();
        time.Advance(watchdog.Period);
        Assert.Equal("WATCHDOG=1", systemd.Receive());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static SystemdNotifier Notifier(string socket, string? watchdogMicroseconds) => new(
        name => name switch { "NOTIFY_SOCKET" => socket, "WATCHDOG_USEC" => watchdogMicroseconds, _ => null },
        TimeProvider.System,
        NullLogger<SystemdNotifier>.Instance);

    private static long MonotonicMicroseconds()
    {
        const int Monotonic = 1;
        Assert.Equal(0, ClockGetTime(Monotonic, out Timespec now));
        return (now.Seconds * 1_000_000) + (now.Nanoseconds / 1_000);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ClockGetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
