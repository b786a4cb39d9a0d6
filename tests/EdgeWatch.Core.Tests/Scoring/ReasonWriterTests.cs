using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Tests.Scoring;

public sealed class ReasonWriterTests
{
    [Fact]
    public void Speed_is_put_into_a_ratio()
    {
        Reason reason = Assert.Single(ReasonWriter.Write(Scores(0.8, 0.1), Ratios(3.14159)));

        Assert.Equal(new Reason(SpeedNormality.Kind, null, 3.14, 1), reason);
        Assert.Equal("moves 3.1× as fast as what is usual here", reason.In(Language.English));
    }

    [Theory]
    [InlineData(1.29)]
    [InlineData(0)]
    public void A_ratio_near_1_is_not_told(double ratio)
    {
        Reason reason = Assert.Single(ReasonWriter.Write(Scores(0.8, 0), Ratios(ratio)));

        Assert.Equal(new Reason(SpeedNormality.Kind, null, null, 1), reason);
        Assert.Equal("moves faster than what is usual here", reason.In(Language.English));
    }

    [Fact]
    public void Place_has_its_own_words()
    {
        Reason reason = Assert.Single(ReasonWriter.Write(Scores(0.2, 0.8), Ratios(3)));

        Assert.Equal(new Reason(PlaceNormality.Kind, null, null, 1), reason);
        Assert.Equal("moves where hardly anything ever does", reason.In(Language.English));
    }

    [Theory]
    [InlineData("speed", 2.04, "moves 2.0× as fast as what is usual here", 2.04)]
    [InlineData("speed", 1.3, "moves 1.3× as fast as what is usual here", 1.3)]
    [InlineData("direction", 0, "moves in a direction that is unusual here", null)]
    [InlineData("size", 3.456, "is 3.5× as large as what usually moves here", 3.46)]
    [InlineData("size", 1.2, "is larger than what usually moves here", null)]
    [InlineData("dwell", 12, "stays 12.0× as long as what is usual here", 12.0)]
    [InlineData("dwell", 1.1, "stays longer than what is usual here", null)]
    [InlineData("appearance", 0, "looks unlike what is usual here", null)]
    [InlineData("change", 0, "changes in a way that no usual motion explains", null)]
    [InlineData("view", 0, "the camera does not see what it usually sees", null)]
    public void Every_kind_has_its_words(string name, double ratio, string text, double? told)
    {
        Kind kind = Kinds.Find(name)!;
        FrameScore[] scores = new FrameScore[Kinds.Count];
        double[] ratios = new double[Kinds.Count];
        scores[kind.Index] = new FrameScore(0.8, 16, kind);
        ratios[kind.Index] = ratio;

        Reason reason = Assert.Single(ReasonWriter.Write(scores, ratios));
        Assert.Equal(new Reason(kind, null, told, 1), reason);
        Assert.Equal(text, reason.In(Language.English));
    }

    [Fact]
    public void A_kind_that_can_say_more_says_that()
    {
        Kind kind = Kinds.Find("view")!;
        FrameScore[] scores = new FrameScore[Kinds.Count];
        string?[] details = new string?[Kinds.Count];
        scores[kind.Index] = new FrameScore(0.8, 16, kind);
        details[kind.Index] = "frozen";

        Reason reason = Assert.Single(ReasonWriter.Write(scores, new double[Kinds.Count], details));

        Assert.Equal(new Reason(kind, "frozen", null, 1), reason);
        Assert.Equal("the picture is frozen", reason.In(Language.English));
    }

    [Fact]
    public void No_kind_is_without_words()
    {
        FrameScore[] scores = [.. Kinds.All.Select(kind => new FrameScore(0.8, 16, kind))];

        IReadOnlyList<Reason> reasons = ReasonWriter.Write(scores, new double[Kinds.Count]);
        Assert.Equal(Kinds.Count, reasons.Select(reason => reason.In(Language.English)).Distinct().Count());
    }

    [Fact]
    public void A_kind_far_below_the_best_is_not_named()
    {
        Assert.Equal(2, ReasonWriter.Write(Scores(0.9, 0.54), Ratios(2)).Count);
        Assert.Single(ReasonWriter.Write(Scores(0.9, 0.53), Ratios(2)));
    }

    [Fact]
    public void Two_kinds_share_and_the_rarer_one_comes_first()
    {
        IReadOnlyList<Reason> reasons = ReasonWriter.Write(Scores(0.6, 0.9), Ratios(2));

        Assert.Equal([PlaceNormality.Kind, SpeedNormality.Kind], reasons.Select(reason => reason.Kind));
        Assert.Equal([0.6, 0.4], reasons.Select(reason => reason.Share));
    }

    [Fact]
    public void Where_both_scores_are_full_the_raw_ones_decide()
    {
        FrameScore[] scores = [new(1, 40, SpeedNormality.Kind), new(1, 90, PlaceNormality.Kind)];

        Assert.Equal(PlaceNormality.Kind, ReasonWriter.Write(scores, Ratios(2))[0].Kind);
    }

    [Fact]
    public void Shares_add_up_to_1()
    {
        Random random = new(9);
        for (int round = 0; round < 1000; round++)
        {
            IReadOnlyList<Reason> reasons = ReasonWriter.Write(Scores(random.NextDouble(), random.NextDouble()), Ratios(2));

            Assert.Equal(1, reasons.Sum(reason => reason.Share), 1e-9);
        }
    }

    [Fact]
    public void Without_a_score_there_is_no_reason() => Assert.Empty(ReasonWriter.Write(Scores(0, 0), Ratios(3)));

    private static FrameScore[] Scores(double speed, double place) =>
        [new(speed, 20 * speed, SpeedNormality.Kind), new(place, 20 * place, PlaceNormality.Kind)];

    /// <summary>A ratio of the speed; places have none.</summary>
    private static double[] Ratios(double speed) => [speed, 0];
}
