using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Tests.Scoring;

public sealed class ConcurrenceTests
{
    private readonly Concurrence _together = new();

    public ConcurrenceTests() => CountOnly([.. Kinds.All]);

    [Fact]
    public void Kinds_count_by_their_weights()
    {
        CountOnly(SpeedNormality.Kind, PlaceNormality.Kind);

        double mean = ((1 * 4) + (Kind.NewNearlyEverywhere * 10)) / (1 + Kind.NewNearlyEverywhere);
        Assert.Equal(mean, _together.MeanOf(Variates((SpeedNormality.Kind, 4), (PlaceNormality.Kind, 10)), isQuiet: false), 1e-9);
    }

    [Fact]
    public void Who_does_not_take_part_does_not_count()
    {
        CountOnly(SpeedNormality.Kind);
        Assert.Equal(4, _together.MeanOf(Variates((SpeedNormality.Kind, 4), (DwellNormality.Kind, 100)), isQuiet: false));

        CountOnly();
        Assert.Equal(0, _together.MeanOf(Variates((SpeedNormality.Kind, 4)), isQuiet: false));
    }

    [Fact]
    public void How_calm_the_calm_ones_are_says_nothing_against_the_others()
    {
        double calm = _together.MeanOf(
            Variates((PresenceNormality.Kind, 9), (ChangeNormality.Kind, Concurrence.LeastVariate)), isQuiet: false);

        Assert.Equal(calm, _together.MeanOf(Variates((PresenceNormality.Kind, 9), (ChangeNormality.Kind, -40)), isQuiet: false));
    }

    /// <summary>Ten minutes in which two kinds rise now and then, in turn or together.</summary>
    [Fact]
    public void What_usually_comes_together_is_less_rare_than_what_never_did()
    {
        Concurrence inTurn = new();
        inTurn.CountOnly([.. Kinds.All.Select(_ => true)]);
        for (int block = 0; block < 120; block++)
        {
            Observe(_together, block % 3 == 0 ? [(SpeedNormality.Kind, 4), (DwellNormality.Kind, 4)] : []);
            Observe(inTurn, block % 3 == 0 ? [(SpeedNormality.Kind, 4)] : block % 3 == 1 ? [(DwellNormality.Kind, 4)] : []);
        }

        double[] both = Variates((SpeedNormality.Kind, 4), (DwellNormality.Kind, 4));
        Assert.True(inTurn.VariateOf(both, both, isQuiet: false) > 1 + _together.VariateOf(both, both, isQuiet: false));
    }

    [Fact]
    public void Where_no_kind_is_surprised_they_show_nothing_together_however_rare_that_is_by_each()
    {
        double[] rare = Variates([.. Kinds.All.Select(kind => (kind, 0.5))]);
        double[] usual = Variates([.. Kinds.All.Select(kind => (kind, -0.5))]);

        Assert.Equal(0, _together.MeanOf(rare, isQuiet: true));
        Assert.Equal(0.5, _together.MeanOf(rare, isQuiet: false), 1e-9);
        Assert.Equal(-0.5, _together.MeanOf(usual, isQuiet: true), 1e-9);
    }

    [Fact]
    public void What_is_not_confirmed_is_not_notable_and_orders_all_below_that()
    {
        double[] rise = Variates([.. Kinds.All.Select(kind => (kind, 40.0))]);
        double[] nothing = Variates();

        Assert.True(_together.VariateOf(rise, rise, isQuiet: false) > KindScorer.Notable);
        Assert.Equal(KindScorer.Unconfirmed, _together.VariateOf(rise, nothing, isQuiet: false));
        double[] little = Variates((SpeedNormality.Kind, 2));
        Assert.Equal(_together.VariateOf(little, little, isQuiet: false), _together.VariateOf(little, nothing, isQuiet: false));
    }

    [Fact]
    public void With_a_tenth_of_the_false_alarms_the_same_is_a_tenth_as_rare()
    {
        double alone = VariateOf((SpeedNormality.Kind, 5));

        _together.Share = 0.1;

        Assert.Equal(alone - Math.Log(10), VariateOf((SpeedNormality.Kind, 5)), 1e-9);
    }

    private static double[] Variates(params (Kind Kind, double Variate)[] rises)
    {
        double[] variates = new double[Kinds.Count];
        foreach ((Kind kind, double variate) in rises)
        {
            variates[kind.Index] = variate;
        }

        return variates;
    }

    private static void Observe(Concurrence together, params (Kind Kind, double Variate)[] rises)
    {
        double mean = together.MeanOf(Variates(rises), isQuiet: false);
        together.Calibration.Observe(mean, mean, BlockMaxima.BlockLength, onApproval: false);
    }

    private double VariateOf(params (Kind Kind, double Variate)[] rises) =>
        _together.VariateOf(Variates(rises), Variates(rises), isQuiet: false);

    private void CountOnly(params Kind[] kinds) => _together.CountOnly([.. Kinds.All.Select(kinds.Contains)]);
}
