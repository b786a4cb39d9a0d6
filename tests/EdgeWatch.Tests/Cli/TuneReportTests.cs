using EdgeWatch.Cli.Tune;
using EdgeWatch.Core.Events;
using EdgeWatch.Evidence;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Cli;

public sealed class TuneReportTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private static readonly ScoreChunk Chunk = new(
        Noon, 0.5, [10, null, 62], [Alert(0.3, 0), Alert(0.5, 1), Alert(0.6, 1.5), Alert(0.3, 600)], LeftOut: 0);

    [Fact]
    public void Each_threshold_has_what_was_promised_and_what_came()
    {
        string table = Report().Table(0.5);

        Assert.Matches(@"(?m)^0\.30 +0\.14 +2  speed 2$", table);
        Assert.Matches(@"(?m)^0\.50 ◀ in force +0\.0 +1  speed 1$", table);
        Assert.Matches(@"(?m)^0\.70 +0\.0 +0$", table);
    }

    [Fact]
    public void An_alert_has_its_picture_where_there_was_an_event_and_the_highest_threshold_that_gives_it()
    {
        string list = Report().List(most: 20);

        Assert.Matches(@"(?m)^Thu 26 Nov 12:00:01 +0\.60 +0\.62 +speed +/state/events/1/snapshot\.jpg$", list);
        Assert.Matches(@"(?m)^Thu 26 Nov 12:10:00 +0\.30 +0\.62 +speed +–$", list);
    }

    [Fact]
    public void A_line_that_a_power_cut_has_spoilt_is_left_out_and_old_days_go()
    {
        using TemporaryFolder folder = new();
        ScoreLog log = new(folder.Path, "yard");
        log.Append(Chunk with { From = Noon.AddDays(-ScoreLog.KeptDays - 1) });
        log.Append(Chunk);
        File.AppendAllText(folder.File("scores/yard/2026-11-26.jsonl"), "{\"from\":\"2026-11-2");

        ScoreChunk read = Assert.Single(log.Read(DateTimeOffset.MinValue.AddDays(1)));

        Assert.Equal((Noon, 0.5, 4), (read.From, read.Threshold, read.Alerts.Count));
        Assert.Equal([10, null, 62], read.Hundredths);
        Assert.Single(Directory.GetFiles(folder.File("scores/yard")));
    }

    private static SweptAlert Alert(double threshold, double seconds) =>
        new(threshold, Noon.AddSeconds(seconds), Noon.AddSeconds(seconds + (threshold < 0.5 ? 9 : 2)), 0.62, "speed");

    private static TuneReport Report()
    {
        PastEvent past = new(
            "1", "yard", Noon.AddSeconds(1), Noon.AddSeconds(3), 0.62, [new PastReason("speed", "fast")], "events/1/snapshot.jpg");
        return new TuneReport(new KeptScores([Chunk]), [past], "/state", TimeZoneInfo.Utc);
    }
}
