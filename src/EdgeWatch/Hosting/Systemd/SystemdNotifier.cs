using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting.Systemd;

/// <summary>
/// Tells systemd how the service is doing (sd_notify). Does nothing when the process was not started by systemd with
/// <c>Type=notify</c>. Never throws, and never waits for long: a service must not die because it could not say that it lives. The
/// notifier of the hosting package throws once the socket is gone, and waits for ever once nobody reads from it.
/// </summary>
public sealed partial class SystemdNotifier : ISystemdNotifier, IDisposable
{
    /// <summary>systemd reads at once; a socket that stays full for longer means that nobody reads.</summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(1);

    private readonly Socket? _socket;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private int _failing;

    /// <summary>Connects to the socket that systemd named for this process.</summary>
    public SystemdNotifier(TimeProvider time, ILogger<SystemdNotifier> logger)
        : this(Environment.GetEnvironmentVariable, time, logger)
    {
    }

    internal SystemdNotifier(Func<string, string?> environment, TimeProvider time, ILogger<SystemdNotifier> logger)
    {
        _time = time;
        _logger = logger;
        _socket = Connect(environment("NOTIFY_SOCKET"));
        WatchdogInterval = WatchdogIntervalFrom(environment("WATCHDOG_USEC"), environment("WATCHDOG_PID"));
    }

    /// <summary>Whether anyone listens.</summary>
    public bool IsEnabled => _socket is not null;

    /// <summary>systemd ends the service when no <see cref="Watchdog"/> comes for this long; null when it does not watch.</summary>
    public TimeSpan? WatchdogInterval { get; }

    /// <summary>The service can do its work.</summary>
    public void Ready() => Notify(ServiceState.Ready);

    /// <summary>The config is being read again; <see cref="Ready"/> must follow.</summary>
    public void Reloading() =>
        Notify(new ServiceState(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={MonotonicMicroseconds}")));

    /// <summary>The service is about to end.</summary>
    public void Stopping() => Notify(ServiceState.Stopping);

    /// <summary>The service makes progress.</summary>
    public void Watchdog() => Notify(new ServiceState("WATCHDOG=1"));

    /// <summary>One line for <c>systemctl status</c>.</summary>
    public void Status(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        Notify(new ServiceState($"STATUS={line.ReplaceLineEndings(" ")}"));
    }

    /// <inheritdoc/>
    public void Notify(ServiceState state)
    {
        try
        {
            _socket?.Send(Encoding.UTF8.GetBytes(state.ToString()));
            _failing = 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            if (Interlocked.Exchange(ref _failing, 1) == 0)
            {
                LogSendFailed(e);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    /// <summary>.NET's timestamps are CLOCK_MONOTONIC on Linux, which is what systemd compares with.</summary>
    private long MonotonicMicroseconds => (long)((Int128)_time.GetTimestamp() * 1_000_000 / _time.TimestampFrequency);

    private Socket? Connect(string? path)
    {
        // The third kind, vsock, is for virtual machines as a whole.
        if (path is not ['/' or '@', _, ..])
        {
            return null;
        }

        Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
        {
            SendTimeout = (int)SendTimeout.TotalMilliseconds,
        };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path));
            return socket;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            LogConnectFailed(e, path);
            socket.Dispose();
            return null;
        }
    }

    /// <summary>The variables may be inherited from a service that started this process; then they name another process.</summary>
    private static TimeSpan? WatchdogIntervalFrom(string? microseconds, string? processId)
    {
        bool isMeant = string.IsNullOrEmpty(processId) || processId == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return isMeant
            && long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            && value is > 0 and < long.MaxValue / 10
            ? TimeSpan.FromMicroseconds(value)
            : null;
    }

    [LoggerMessage(900, LogLevel.Warning, "Cannot reach systemd at {Path}; it will not learn how this service is doing")]
    private partial void LogConnectFailed(Exception exception, string path);

    [LoggerMessage(901, LogLevel.Warning, "Cannot tell systemd how this service is doing; said once until it works again")]
    private partial void LogSendFailed(Exception exception);
}
