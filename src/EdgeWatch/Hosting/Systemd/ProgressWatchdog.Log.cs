using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting.Systemd;

public sealed partial class ProgressWatchdog
{
    [LoggerMessage(EventId = 902, Level = LogLevel.Error, Message = "Stuck: {Stages}; no progress for {Seconds:0} s. The watchdog is not fed any more")]
    private partial void LogStuck(string stages, double seconds);

    [LoggerMessage(EventId = 903, Level = LogLevel.Warning, Message = "Every stage makes progress again; the watchdog is fed")]
    private partial void LogRecovered();
}
