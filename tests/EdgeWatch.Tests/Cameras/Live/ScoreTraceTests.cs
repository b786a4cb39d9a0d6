using EdgeWatch.Cameras.Live;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Tests.Cameras.Live;

public sealed class ScoreTraceTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private readonly ScoreTrace _trace = new();

    [Fact]
    public void Before_the_first_score_there_is_nothing()
    {
        Assert.Null(_trace.Newest);
        Assert.Empty(_trace.ToArray());
    }

    [Fact]
    public void A_second_has_its_highest_score()
    {
        Observe(0.1, 0.2);
        Observe(0.5, 0.9);
        Observe(0.9, 0.3);
        Observe(1.0, 0.4);

        Assert.Equal([new ScoreOfSecond(Second(0), 0.9), new ScoreOfSecond(Second(1), 0.4)], _trace.ToArray());
        Assert.Equal(new ScoreOfSecond(Second(1), 0.4), _trace.Newest);
    }

    [Fact]
    public void The_oldest_seconds_are_forgotten()
    {
        for (int second = 0; second < ScoreTrace.Capacity + 5; second++)
        {
            Observe(second, 0.1);
        }

        ScoreOfSecond[] kept = _trace.ToArray();
        Assert.Equal(ScoreTrace.Capacity, kept.Length);
        Assert.Equal(Second(5), kept[0].UnixSecond);
        Assert.Equal(Second(ScoreTrace.Capacity + 4), kept[^1].UnixSecond);
    }

    [Fact]
    public void A_clock_that_was_set_back_begins_anew()
    {
        Observe(100, 0.7);
        Observe(101, 0.8);
        Observe(3, 0.2);
        Observe(4, 0.3);

        Assert.Equal([Second(3), Second(4)], _trace.ToArray().Select(second => second.UnixSecond));
    }

    [Fact]
    public void Kinds_are_those_of_the_newest_frame()
    {
        FrameScore[] kinds = new FrameScore[Kinds.Count];
        kinds[2] = new FrameScore(0.6, 3, Kinds.All[2]);
        _trace.Observe(Start, 0.6, kinds);

        Assert.Equal(0.6, _trace.NewestKinds()[2]);
        Assert.Equal(0, _trace.NewestKinds()[0]);
    }

    private void Observe(double seconds, double score) =>
        _trace.Observe(Start.AddSeconds(seconds), score, new FrameScore[Kinds.Count]);

    private static long Second(int seconds) => Start.AddSeconds(seconds).ToUnixTimeSeconds();
}
