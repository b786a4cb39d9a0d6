using Microsoft.Extensions.Logging;

namespace EdgeWatch.Evidence;

public sealed partial class EventPictures
{
    [LoggerMessage(
        EventId = 600, Level = LogLevel.Warning, Message = "Event pictures cannot be made, alerts go out without them: {Reason}")]
    private partial void LogDrawingFails(string reason);

    [LoggerMessage(EventId = 601, Level = LogLevel.Information, Message = "Event pictures are made again")]
    private partial void LogDrawingWorks();

    [LoggerMessage(EventId = 602, Level = LogLevel.Warning, Message = "Event pictures cannot be kept in {Directory}: {Reason}")]
    private partial void LogWritingFails(string directory, string reason);

    [LoggerMessage(EventId = 603, Level = LogLevel.Information, Message = "Event pictures are kept in {Directory} again")]
    private partial void LogWritingWorks(string directory);
}
