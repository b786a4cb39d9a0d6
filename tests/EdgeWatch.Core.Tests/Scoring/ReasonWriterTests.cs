using EdgeWatch.Core.Events;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Tests.Scoring;

public sealed class ReasonWriterTests
{
    [Fact]
    public void Speed_is_put_into_a_ratio()
    {
        Reason reason = Assert.Single(ReasonWriter.Write(Scores(0.8, 0.1), 3.14159));

        Assert.Equal(new Reason(ReasonKind.Speed, "moves 3.1× as fast as what is usual here", 3.14, 1), reason);
    }

    [Theory]
    [InlineData(1.29)]
    [InlineData(0)]
    public void A_ratio_near_1_is_not_told(double ratio)
    {
        Reason reason = Assert.Single(ReasonWriter.Write(Scores(0.8, 0), ratio));

        Assert.Equal(new Reason(ReasonKind.Speed, "moves faster than what is usual here", null, 1), reason);
    }

    [Fact]
    public void Place_has_its_own_words()
    {
        Reason reason = Assert.Single(ReasonWriter.Write(Scores(0.2, 0.8), 3));

        Assert.Equal(new Reason(ReasonKind.Place, "moves where hardly anything ever does", null, 1), reason);
    }

    [Fact]
    public void Two_kinds_share_and_the_rarer_one_comes_first()
    {
        IReadOnlyList<Reason> reasons = ReasonWriter.Write(Scores(0.6, 0.9), 2);

        Assert.Equal([ReasonKind.Place, ReasonKind.Speed], reasons.Select(reason => reason.Kind));
        Assert.Equal([0.6, 0.4], reasons.Select(reason => reason.Share));
    }

    [Fact]
    public void Where_both_scores_are_full_the_raw_ones_decide()
    {
        FrameScore[] scores = [new(1, 40, ReasonKind.Speed), new(1, 90, ReasonKind.Place)];

        Assert.Equal(ReasonKind.Place, ReasonWriter.Write(scores, 2)[0].Kind);
    }

    [Fact]
    public void Shares_add_up_to_1()
    {
        Random random = new(9);
        for (int round = 0; round < 1000; round++)
        {
            IReadOnlyList<Reason> reasons = ReasonWriter.Write(Scores(random.NextDouble(), random.NextDouble()), 2);

            Assert.Equal(1, reasons.Sum(reason => reason.Share), 1e-9);
        }
    }

    [Fact]
    public void Without_a_score_there_is_no_reason() => Assert.Empty(ReasonWriter.Write(Scores(0, 0), 3));

    private static FrameScore[] Scores(double speed, double place) =>
        [new(speed, 20 * speed, ReasonKind.Speed), new(place, 20 * place, ReasonKind.Place)];
}
