using EdgeWatch.Cameras;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Zones;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Storage;

public sealed class ZoneCountsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private static readonly Zone Gate = new("gate", ZoneKind.Watch, new Polygon([new(0, 0), new(1, 0), new(1, 1)]));

    [Fact]
    public void A_zone_counts_the_alerts_that_each_threshold_would_have_given_by_its_own_scores()
    {
        ZoneSweep sweep = new(Gate, AlertPolicy.Default, TimeProvider.System);
        long frame = 0;
        Observe(0.62, frames: 10);
        Observe(0, frames: 200);
        Observe(0.41, frames: 10);
        sweep.Close();

        Assert.Equal([2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0], sweep.Take().Alerts);
        Assert.All(sweep.Take().Alerts, count => Assert.Equal(0, count));

        void Observe(double score, int frames)
        {
            for (int i = 0; i < frames; i++, frame++)
            {
                sweep.Observe(
                    new FrameScore(score, score, SpeedNormality.Kind),
                    Noon.AddSeconds(frame / 10.0),
                    frame * TimeProvider.System.TimestampFrequency / 10);
            }
        }
    }

    [Fact]
    public void They_are_added_up_over_the_chunks_in_which_the_zone_was_as_it_is_and_lines_of_before_have_none()
    {
        using TemporaryFolder folder = new();
        ScoreLog log = new(folder.Path, "yard");
        Zone smaller = Gate with { Outline = new Polygon([new(0, 0), new(0.5, 0), new(1, 1)]) };
        log.Append(Chunk(0, zones: null));
        log.Append(Chunk(1, [Counts(smaller, 100)]));
        log.Append(Chunk(2, [Counts(Gate, 3), Counts(Gate with { Name = "tree" }, 50)]));
        log.Append(Chunk(3, [Counts(Gate with { Threshold = 0.7 }, 4)]));
        string[] lines = File.ReadAllLines(folder.File("scores/yard/2026-11-26.jsonl"));
        File.AppendAllText(
            folder.File("scores/yard/2026-11-26.jsonl"), lines[3].Replace("\"alerts\":[4,", "\"alerts\":[", StringComparison.Ordinal));

        KeptScores kept = new(log.Read(Noon));
        KeptScores its = kept.In(Gate)!;

        Assert.DoesNotContain("zones\":[", lines[0], StringComparison.Ordinal);
        Assert.Equal(4, kept.History.Count);
        Assert.Equal((Noon.AddHours(2), TimeSpan.FromMinutes(2)), (its.History[0].From, its.Watched));
        Assert.All(its.AlertsOf(Gate), count => Assert.Equal(7, count));
        Assert.Null(kept.In(Gate with { MinimumStay = TimeSpan.FromSeconds(5) }));
    }

    private static ScoreChunk Chunk(int hour, IReadOnlyList<ZoneCounts>? zones) =>
        new(Noon.AddHours(hour), 0.5, [10], [], LeftOut: 0, zones);

    private static ZoneCounts Counts(Zone zone, int count) =>
        new(zone.Name, ZoneCounts.MarkOf(zone), [.. Enumerable.Repeat(count, ThresholdSweep.Thresholds.Count)]);
}
