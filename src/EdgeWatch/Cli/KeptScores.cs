using EdgeWatch.Core.Events;
using EdgeWatch.Storage;

namespace EdgeWatch.Cli;

/// <summary>The scores of a camera that its daemon has kept, for the verbs that look back.</summary>
/// <param name="History">What was kept, in order.</param>
internal sealed record KeptScores(IReadOnlyList<ScoreChunk> History)
{
    /// <summary>Time that was watched.</summary>
    public TimeSpan Watched { get; } = TimeSpan.FromMinutes(History.Sum(chunk => chunk.Hundredths.Count(minute => minute is not null)));

    /// <summary>The alerts that there would have been at the thresholds of <see cref="ThresholdSweep.Thresholds"/>, in order.</summary>
    public IReadOnlyList<SweptAlert> Alerts { get; } =
        [.. History.SelectMany(chunk => chunk.Alerts).OrderBy(alert => alert.StartedAt)];

    /// <summary>Reads them.</summary>
    /// <exception cref="EdgeWatchException">So many days are not kept, or nothing has been kept yet.</exception>
    public static KeptScores Read(string stateDirectory, string cameraId, int days, DateTimeOffset now)
    {
        if (days is < 1 or > ScoreLog.KeptDays)
        {
            throw new EdgeWatchException($"--days {days}: not allowed; 1–{ScoreLog.KeptDays} is.");
        }

        IReadOnlyList<ScoreChunk> history = new ScoreLog(stateDirectory, cameraId).Read(now.AddDays(-days));
        return history.Count > 0 ? new KeptScores(history) : throw new EdgeWatchException(
            $"no scores of {cameraId} have been kept in {stateDirectory} yet: they are written once an hour after the "
            + "learning time, and when the daemon stops.");
    }
}
