using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class PatchSurprisesTests
{
    private static readonly PatchGrid Grid = new(3, 4, 1);

    private readonly PatchSurprises _surprises = new(Grid);

    [Fact]
    public void Places_are_those_of_the_active_and_the_still_patches()
    {
        _surprises.Reset(Scenes.Of(Grid, [new MovingPatch(new PatchPosition(2, 1))], [new PatchPosition(0, 3)]));

        Assert.Equal([new PatchPosition(2, 1), new PatchPosition(0, 3)], _surprises.Positions.ToArray());
        Assert.Equal(1, _surprises.ActiveCount);
    }

    [Theory]
    [InlineData(1.2, false, true)]
    [InlineData(1.1, false, false)]
    [InlineData(1.2, true, false)]
    public void A_patch_is_confirmed_whose_thing_has_been_there_for_more_than_a_second_and_is_no_veil(
        double seconds, bool isVeil, bool isConfirmed)
    {
        ScenePatches scene = Scenes.Of(Grid, new MovingPatch(new PatchPosition(2, 1)), new MovingPatch(new PatchPosition(0, 3)));
        PatchBox box = new(new PatchPosition(2, 1));
        Thing thing = new(7, box, 1, default, TimeSpan.FromSeconds(seconds), TimeSpan.Zero, HasCome: false, isVeil);
        scene.AddToThing(Grid.IndexOf(new PatchPosition(2, 1)), scene.AddThing(thing));

        _surprises.Reset(scene);

        Assert.Equal([isConfirmed, false], _surprises.IsConfirmed.ToArray());
    }

    [Fact]
    public void Every_kind_has_its_own_surprises_of_a_full_grid_too()
    {
        _surprises.Reset(Scenes.Of(Grid, [], [.. Enumerable.Range(0, Grid.Count).Select(Grid.PositionOf)]));
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            _surprises.Of(kind).Fill(kind + 1);
        }

        Assert.All(
            Enumerable.Range(0, Kinds.Count),
            kind => Assert.Equal(Enumerable.Repeat(kind + 1f, Grid.Count), _surprises.Of(kind).ToArray()));
    }

    [Fact]
    public void Reset_forgets_the_ratios()
    {
        _surprises.Ratios.Fill(3);

        _surprises.Reset(new ScenePatches(Grid));

        Assert.Equal(new double[Kinds.Count], _surprises.Ratios.ToArray());
        Assert.Equal(0, _surprises.Count);
    }
}
