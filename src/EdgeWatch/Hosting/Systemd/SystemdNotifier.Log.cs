using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting.Systemd;

public sealed partial class SystemdNotifier
{
    [LoggerMessage(EventId = 900, Level = LogLevel.Warning, Message = "Cannot reach systemd at {Path}; it will not learn how this service is doing")]
    private partial void LogConnectFailed(Exception exception, string path);

    [LoggerMessage(EventId = 901, Level = LogLevel.Warning, Message = "Cannot tell systemd how this service is doing; said once until it works again")]
    private partial void LogSendFailed(Exception exception);
}
