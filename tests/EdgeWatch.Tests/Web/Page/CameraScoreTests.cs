using EdgeWatch.Cameras.Live;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Web.Page.Live;

namespace EdgeWatch.Tests.Web.Page;

public sealed class CameraScoreTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Fact]
    public void A_score_that_is_old_is_none_of_now()
    {
        ScoreTrace trace = new();
        Assert.Null(CameraScore.Of(trace, At));

        trace.Observe(At, 0.4, new FrameScore[Kinds.Count]);

        Assert.Equal(0.4, CameraScore.Of(trace, At)!.Score);
        Assert.NotNull(CameraScore.Of(trace, At + CameraScore.Validity));
        Assert.Null(CameraScore.Of(trace, At + CameraScore.Validity + TimeSpan.FromSeconds(1)));
    }
}
