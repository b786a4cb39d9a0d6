using System.Globalization;
using EdgeWatch.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;

namespace EdgeWatch.Tests.Systemd;

public sealed class SystemdNotifierTests
{
    [Fact]
    public void Without_systemd_nothing_happens()
    {
        using SystemdNotifier notifier = Notifier(null, null, null);

        notifier.Ready();
        notifier.Status("line");
        notifier.Watchdog();
        notifier.Stopping();

        Assert.False(notifier.IsEnabled);
        Assert.Null(notifier.WatchdogInterval);
    }

    [Theory]
    [InlineData("")]
    [InlineData("relative")]
    [InlineData("/")]
    [InlineData("@")]
    [InlineData("vsock:2:1234")]
    public void Socket_of_another_kind_is_ignored(string path)
    {
        using SystemdNotifier notifier = Notifier(path, null, null);

        Assert.False(notifier.IsEnabled);
    }

    [Fact]
    public void Socket_that_is_not_there_is_logged_and_ignored()
    {
        FakeLogger<SystemdNotifier> log = new();
        using SystemdNotifier notifier = new(name => name == "NOTIFY_SOCKET" ? "/nonexistent/notify" : null, TimeProvider.System, log);

        notifier.Ready();

        Assert.False(notifier.IsEnabled);
        Assert.Equal(LogLevel.Warning, Assert.Single(log.Collector.GetSnapshot()).Level);
        Assert.StartsWith("Cannot reach systemd at /nonexistent/notify", log.LatestRecord.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("60000000", null, 60.0)]
    [InlineData("500000", "", 0.5)]
    [InlineData("60000000", "self", 60.0)]
    [InlineData("60000000", "1", null)]
    [InlineData("0", null, null)]
    [InlineData("-1", null, null)]
    [InlineData("x", null, null)]
    [InlineData("9223372036854775807", null, null)]
    [InlineData(null, "self", null)]
    public void Watchdog_interval_is_taken_when_it_is_meant_for_this_process(string? microseconds, string? processId, double? seconds)
    {
        string? id = processId == "self" ? Environment.ProcessId.ToString(CultureInfo.InvariantCulture) : processId;
        using SystemdNotifier notifier = Notifier(null, microseconds, id);

        Assert.Equal(seconds, notifier.WatchdogInterval?.TotalSeconds);
    }

    private static SystemdNotifier Notifier(string? socket, string? microseconds, string? processId) => new(
        name => name switch
        {
            "NOTIFY_SOCKET" => socket,
            "WATCHDOG_USEC" => microseconds,
            "WATCHDOG_PID" => processId,
            _ => null,
        },
        TimeProvider.System,
        NullLogger<SystemdNotifier>.Instance);
}
