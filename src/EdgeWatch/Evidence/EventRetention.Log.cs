using System.Globalization;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Retention;
using Microsoft.Extensions.Logging;
using EventId = EdgeWatch.Core.Events.EventId;

namespace EdgeWatch.Evidence;

public sealed partial class EventRetention
{
    /// <summary>Bytes as people read them.</summary>
    internal static string Mebibytes(long bytes) =>
        (bytes / (double)OutboxOptions.BytesPerMebibyte).ToString("0.#", CultureInfo.InvariantCulture);

    private void TellLocked(RetentionOptions allowed, long leastFree)
    {
        if (_tooOld.IsDue(time))
        {
            LogTooOld(_tooOld.Take(time), DurationText.Format(allowed.KeepFor));
        }

        if (_tooMuch.IsDue(time))
        {
            LogTooMuch(_tooMuch.Take(time), allowed.MaxMebibytes);
        }

        if (_tooLittleFree.IsDue(time))
        {
            LogTooLittleFree(_tooLittleFree.Take(time), Mebibytes(leastFree));
        }
    }

    /// <summary>Does something to the folder; what fails is told once, and stops nobody.</summary>
    private bool TryLocked(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _failures++;
            if (!_fails)
            {
                _fails = true;
                LogFails(eventsDirectory, e.Message);
            }

            return false;
        }
    }

    [LoggerMessage(606, LogLevel.Information,
        "Removed {What}: older than retention.keep_for, {KeepFor}. The next ones go without a word for a day")]
    private partial void LogTooOld(string what, string keepFor);

    [LoggerMessage(607, LogLevel.Information,
        "Removed {What}: events take up to retention.max_mebibytes, {Mebibytes} MiB. The next ones go without a word for a day")]
    private partial void LogTooMuch(string what, int mebibytes);

    [LoggerMessage(608, LogLevel.Warning,
        "Removed {What}: events leave {Mebibytes} MiB of the disk free, see retention.min_free_mebibytes. "
        + "The next ones go without a word for a day")]
    private partial void LogTooLittleFree(string what, string mebibytes);

    [LoggerMessage(609, LogLevel.Warning, "Events that are too many cannot be removed from {Directory}: {Reason}")]
    private partial void LogFails(string directory, string reason);

    /// <summary>What has been removed for one reason and not been told yet.</summary>
    private sealed class Tally
    {
        private int _count;
        private long _bytes;
        private string _newest = "";
        private long? _told;

        public void Add(string id, long bytes) => (_count, _bytes, _newest) = (_count + 1, _bytes + bytes, id);

        public bool IsDue(TimeProvider time) => _count > 0 && (_told is not { } told || time.GetElapsedTime(told) >= ToldAgainAfter);

        /// <summary>Puts it into words and begins anew.</summary>
        public string Take(TimeProvider time)
        {
            string what = string.Create(
                CultureInfo.InvariantCulture,
                $"{_count} event(s) of {Mebibytes(_bytes)} MiB, up to that of {EventId.TimeOf(_newest):yyyy-MM-dd HH:mm} UTC");
            (_count, _bytes, _told) = (0, 0, time.GetTimestamp());
            return what;
        }
    }
}
