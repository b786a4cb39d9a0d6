using EdgeWatch.Core.Events;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Tests.Zones;
using EdgeWatch.Core.Watching;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Core.Tests.Watching;

/// <summary>
/// Somebody walks along a wall, between two thirds and two fifths of its height, until he runs; whether that is told depends on where.
/// </summary>
public sealed class ZonedWatchTests : IDisposable
{
    private const double Walking = 1;
    private const double Hurrying = 1.75;
    private const double Running = 4;

    private static readonly string Left = "0 0, 0.5 0, 0.5 1, 0 1";
    private static readonly string Right = "0.5 0, 1 0, 1 1, 0.5 1";
    private static readonly string Everywhere = "0 0, 1 0, 1 1, 0 1";
    private static readonly string Sky = "0 0, 1 0, 1 0.3, 0 0.3";
    private static readonly string Path = "0 0.3, 1 0.3, 1 0.7, 0 0.7";

    private static readonly Lazy<byte[]> Walked = new(() =>
    {
        using Street street = new(TimeSpan.FromSeconds(60));
        street.Show(Walking, 700);
        return LearnedState.Write(street.Watch.Normality, street.Model.Sha256, Street.FramesPerSecond);
    });

    private readonly Street _street = new(TimeSpan.FromSeconds(60));
    private readonly SceneEvents _events = new("yard", AlertPolicy.Default, TimeProvider.System);
    private readonly List<AlertEvent> _told = [];
    private readonly List<double> _scores = [];

    public ZonedWatchTests()
    {
        LearnedState.Read(Walked.Value, _street.Watch.Normality, _street.Model.Sha256, Street.FramesPerSecond);
        _street.Watch.FinishLearning();
        _street.Watch.KeepsLearning = false;
    }

    public void Dispose()
    {
        _events.Dispose();
        _street.Dispose();
    }

    [Fact]
    public void Who_runs_in_a_zone_that_is_watched_is_told_with_its_name()
    {
        Watch(Zone("path", Path), Zone("sky", Sky));
        Show(Walking, 60);
        Assert.Empty(_told);

        Show(Running, 30);

        Assert.Equal(["path"], _told[0].Zones);
        Assert.Equal(SpeedNormality.Kind, _told[0].Reasons[0].Kind);
        Assert.All(_told[0].Regions, region => Assert.InRange(region.Y, 0.29, 0.7));
    }

    [Fact]
    public void Who_runs_elsewhere_is_not()
    {
        Watch(Zone("sky", Sky));

        Show(Running, 60);

        Assert.Empty(_told);
        Assert.All(_scores, score => Assert.InRange(score, 0, 0.2));
    }

    [Fact]
    public void Nor_is_who_runs_where_it_is_ignored_even_in_a_zone_that_is_watched()
    {
        Watch(Zone("all", Everywhere), new Zone("path", ZoneKind.Ignore, Outline.Of(Path)));

        Show(Running, 60);

        Assert.Empty(_told);
    }

    /// <summary>He runs from the left to the right, four pixels a frame: 48 frames to the middle.</summary>
    [Fact]
    public void The_zones_of_an_event_are_those_that_it_has_come_through()
    {
        Watch(Zone("left", Left), Zone("right", Right));
        Show(Walking, 40);

        Show(Running, 14);
        Assert.Equal(["left"], _told[0].Zones);
        Show(Running, 20);
        Assert.Equal(["left", "right"], _events.Close(EndCause.Stopped)!.Event.Zones);
    }

    [Fact]
    public void A_zone_has_its_own_threshold()
    {
        Watch(Zone("path", Path, threshold: 1));
        Show(Walking, 20);
        Show(Hurrying, 20);
        Assert.Empty(_told);
        double reached = _scores.Max();
        Assert.InRange(reached, 0.5, 0.999);

        Watch(Zone("path", Path, threshold: 1), Zone("same", Path, threshold: reached - 0.1));
        Show(Hurrying, 40);

        Assert.Equal(["same"], _told[0].Zones);
        Assert.Equal(reached - 0.1, _told[0].Threshold);
        Assert.Equal(Rarity.TimesPerDay(reached - 0.1), _told[0].ExpectedFalseAlarmsPerDay);
    }

    [Fact]
    public void Who_does_not_stay_is_not_told()
    {
        Watch(Zone("path", Path, stay: 3));
        Show(speed: null, 30);

        Show(Running, 25);
        Assert.Empty(_told);
        Show(Running, 15);

        Assert.Equal(["path"], _told[0].Zones);
    }

    [Fact]
    public void What_happens_elsewhere_is_learned()
    {
        using Street street = new(TimeSpan.FromSeconds(60));
        street.Watch.Watch(new SceneZones(street.Watch.Grid, street.Watch.FrameSize, [Zone("sky", Sky)], []));
        street.Show(Walking, 700);

        Assert.Equal(
            Normality(Walked.Value, _street.Watch).Select(blocks => blocks.Count),
            street.Watch.Normality.Scorer.ByKind.Select(kind => kind.Calibration.Whole.Blocks.Count));
        Assert.Equal(
            Walked.Value, LearnedState.Write(street.Watch.Normality, street.Model.Sha256, Street.FramesPerSecond));
    }

    [Fact]
    public void The_same_places_with_another_threshold_keep_their_calibration()
    {
        KindScorer speed = _street.Watch.Normality.Scorer.ByKind[SpeedNormality.Kind.Index];
        Watch(Zone("sky", Sky));
        speed.Calibration.Whole.Observe(3, BlockMaxima.BlockLength);
        speed.Calibration.Zoned!.Observe(1, BlockMaxima.BlockLength);
        Moments own = speed.Calibration.Zoned!.Blocks;

        Watch(Zone("heaven", Sky, threshold: 0.7));
        Assert.Equal(own, speed.Calibration.Zoned!.Blocks);
        Watch(Zone("path", Path));
        Assert.NotEqual(own, speed.Calibration.Zoned!.Blocks);
        Assert.Equal(speed.Calibration.Whole.Blocks, speed.Calibration.Zoned!.Blocks);
        Watch();

        Assert.Null(speed.Calibration.Zoned);
    }

    [Fact]
    public void Zones_cost_no_memory_as_it_goes_on()
    {
        Watch(Zone("left", Left, stay: 1), Zone("right", Right), new Zone("sky", ZoneKind.Ignore, Outline.Of(Sky)));
        _street.Show(Running, 200);
        EdgeWatch.Core.Frames.Frame[] frames = [.. Enumerable.Range(0, 5).Select(_ => _street.Take(Running))];
        int next = 0;

        Assert.Equal(0, AllocatedBytes.EachTime(() => _street.Watch.Process(frames[next++])));
    }

    private static Zone Zone(string name, string outline, double? threshold = null, double stay = 0) =>
        new(name, ZoneKind.Watch, Outline.Of(outline), threshold, TimeSpan.FromSeconds(stay));

    private static IEnumerable<Moments> Normality(byte[] state, SceneWatch like)
    {
        SceneNormality normality = new(like.Grid);
        LearnedState.Read(state, normality, new BlockSpeedModel().Sha256, Street.FramesPerSecond);
        return normality.Scorer.ByKind.Select(kind => kind.Calibration.Whole.Blocks);
    }

    private void Watch(params Zone[] zones) =>
        _street.Watch.Watch(new SceneZones(_street.Watch.Grid, _street.Watch.FrameSize, zones, []));

    private void Show(double? speed, int frames)
    {
        PatchHeat heat = new(_street.Watch);
        for (int i = 0; i < frames; i++)
        {
            if (_street.Show(speed) is { } scored)
            {
                _scores.Add(scored.Score.Score);
                if (_events.Observe(scored, heat) is { } alert)
                {
                    _told.Add(alert.Event);
                }
            }
        }
    }
}
