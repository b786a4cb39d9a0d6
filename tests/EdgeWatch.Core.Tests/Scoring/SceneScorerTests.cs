using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Scoring;

public sealed class SceneScorerTests
{
    private static readonly PatchGrid Grid = new(15, 20, 1);

    private readonly SceneScorer _scorer = new();
    private readonly PatchSurprises _patches = new(Grid);
    private readonly FrameScore[] _byKind = new FrameScore[Kinds.Count];

    public SceneScorerTests() => _patches.Reset(Scenes.At(Grid, speed: 1, new PatchPosition(5, 5), new PatchPosition(5, 6)).OneThing());

    [Fact]
    public void A_kind_that_is_notable_counts_at_face_value()
    {
        FrameScore score = Score((PresenceNormality.Kind, 5000), (SpeedNormality.Kind, 3));

        Assert.Equal(PresenceNormality.Kind, score.Kind);
        Assert.True(score.Raw > KindScorer.Notable);
        Assert.Equal(_byKind[PresenceNormality.Kind.Index], score);
    }

    [Fact]
    public void Below_that_a_single_kind_falls_three_times_as_fast_without_a_jump()
    {
        float surprise = SurpriseOf(AbsenceNormality.Kind, KindScorer.Notable - 0.5);
        Assert.Equal(KindScorer.Notable - 1.5, Score((AbsenceNormality.Kind, surprise)).Raw, 1e-3);

        surprise = SurpriseOf(AbsenceNormality.Kind, KindScorer.Notable - 1e-4);
        Assert.Equal(0.5, Score((AbsenceNormality.Kind, surprise)).Score, 1e-3);
    }

    [Fact]
    public void Several_kinds_together_are_rarer_than_each_by_itself()
    {
        (Kind Kind, float Surprise)[] rises =
        [
            .. new[] { SpeedNormality.Kind, DwellNormality.Kind, AppearanceNormality.Kind, ChangeNormality.Kind, PresenceNormality.Kind }
                .Select(kind => (kind, SurpriseOf(kind, kind == DwellNormality.Kind ? 8 : 7))),
        ];

        FrameScore together = Score(rises);
        double highest = _byKind.Max(score => score.Raw);

        Assert.True(together.Raw > highest, $"{together.Raw} after {highest}");
        Assert.Equal(DwellNormality.Kind, together.Kind);
        Assert.All(rises, rise => Assert.True(Score(rise).Raw < KindScorer.Notable));
    }

    [Fact]
    public void What_the_others_add_is_added_to_each_patch_of_the_kind_that_decides()
    {
        FrameScore score = Score((SpeedNormality.Kind, 4), (AppearanceNormality.Kind, 5), (PresenceNormality.Kind, 4));
        int kind = score.Kind!.Index;
        double added = score.Raw - _byKind[kind].Raw;

        FrameScore patch = _scorer.ScoreOfPatch(score, _byKind, _patches, 1);

        Assert.Equal(score.Kind, patch.Kind);
        Assert.Equal(_scorer.ByKind[kind].ScoreOfPatch(_patches.Of(kind)[1]).Raw + added, patch.Raw, 1e-9);
        Assert.NotEqual(0, added);
    }

    [Fact]
    public void Of_a_frame_about_which_nothing_is_said_patches_score_by_the_first_kind() => Assert.Equal(
        _scorer.ByKind[0].ScoreOfPatch(_patches.Of(0)[0]), _scorer.ScoreOfPatch(default, _byKind, _patches, 0));

    [Fact]
    public void Half_of_the_false_alarms_are_left_to_all_together_and_half_to_the_kinds_that_count()
    {
        Assert.All(_scorer.ByKind, scorer => Assert.Equal(0.5 / Kinds.Count, scorer.Share));
        Assert.Equal(0.5, _scorer.Together.Share);

        _scorer.CountOnly([SpeedNormality.Kind, SizeNormality.Kind]);

        Assert.All(_scorer.ByKind, scorer => Assert.Equal(0.25, scorer.Share));
        Assert.Equal(0.5, _scorer.Together.Share);
    }

    [Fact]
    public void Kinds_that_do_not_count_neither_decide_nor_add()
    {
        _scorer.CountOnly([SpeedNormality.Kind]);
        FrameScore alone = Score((SpeedNormality.Kind, 4));

        Assert.Equal(alone, Score((SpeedNormality.Kind, 4), (PresenceNormality.Kind, 5000)));
        Assert.Equal(default, _byKind[PresenceNormality.Kind.Index]);
    }

    [Fact]
    public void Where_no_kind_counts_nothing_scores()
    {
        _scorer.CountOnly([]);

        Assert.Equal(default, Score((SpeedNormality.Kind, 50)));
    }

    [Fact]
    public void Of_the_picture_as_a_whole_only_kinds_count_that_are_said_of_it()
    {
        Score((PresenceNormality.Kind, 5000), (ViewNormality.Kind, 6));

        Assert.Equal(_byKind[ViewNormality.Kind.Index], SceneScorer.OfPicture(_byKind));
    }

    /// <summary>Whoever comes is a little surprising by seven kinds at once; busy and quiet places.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.01)]
    public void What_normal_things_show_together_is_as_rare_as_it_is_however_quiet_the_place(double part)
    {
        const int BlocksPerDay = 17_280;
        const double MostOfUnconfirmed = 0.48;
        Kind[] rising =
        [
            SpeedNormality.Kind, PlaceNormality.Kind, DirectionNormality.Kind, SizeNormality.Kind, DwellNormality.Kind,
            AppearanceNormality.Kind, ChangeNormality.Kind,
        ];
        Random random = new(5);
        double Gumbel() => -0.35 * Math.Log(-Math.Log(random.NextDouble()));
        int reached = 0;
        for (int block = 0; block < 3 * BlocksPerDay; block++)
        {
            double common = 0.6 + Gumbel();
            bool isLively = random.NextDouble() < part;
            (Kind, float)[] surprises =
            [
                .. rising.Select(kind => (kind, (float)(ExcessPool.Floor + Math.Exp(isLively ? Math.Max(0, common + Gumbel()) : 0) - 1))),
            ];
            reached += Score(surprises).Score >= MostOfUnconfirmed && block >= BlocksPerDay ? 1 : 0;
            _scorer.Calibrate(0, BlockMaxima.BlockLength, onApproval: false);
        }

        double promised = 2 * Rarity.TimesPerDay(MostOfUnconfirmed);
        Assert.True(reached <= 3 * promised, $"{reached} times in two days what is promised {promised:0.0} times");
    }

    [Fact]
    public void What_kinds_show_together_is_calibrated_by_normal_frames_before_they_are_learned_from()
    {
        Score((SpeedNormality.Kind, 4), (SizeNormality.Kind, 4));
        double mean = _scorer.Together.MeanOf([.. _byKind.Select(score => score.Raw - Math.Log(_scorer.ByKind[0].Share))], isQuiet: false);

        _scorer.Calibrate(0, BlockMaxima.BlockLength, onApproval: false);

        Assert.Equal(mean, _scorer.Together.Calibration.Whole.Blocks.Mean, 1e-9);
        _scorer.Calibrate(0, BlockMaxima.BlockLength, onApproval: true);
        _scorer.WithdrawRise();
        _scorer.Calibrate(0, BlockMaxima.BlockLength, onApproval: false);
        Assert.Equal(2, _scorer.Together.Calibration.Whole.Blocks.Count);
    }

    /// <summary>How surprising one patch must be for a frame with nothing else to reach a variate by itself.</summary>
    private float SurpriseOf(Kind kind, double variate)
    {
        BlockMaxima calibration = _scorer.ByKind[kind.Index].Calibration.InForce;
        double perUnit = calibration.Variate(1) - calibration.Variate(0);
        double raw = (variate - Math.Log(_scorer.ByKind[kind.Index].Share) - calibration.Variate(0)) / perUnit;
        return (float)(Math.Exp(raw) - 1 + ExcessPool.Floor);
    }

    private FrameScore Score(params (Kind Kind, float Surprise)[] rises)
    {
        foreach (Kind kind in Kinds.All)
        {
            _patches.Of(kind.Index).Clear();
        }

        foreach ((Kind kind, float surprise) in rises)
        {
            _patches.Of(kind.Index)[0] = surprise;
        }

        _scorer.Clear();
        _scorer.Add(_patches);
        return _scorer.ScoreAt(0, _byKind);
    }
}
