using EdgeWatch.Cameras;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;
using EdgeWatch.Core.Zones;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Cameras;

public sealed class ScoreHistoryTests : IDisposable
{
    private const double Threshold = 0.5;

    private static readonly FrameSize Size = new(320, 240);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddDays(1));
    private readonly FramePool _pool = new(Size);
    private readonly ScoredFrame _scored = new(PatchGrid.For(Size, 240));
    private readonly ScoreLog _log;
    private readonly ScoreHistory _history;

    public ScoreHistoryTests()
    {
        _log = new ScoreLog(_folder.Path, "yard");
        _history = new ScoreHistory("yard", AlertPolicy.Default, _log, _time, NullLogger<ScoreHistory>.Instance);
        Polygon all = new([new(0, 0), new(1, 0), new(1, 1), new(0, 1)]);
        _scored.Watch([new Zone("gate", ZoneKind.Watch, all)]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_other_thresholds_would_have_told_is_counted_by_the_times_of_now()
    {
        RiseFor(TimeSpan.FromSeconds(2));
        _history.Use(AlertPolicy.Default with { MinimumLength = TimeSpan.FromSeconds(5) }, Threshold);

        RiseFor(TimeSpan.FromSeconds(2));
        _history.Close(Threshold);

        Assert.Equal([1, 0], AlertsOfChunks());
        Assert.Equal([1, 0], _log.Read(DateTimeOffset.UnixEpoch).Select(chunk => CountAtThreshold(chunk.Zones!.Single())));
    }

    [Fact]
    public void Another_threshold_alone_ends_nothing()
    {
        Show(0.9, TimeSpan.FromSeconds(1));
        _history.Use(AlertPolicy.Default.WithThreshold(0.7), Threshold);
        Show(0.9, TimeSpan.FromSeconds(1));
        _history.Close(Threshold);

        Assert.Equal([1], AlertsOfChunks());
    }

    private static int CountAtThreshold(ZoneCounts zone) =>
        zone.Alerts[ThresholdSweep.Thresholds.ToList().IndexOf(Threshold)];

    private IEnumerable<int> AlertsOfChunks() =>
        _log.Read(DateTimeOffset.UnixEpoch).Select(chunk => chunk.Alerts.Count(alert => alert.IsAt(Threshold)));

    private void RiseFor(TimeSpan length)
    {
        Show(0.9, length);
        Show(0.1, TimeSpan.FromSeconds(20));
    }

    private void Show(double score, TimeSpan length)
    {
        FrameScore shown = new(score, score, Kinds.All[0]);
        for (DateTimeOffset end = _time.GetUtcNow() + length; _time.GetUtcNow() < end; _time.Advance(TimeSpan.FromSeconds(0.1)))
        {
            Frame frame = _pool.Rent();
            (frame.CapturedAt, frame.CapturedTimestamp) = (_time.GetUtcNow(), _time.GetTimestamp());
            _scored.Take(frame);
            _scored.SetScoreOfZone(0, shown);
            _history.Observe(_scored, shown, Threshold);
        }
    }
}
