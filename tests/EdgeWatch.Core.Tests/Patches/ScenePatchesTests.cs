using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

public sealed class ScenePatchesTests
{
    private static readonly PatchGrid Grid = new(3, 4, 1);

    private readonly ScenePatches _scene = new(Grid);

    [Fact]
    public void Active_patches_come_first_then_still_ones()
    {
        _scene.AddActive(new PatchPosition(2, 3));
        _scene.AddActive(new PatchPosition(0, 1));
        _scene.AddStill(new PatchPosition(0, 0));
        _scene.AddStill(new PatchPosition(1, 2));

        Assert.Equal(4, _scene.Count);
        Assert.Equal(2, _scene.Active.Count);
        Assert.Equal(
            [new PatchPosition(2, 3), new PatchPosition(0, 1), new PatchPosition(0, 0), new PatchPosition(1, 2)],
            Enumerable.Range(0, 4).Select(k => _scene[k]));
    }

    [Fact]
    public void A_patch_that_is_there_already_is_not_added_as_a_still_one()
    {
        _scene.AddActive(new PatchPosition(2, 3));
        _scene.AddStill(new PatchPosition(2, 3));
        _scene.AddStill(new PatchPosition(0, 0));
        _scene.AddStill(new PatchPosition(0, 0));

        Assert.Equal(2, _scene.Count);
    }

    [Fact]
    public void Occupied_is_where_something_moves_or_stays_still()
    {
        _scene.AddActive(new PatchPosition(1, 3));
        _scene.AddStill(new PatchPosition(2, 0));

        Assert.Equal(Enumerable.Range(0, 12).Select(i => i is 7 or 8), _scene.IsOccupied.ToArray());
    }

    [Fact]
    public void A_patch_of_which_something_is_to_be_said_is_there_once_and_not_occupied_by_that()
    {
        _scene.AddActive(new PatchPosition(2, 3));
        _scene.Add(new PatchPosition(2, 3));
        _scene.Add(new PatchPosition(1, 1));
        _scene.Add(new PatchPosition(0, 0));
        _scene.AddStill(new PatchPosition(0, 0));

        Assert.Equal(
            [new PatchPosition(2, 3), new PatchPosition(1, 1), new PatchPosition(0, 0)],
            Enumerable.Range(0, _scene.Count).Select(k => _scene[k]));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => i is 11 or 0), _scene.IsOccupied.ToArray());
    }

    [Fact]
    public void Clear_empties_everything()
    {
        _scene.AddActive(new PatchPosition(1, 3));
        _scene.AddStill(new PatchPosition(2, 0));
        _scene.Add(new PatchPosition(0, 2));

        _scene.Clear();

        Assert.Equal(0, _scene.Count);
        Assert.Equal(0, _scene.Active.Count);
        Assert.DoesNotContain(true, _scene.IsOccupied.ToArray());
        _scene.AddStill(new PatchPosition(2, 0));
        Assert.Equal(new PatchPosition(2, 0), _scene[0]);
    }

    [Fact]
    public void Patches_belong_to_things_until_they_are_cleared()
    {
        _scene.AddStill(new PatchPosition(0, 1));
        Thing came = new(7, new PatchBox(new PatchPosition(0, 1)), 1, default, TimeSpan.Zero, TimeSpan.Zero, HasCome: true, IsVeil: false);
        _scene.AddToThing(11, _scene.AddThing(came with { Number = 8, HasCome = false }));
        _scene.AddToThing(1, _scene.AddThing(came));

        Assert.Equal([8L, 7], _scene.Things.ToArray().Select(thing => thing.Number));
        Assert.Equal((-1, 1, 0), (_scene.ThingAt(0), _scene.ThingAt(1), _scene.ThingAt(11)));
        Assert.Equal((false, true, false), (_scene.HasCome(0), _scene.HasCome(1), _scene.HasCome(11)));

        _scene.Clear();

        Assert.True(_scene.Things.IsEmpty);
        Assert.Equal(-1, _scene.ThingAt(1));
    }

    [Fact]
    public void The_whole_grid_fits()
    {
        for (int i = 0; i < Grid.Count; i++)
        {
            _scene.AddStill(Grid.PositionOf(i));
        }

        Assert.Equal(Grid.Count, _scene.Count);
    }
}
