using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Tests.Scoring;

public sealed class KindScorerTests
{
    private static readonly Kind Some = new()
    {
        Name = "some",
        PriorDeviation = 0.3,
        Create = _ => throw new NotSupportedException(),
    };

    private readonly KindScorer _scorer = new(Some);

    [Fact]
    public void Frame_is_pooled_smoothed_and_calibrated()
    {
        for (int frame = 0; frame < 500; frame++)
        {
            _scorer.Add([5, 3, 1, 0], [true, true, true, true]);
            _scorer.Calibrate(0, TimeSpan.FromSeconds(0.1));
        }

        FrameScore score = _scorer.ScoreOf(_scorer.Pools.At(0));
        double pooled = Math.Log(1 + (5 - ExcessPool.Floor) + (3 - ExcessPool.Floor));

        Assert.Equal(10, _scorer.Calibration.Whole.Blocks.Count);
        Assert.Equal(pooled, _scorer.Calibration.Whole.Blocks.Mean, 1e-9);
        Assert.Equal(Some, score.Kind);
        Assert.Equal(_scorer.Calibration.Whole.Variate(pooled), score.Raw, 1e-9);
        Assert.Equal(Rarity.ScoreOf(BlockMaxima.TimesPerDay(score.Raw)), score.Score, 1e-12);
    }

    /// <summary>
    /// Half an hour of a whole picture that reaches much, then zones that reach little: at first they are measured by the former, so that
    /// no more is told than was promised, and after an hour nearly by their own.
    /// </summary>
    [Fact]
    public void Zones_begin_with_what_the_whole_picture_reaches_and_then_have_their_own()
    {
        Follow(minutes: 30, whole: [20, 20], zoned: null);
        double loud = _scorer.ScoreOf(PooledAlike(30)).Raw;
        Assert.True(_scorer.ScoreOf(PooledAlike(10)).Raw < 0);

        _scorer.Calibration.BeginZoned();
        Assert.InRange(_scorer.ScoreOf(PooledAlike(30)).Raw, 0.1, loud);
        Assert.True(_scorer.ScoreOf(PooledAlike(10)).Raw < 0);
        Follow(minutes: 60, whole: [20, 20], zoned: [3, 0]);

        Assert.Equal(Math.Log(1 + 36), _scorer.Calibration.Whole.Blocks.Mean, 1e-9);
        Assert.Equal(Math.Log(1 + 1), _scorer.Calibration.Zoned!.Blocks.Mean, 0.5);
        Assert.True(_scorer.ScoreOf(PooledAlike(10)).Raw > 1);
        _scorer.Calibration.EndZoned();
        Assert.True(_scorer.ScoreOf(PooledAlike(10)).Raw < 0);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void With_a_share_of_the_false_alarms_the_same_is_scored_as_so_much_less_rare(double share)
    {
        _scorer.Add(Alike(6), All);
        FrameScore[] alone = [_scorer.ScoreOf(_scorer.Pools.At(0)), _scorer.ScoreOf(_scorer.Pools.Newest), _scorer.ScoreOfPatch(6)];

        _scorer.Share = share;

        FrameScore[] shared = [_scorer.ScoreOf(_scorer.Pools.At(0)), _scorer.ScoreOf(_scorer.Pools.Newest), _scorer.ScoreOfPatch(6)];
        Assert.All(Enumerable.Range(0, alone.Length), i => Assert.Equal(alone[i].Raw + Math.Log(share), shared[i].Raw, 1e-9));
    }

    [Fact]
    public void A_patch_scores_like_a_frame_with_a_thing_of_its_kind()
    {
        _scorer.Add(Alike(4.5f), All);

        Assert.Equal(_scorer.ScoreOf(_scorer.Pools.At(0)).Raw, _scorer.ScoreOfPatch(4.5f).Raw, 1e-9);
    }

    [Fact]
    public void The_newest_frame_can_be_scored_without_smoothing()
    {
        _scorer.Add([0, 0], [true, true]);
        _scorer.Add(Alike(4.5f), All);

        Assert.Equal(_scorer.ScoreOfPatch(4.5f), _scorer.ScoreOf(_scorer.Pools.Newest));
        Assert.True(_scorer.ScoreOf(_scorer.Pools.At(0)).Raw < _scorer.ScoreOf(_scorer.Pools.Newest).Raw);
    }

    [Fact]
    public void What_was_not_followed_for_a_while_is_not_notable()
    {
        bool[] none = new bool[KindScorer.TypicalPatches];
        _scorer.Add(Alike(50), none);

        Assert.Equal(FrameScore.Of(KindScorer.Unconfirmed, Some), _scorer.ScoreOf(_scorer.Pools.At(0)));
        Assert.Equal(FrameScore.Of(KindScorer.Unconfirmed, Some), _scorer.ScoreOf(_scorer.Pools.Newest));
        Assert.Equal(0.49, _scorer.ScoreOf(_scorer.Pools.At(0)).Score, 1e-9);

        _scorer.Clear();
        _scorer.Add(Alike(50), All);

        Assert.True(_scorer.ScoreOf(_scorer.Pools.At(0)).Raw > KindScorer.Notable);
    }

    [Fact]
    public void Below_that_it_counts_as_everything_does()
    {
        _scorer.Add([4, 4], [false, true]);
        double both = _scorer.ScoreOf(_scorer.Pools.At(0)).Raw;
        _scorer.Clear();
        _scorer.Add([4, 4], [true, true]);

        Assert.Equal(_scorer.ScoreOf(_scorer.Pools.At(0)).Raw, both);
        Assert.True(both < KindScorer.Unconfirmed);
    }

    [Fact]
    public void What_is_said_of_places_needs_no_thing()
    {
        KindScorer presence = new(PresenceNormality.Kind);
        presence.Add(Alike(5000), new bool[KindScorer.TypicalPatches]);

        Assert.True(presence.ScoreOf(presence.Pools.At(0)).Raw > KindScorer.Notable);
    }

    private static bool[] All => [.. Enumerable.Repeat(true, KindScorer.TypicalPatches)];

    private static float[] Alike(float surprise) => [.. Enumerable.Repeat(surprise, KindScorer.TypicalPatches)];

    private static PooledSurprise PooledAlike(float surprise) =>
        new(Math.Log(1 + (2 * (surprise - ExcessPool.Floor))), Math.Log(1 + (2 * (surprise - ExcessPool.Floor))));

    private void Follow(int minutes, float[] whole, float[]? zoned)
    {
        for (int frame = 0; frame < minutes * 60; frame++)
        {
            if (zoned is not null)
            {
                _scorer.AddWhole(whole);
            }

            _scorer.Add(zoned ?? whole, [true, true]);
            _scorer.Calibrate(0, TimeSpan.FromSeconds(1));
        }
    }
}
