using Microsoft.Extensions.Logging;

namespace EdgeWatch.Outbox;

/// <content>Log messages: transitions only.</content>
internal sealed partial class DurableOutbox
{
    [LoggerMessage(810, LogLevel.Information, "{Count} alert message(s) of an earlier run wait to be sent.")]
    private partial void LogLoaded(int count);

    [LoggerMessage(811, LogLevel.Error,
        "{Path} cannot be used: {Reason}. It is kept as {Aside}; {Saved} alert message(s) could still be read from it and will be sent.")]
    private partial void LogSetAside(string path, string reason, string aside, int saved);

    [LoggerMessage(812, LogLevel.Error,
        "Alerts that wait for the broker are kept in memory only, and would be lost with the process: {Path}: {Reason}. "
        + "It is tried again every {Interval}.")]
    private partial void LogDegraded(string path, string reason, TimeSpan interval);

    [LoggerMessage(813, LogLevel.Information, "Alerts that wait for the broker are on disk again: {Path}.")]
    private partial void LogRecovered(string path);
}
