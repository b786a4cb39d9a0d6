using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Things;

namespace EdgeWatch.Core.Tests.Things;

public sealed class ThingTrackerTests
{
    private static readonly PatchGrid Grid = new(15, 20, 1);
    private static readonly TimeSpan Tenth = TimeSpan.FromSeconds(0.1);
    private static readonly Rectangle Walker = new(10, 100, 1.5);

    private readonly ThingTracker _tracker = new(Grid);
    private readonly ScenePatches _scene = new(Grid);
    private readonly bool[] _held = new bool[Grid.Count];

    [Fact]
    public void Somebody_who_crosses_the_picture_is_one_thing_all_the_way()
    {
        Thing thing = Walk(Walker, 150);

        Assert.Equal(1, thing.Number);
        Assert.Equal(14.9, thing.Age.TotalSeconds, 1e-6);
        Assert.InRange(thing.Motion.X, 10 + (149 * 1.5) + 10 - 8, 10 + (149 * 1.5) + 10 + 8);
        Assert.InRange(thing.Motion.Y, 110, 126);
        Assert.Equal(1.5, thing.Motion.VelocityX, 0.01);
        Assert.InRange(thing.Box.Columns, 1, 2);
        Assert.InRange(thing.Box.Rows, 2, 3);
        Assert.True(thing.HasCome);
        Assert.InRange(thing.Resting.TotalSeconds, 0, 2);
    }

    [Fact]
    public void A_patch_knows_its_thing()
    {
        Show(new Rectangle(0, 0), new Rectangle(160, 100));

        Thing left = _scene.Things[_scene.ThingAt(0)];
        Thing right = _scene.Things[_scene.ThingAt(Grid.IndexOf(new PatchPosition(7, 10)))];
        Assert.Equal(new PatchBox(0, 0, 1, 0), left.Box);
        Assert.Equal(2, left.Patches);
        Assert.NotEqual(left.Number, right.Number);
        Assert.Equal(-1, _scene.ThingAt(Grid.IndexOf(new PatchPosition(14, 19))));
    }

    [Fact]
    public void Two_who_walk_past_each_other_keep_their_numbers()
    {
        Rectangle other = new(270, 108, -1.5);
        Show(Walker, other);
        long walker = NumberAt(Walker);
        long otherOne = NumberAt(other);

        for (int frame = 1; frame < 160; frame++)
        {
            Show(Walker.After(frame), other.After(frame));
        }

        Assert.Equal(walker, NumberAt(Walker.After(159)));
        Assert.Equal(otherOne, NumberAt(other.After(159)));
        Assert.Equal(2, _scene.Things.Length);
    }

    [Fact]
    public void Two_who_meet_walk_together_and_part_are_the_two_that_met()
    {
        Rectangle left = new(100, 60, 1);
        Rectangle right = new(160, 60, -1);
        for (int frame = 0; frame < 20; frame++)
        {
            Show(left.After(frame), right.After(frame));
        }

        (left, right) = (left.After(20) with { VelocityX = 0 }, right.After(20) with { VelocityX = 0 });
        for (int frame = 0; frame < 30; frame++)
        {
            Show(left, right);
        }

        (left, right) = (left with { VelocityX = -1 }, right with { VelocityX = 1 });
        for (int frame = 0; frame < 40; frame++)
        {
            Show(left.After(frame), right.After(frame));
        }

        Assert.Equal([1L, 2], Numbers());
    }

    [Fact]
    public void A_group_that_parts_is_the_larger_part_and_a_new_thing()
    {
        Rectangle slow = new(10, 100, 0.5, Width: 32);
        Rectangle fast = new(42, 100, 2, Width: 20);
        for (int frame = 0; frame < 60; frame++)
        {
            Show(fast.After(frame), slow.After(frame));
        }

        Assert.Equal([1L, 2], Numbers());
        Assert.Equal(1, NumberAt(slow.After(59)));
    }

    [Fact]
    public void Who_leaves_a_group_has_been_there_as_long_as_it()
    {
        Rectangle slow = new(10, 100, 0.5, Width: 32);
        Rectangle fast = new(42, 100, 2, Width: 20);
        for (int frame = 0; frame < 60; frame++)
        {
            Show(fast.After(frame), slow.After(frame));
        }

        Assert.Equal([5.9, 5.9], _scene.Things.ToArray().Select(thing => Math.Round(thing.Age.TotalSeconds, 6)));
    }

    [Theory]
    [InlineData(19, 1)]
    [InlineData(21, 2)]
    public void A_thing_is_waited_for_for_two_seconds(int framesMissed, long expected)
    {
        Rectangle standing = new(100, 100);
        Show(standing);
        for (int frame = 0; frame < framesMissed; frame++)
        {
            Show();
        }

        Show(standing);

        Assert.Equal([expected], Numbers());
    }

    [Fact]
    public void A_walker_whom_the_gate_misses_is_found_where_he_is_to_be_expected()
    {
        Walk(Walker, 30);
        for (int frame = 30; frame < 45; frame++)
        {
            Show();
        }

        Show(Walker.After(45));

        Assert.Equal([1L], Numbers());
    }

    [Fact]
    public void Who_comes_back_after_he_has_left_is_another_thing()
    {
        Walk(Walker, 200);
        Walk(new Rectangle(10, 100, 1.5), 30);

        Assert.Equal([2L], Numbers());
    }

    [Fact]
    public void Somebody_who_stops_rests_from_then_on_and_the_background_is_kept_from_him()
    {
        Walk(Walker, 60);
        Assert.DoesNotContain(true, Held());

        for (int frame = 0; frame < 100; frame++)
        {
            Show(Walker.After(60) with { VelocityX = 0 });
        }

        Assert.Equal(1, _scene.Things[0].Number);
        Assert.InRange(_scene.Things[0].Resting.TotalSeconds, 9, 11);
        Assert.Equal(_scene.IsOccupied.ToArray(), Held());
    }

    [Fact]
    public void After_ten_minutes_he_may_become_part_of_the_background()
    {
        Walk(Walker, 60);
        Show(TimeSpan.FromSeconds(0.5), 1198, Walker.After(60) with { VelocityX = 0 });
        Assert.Contains(true, Held());

        Show(TimeSpan.FromSeconds(0.5), 6, Walker.After(60) with { VelocityX = 0 });

        Assert.DoesNotContain(true, Held());
    }

    [Fact]
    public void A_tree_has_not_come_however_it_sways()
    {
        for (int frame = 0; frame < 600; frame++)
        {
            Show(new Rectangle(100 + (3 * Math.Sin(frame / 5.0)), 20, 0.6 * Math.Cos(frame / 5.0), 60, 60));
        }

        Assert.All(_scene.Things.ToArray(), thing => Assert.False(thing.HasCome));
        Assert.DoesNotContain(true, Held());
    }

    [Fact]
    public void The_hole_that_a_parked_car_leaves_has_not_come()
    {
        Rectangle hole = new(32, 100, 0, 64, 32);
        for (int frame = 0; frame < 60; frame++)
        {
            Show(new Rectangle(32, 100, 3, 64, 32).After(frame), hole);
        }

        Assert.Equal(2, _scene.Things.Length);
        Assert.False(_scene.Things[_scene.ThingAt(Grid.IndexOf(new PatchPosition(7, 3)))].HasCome);
    }

    /// <summary>The gate misses the middle of it for a frame.</summary>
    [Fact]
    public void What_was_left_behind_has_come_with_all_of_it_also_when_it_falls_apart()
    {
        Rectangle trolley = LeaveTrolley();
        Show(30, trolley);
        Show(trolley with { Height = 16 }, trolley with { Y = trolley.Y + 32, Height = 16 });
        Show(30, trolley);

        Assert.All(_scene.Things.ToArray(), thing => Assert.True(thing.HasCome, $"{thing}"));
    }

    [Fact]
    public void What_was_left_behind_has_come_also_when_something_beside_it_was_taken_for_a_part_of_it()
    {
        Rectangle trolley = LeaveTrolley();
        Show(5, trolley with { Width = 32 });
        Show(5, trolley with { Width = 48 });
        Show(trolley, trolley with { X = trolley.X + 32, Height = 16 });
        Show(50, trolley);

        Assert.All(_scene.Things.ToArray(), thing => Assert.True(thing.HasCome, $"{thing}"));
        Assert.Contains(true, Held());
    }

    [Fact]
    public void A_bag_that_is_left_behind_has_come()
    {
        Walk(Walker, 60);
        Rectangle bag = new(Walker.After(60).X, 128, 0, 16, 16);
        for (int frame = 60; frame < 120; frame++)
        {
            Show(Walker.After(frame), bag);
        }

        Assert.Equal(1, NumberAt(Walker.After(119)));
        Thing left = _scene.Things[_scene.ThingAt(Grid.IndexOf(new PatchPosition(8, (int)bag.X / 16)))];
        Assert.Equal(2, left.Number);
        Assert.True(left.HasCome);
    }

    [Fact]
    public void Clear_forgets_things_but_no_number_comes_twice()
    {
        Walk(Walker, 10);

        _tracker.Clear();
        Show(Walker.After(10));

        Assert.Equal([2L], Numbers());
        Assert.Equal(TimeSpan.Zero, _scene.Things[0].Age);
    }

    [Fact]
    public void What_is_too_much_belongs_to_no_thing()
    {
        PatchGrid grid = new(20, 20, 1);
        ScenePatches scene = new(grid);
        for (int i = 0; i < 100; i++)
        {
            scene.AddStill(new PatchPosition(2 * (i / 10), 2 * (i % 10)));
        }

        ThingTracker tracker = new(grid);
        tracker.Follow(scene, Tenth);

        Assert.Equal(ThingTracker.Capacity, scene.Things.Length);
        Assert.Equal(100 - ThingTracker.Capacity, Enumerable.Range(0, grid.Count).Count(i => scene.IsOccupied[i] && scene.ThingAt(i) < 0));
    }

    [Fact]
    public void Following_costs_no_memory()
    {
        Walk(Walker, 30);

        Assert.Equal(0, AllocatedBytes.EachTime(() => _tracker.Follow(_scene, Tenth)));
    }

    [Fact]
    public void What_the_background_shines_through_is_a_veil_and_one_frame_of_it_makes_none()
    {
        PatchChange veiled = new(Squared: 900, Visible: 400, Unveiled: 9);
        PatchChange plain = new(Squared: 900, Visible: 400, Unveiled: 225);
        Assert.False(Walk(Walker, 20, plain).IsVeil);
        Assert.False(Walk(Walker.After(20), 1, veiled).IsVeil);
        Assert.True(Walk(Walker.After(21), 20, veiled).IsVeil);
        Assert.False(Walk(Walker.After(41), 20, plain).IsVeil);
    }

    [Fact]
    public void Of_what_nothing_is_known_it_is_no_veil() => Assert.False(Walk(Walker, 20).IsVeil);

    /// <summary>Somebody brings a trolley, leaves it, and has left the picture.</summary>
    private Rectangle LeaveTrolley()
    {
        Rectangle walker = new(16, 80, 2, 48, 64);
        Rectangle trolley = new(96, 96, 0, 16, 48);
        Walk(walker, 40);
        for (int frame = 40; frame < 140; frame++)
        {
            Show(walker.After(frame), trolley);
        }

        Assert.All(_scene.Things.ToArray(), thing => Assert.True(thing.HasCome));
        return trolley;
    }

    private Thing Walk(Rectangle walker, int frames, PatchChange change)
    {
        for (int frame = 0; frame < frames; frame++)
        {
            Rectangle.Show(_scene, walker.After(frame));
            _scene.Changes.Fill(change);
            _tracker.Follow(_scene, Tenth);
        }

        return Assert.Single(_scene.Things.ToArray());
    }

    private Thing Walk(Rectangle walker, int frames)
    {
        for (int frame = 0; frame < frames; frame++)
        {
            Show(walker.After(frame));
        }

        return _scene.Things.IsEmpty ? default : _scene.Things[0];
    }

    private void Show(params ReadOnlySpan<Rectangle> all)
    {
        Rectangle.Show(_scene, all);
        _tracker.Follow(_scene, Tenth);
    }

    private void Show(int frames, Rectangle one) => Show(Tenth, frames, one);

    private void Show(TimeSpan duration, int frames, Rectangle one)
    {
        for (int frame = 0; frame < frames; frame++)
        {
            Rectangle.Show(_scene, one);
            _tracker.Follow(_scene, duration);
        }
    }

    private bool[] Held()
    {
        _tracker.FillHeld(_held);
        return _held;
    }

    private long[] Numbers() => [.. _scene.Things.ToArray().Select(thing => thing.Number).Order()];

    /// <summary>The number of the thing in the middle of a rectangle.</summary>
    private long NumberAt(Rectangle one)
    {
        PatchPosition middle = new((int)(one.Y + (one.Height / 2)) / 16, (int)(one.X + (one.Width / 2)) / 16);
        return _scene.Things[_scene.ThingAt(Grid.IndexOf(middle))].Number;
    }
}
