using EdgeWatch.Core.Events;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Storage;

/// <summary>The scores of a camera that its daemon has kept, for whoever looks back.</summary>
/// <param name="History">What was kept, in order.</param>
internal sealed record KeptScores(IReadOnlyList<ScoreChunk> History)
{
    /// <summary>Time that was watched.</summary>
    public TimeSpan Watched { get; } = TimeSpan.FromMinutes(History.Sum(chunk => chunk.Hundredths.Count(minute => minute is not null)));

    /// <summary>The alerts that there would have been at the thresholds of <see cref="ThresholdSweep.Thresholds"/>, in order.</summary>
    public IReadOnlyList<SweptAlert> Alerts { get; } =
        [.. History.SelectMany(chunk => chunk.Alerts).OrderBy(alert => alert.StartedAt)];

    /// <summary>Whether there were so many alerts that not all were kept.</summary>
    public bool LeavesOut { get; } = History.Any(chunk => chunk.LeftOut > 0);

    /// <summary>Reads them; null when there are none yet.</summary>
    public static KeptScores? Find(string stateDirectory, string cameraId, int days, DateTimeOffset now) =>
        new ScoreLog(stateDirectory, cameraId).Read(now.AddDays(-days)) is { Count: > 0 } history ? new KeptScores(history) : null;

    /// <summary>Reads them.</summary>
    /// <exception cref="EdgeWatchException">So many days are not kept, or nothing has been kept yet.</exception>
    public static KeptScores Read(string stateDirectory, string cameraId, int days, DateTimeOffset now) =>
        days is < 1 or > ScoreLog.KeptDays
            ? throw new EdgeWatchException($"--days {days}: not allowed; 1–{ScoreLog.KeptDays} is.")
            : Find(stateDirectory, cameraId, days, now) ?? throw new EdgeWatchException(
                $"no scores of {cameraId} have been kept in {stateDirectory} yet: they are written once an hour after the "
                + "learning time, and when the daemon stops.");

    /// <summary>The alerts that there would have been at one of the thresholds.</summary>
    public IReadOnlyList<SweptAlert> AlertsAt(double threshold) => [.. Alerts.Where(alert => alert.IsAt(threshold))];

    /// <summary>The part of it in which the alerts of a zone were counted as it is now; null for none.</summary>
    public KeptScores? In(Zone zone) =>
        History.Where(chunk => CountsOf(chunk, zone) is not null).ToArray() is { Length: > 0 } its ? new KeptScores(its) : null;

    /// <summary>The alerts that there would have been from a zone, at each of <see cref="ThresholdSweep.Thresholds"/>.</summary>
    public IReadOnlyList<int> AlertsOf(Zone zone)
    {
        int[] sums = new int[ThresholdSweep.Thresholds.Count];
        foreach (ZoneCounts counts in History.Select(chunk => CountsOf(chunk, zone)).OfType<ZoneCounts>())
        {
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += counts.Alerts[i];
            }
        }

        return sums;
    }

    /// <summary>The alerts that normal video promises at a threshold, in the time that was watched.</summary>
    public double PromisedAt(double threshold) => Rarity.TimesIn(Watched, threshold);

    private static ZoneCounts? CountsOf(ScoreChunk chunk, Zone zone) => chunk.Zones?.FirstOrDefault(its => its.IsOf(zone));
}
