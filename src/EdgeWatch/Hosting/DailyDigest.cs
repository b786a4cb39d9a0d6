using EdgeWatch.Configuration;
using EdgeWatch.Core.Languages;
using EdgeWatch.Digest;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting;

/// <summary>
/// Tells the day before when its time has come, once a day: what a node was off for is told when it is on again. Of the first day of a new
/// node nothing is known, and nothing is told. Nor is anything told of a day before the last that was told: there a clock is behind, as
/// after the boot of a machine without a battery for it.
/// </summary>
/// <param name="options">The config of the moment.</param>
/// <param name="state">Remembers what was told.</param>
/// <param name="topics">Where the node listens.</param>
/// <param name="language">The language of the moment.</param>
/// <param name="publish">Tells it; when that returns, it is as safe as an alert.</param>
/// <param name="time">The clock.</param>
/// <param name="clock">Whether that is right.</param>
/// <param name="logger">Told what was told, and why it could not be.</param>
internal sealed partial class DailyDigest(
    Func<EdgeWatchOptions> options,
    NodeState state,
    Topics topics,
    Func<Language> language,
    Action<DigestMessage> publish,
    TimeProvider time,
    ClockState clock,
    ILogger<DailyDigest> logger)
{
    /// <summary>How often it is looked at the clock, which may be set.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(30);

    /// <summary>How long it rests after it could not be put together: what was in the way may pass.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromMinutes(10);

    private readonly ILogger _logger = logger;
    private DateOnly? _failed;
    private long _failedAt;

    /// <summary>Looks at the clock until stopped.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        using PeriodicTimer timer = new(LookInterval, time);
        do
        {
            Look();
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private void Look()
    {
        EdgeWatchOptions now = options();
        DateTime local = DayDigest.LocalNow(now, time);
        DateOnly day = DateOnly.FromDateTime(local).AddDays(-1);
        if (!now.Digest.Enabled || TimeOnly.FromDateTime(local) < now.Digest.At || !IsDue(day) || IsResting())
        {
            return;
        }

        try
        {
            Tell(now, day);
            state.SetDigestDay(day);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ReportFailed(day, e.Message);
        }
    }

    /// <summary>What was told last is the newest day, unless the clock was ahead then and is known to be set now.</summary>
    private bool IsDue(DateOnly day)
    {
        DateOnly today = day.AddDays(1);
        return state.DigestDay is not { } told || day > told || (told > today && clock.IsSet);
    }

    private bool IsResting() => _failed is not null && time.GetElapsedTime(_failedAt) < RetryPause;

    private void ReportFailed(DateOnly day, string reason)
    {
        _failedAt = time.GetTimestamp();
        if (_failed != day)
        {
            _failed = day;
            LogFailed(day, reason);
        }
    }

    private void Tell(EdgeWatchOptions now, DateOnly day)
    {
        DayDigest digest = DayDigest.Collect(now, day, time);
        if (digest.IsKnown || state.DigestDay is not null)
        {
            publish(DigestNotice.Of(digest, topics, language()));
            LogTold(day, digest.Moments.Count, digest.Events);
        }
    }

    [LoggerMessage(745, LogLevel.Information, "The digest of {Day} is told: {Moments} moments of {Events} events.")]
    private partial void LogTold(DateOnly day, int moments, int events);

    [LoggerMessage(746, LogLevel.Error, "The digest of {Day} cannot be put together: {Reason}. It is tried again every ten minutes.")]
    private partial void LogFailed(DateOnly day, string reason);
}
