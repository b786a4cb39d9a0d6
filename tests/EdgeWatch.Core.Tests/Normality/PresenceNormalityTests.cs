using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class PresenceNormalityTests
{
    private static readonly PatchGrid Grid = new(9, 12, 1);
    private static readonly PatchPosition Place = new(4, 5);
    private static readonly PatchPosition Elsewhere = new(1, 10);
    private static readonly float[] Bag = MadeUpLooks.Axis(7);
    private static readonly TimeSpan Quarantine = TimeSpan.FromMinutes(20);

    private readonly WatchedRoom _room = new(Grid);

    [Fact]
    public void Nothing_is_said_before_what_is_usual_was_seen_for_ten_seconds()
    {
        Random random = new(1);
        for (int glance = 0; glance < WatchedRoom.ApartGlances; glance++)
        {
            _room.Floor = MadeUpLooks.Anything(random);
            _room.Put(Place, MadeUpLooks.Anything(random));
            _room.Learn(1);
            Assert.Empty(_room.Told());
        }
    }

    [Fact]
    public void Nothing_is_said_where_nothing_is_glanced_at()
    {
        ScenePatches scene = new(Grid);
        scene.AddStill(Place);
        PresenceNormality presence = new(Grid);

        presence.Observe(scene, WatchedRoom.Interval);
        presence.Take(scene);
        presence.Hold(scene);

        Assert.Equal(1, scene.Count);
        Assert.Equal([0f], presence.Surprises(scene));
        Assert.Equal([0f], new AbsenceNormality().Surprises(scene));
    }

    [Fact]
    public void What_stays_is_told_at_its_eighth_glance_and_not_before()
    {
        LearnRoom();
        _room.Put(Place, Bag);
        for (int glance = 1; glance < 8; glance++)
        {
            _room.Watch(1);
            Assert.Empty(_room.Told());
        }

        _room.Watch(1);

        Assert.Equal([Place], _room.Told());
        Assert.True(_room.Here(Place) > 10, $"{_room.Here(Place)}");
        Assert.Equal(0, _room.Gone(Place));
    }

    [Fact]
    public void Between_two_glances_it_is_still_told()
    {
        LearnRoom();
        _room.Put(Place, Bag);
        _room.Watch(10);
        float surprise = _room.Here(Place);

        _room.Follow();

        Assert.Equal([Place], _room.Told());
        Assert.Equal(surprise, _room.Here(Place));
    }

    [Fact]
    public void When_it_is_gone_nothing_is_told_any_more()
    {
        LearnRoom();
        _room.Put(Place, Bag);
        _room.Watch(20);
        _room.Take(Place);

        _room.Watch(1);

        Assert.Empty(_room.Told());
    }

    [Fact]
    public void After_a_gap_it_has_to_stay_for_ten_glances_again()
    {
        LearnRoom();
        _room.Put(Place, Bag);
        _room.Watch(10);

        ((IKindNormality)_room.Presence).Clear();

        _room.Watch(9);
        Assert.Empty(_room.Told());
        _room.Watch(1);
        Assert.Equal([Place], _room.Told());
    }

    [Fact]
    public void What_passes_by_is_not_told()
    {
        LearnRoom();
        for (int glance = 0; glance < 100; glance++)
        {
            PatchPosition walker = new(4, glance / 7 % Grid.Columns);
            _room.Put(walker, Bag);
            _room.Watch(1);
            Assert.Empty(_room.Told());
            _room.Take(walker);
        }
    }

    /// <summary>A square in which somebody like the bag walks through each place again and again.</summary>
    [Fact]
    public void Who_stands_where_many_walk_is_not_taken_for_one_of_them()
    {
        LearnRoom();
        for (int glance = 0; glance < 300; glance++)
        {
            PatchPosition walker = new(4, glance / 3 % Grid.Columns);
            _room.Put(walker, Bag);
            _room.Learn(1);
            _room.Take(walker);
        }

        _room.Put(Place, Bag);
        _room.Watch(10);

        Assert.Equal([Place], _room.Told());
        Assert.True(_room.Here(Place) > 10, $"{_room.Here(Place)}");
    }

    /// <summary>One in black and one in white, now and then.</summary>
    [Fact]
    public void Those_who_pass_one_after_another_are_not_taken_for_one_who_stays()
    {
        LearnRoom();
        for (int glance = 0; glance < 100; glance++)
        {
            _room.Put(Place, MadeUpLooks.Axis(5 + (glance / 3 % 4)));
            _room.Watch(1);
            Assert.Empty(_room.Told());
        }
    }

    /// <summary>Somebody walks through in front of it now and then.</summary>
    [Fact]
    public void What_is_missed_twice_in_ten_glances_is_told_whenever_it_is_seen()
    {
        LearnRoom();
        for (int glance = 0; glance < 40; glance++)
        {
            bool isSeen = glance % 5 != 2;
            _room.Put(Place, isSeen ? Bag : MadeUpLooks.Axis(9));
            _room.Watch(1);
            Assert.Equal(glance >= 9 && isSeen, _room.Told().Length == 1);
        }
    }

    [Fact]
    public void What_looks_as_the_next_place_does_is_not_told()
    {
        _room.Put(new PatchPosition(4, 6), Bag);
        LearnRoom();

        _room.Put(Place, Bag);
        _room.Watch(10);

        Assert.Empty(_room.Told());
    }

    /// <summary>A tree in the wind, none of whose looks is like another, and a door.</summary>
    [Fact]
    public void At_a_place_that_flutters_the_same_is_less_surprising_than_at_a_still_one()
    {
        Random random = new(3);
        _room.Put(Place, () => Fluttering(random));
        _room.Learn(TimeSpan.FromMinutes(10));
        Assert.Empty(_room.Told());
        _room.Put(Place, Bag);
        _room.Put(Elsewhere, Bag);

        _room.Watch(10);

        Assert.True(_room.Here(Elsewhere) > 10, $"{_room.Here(Elsewhere)}");
        Assert.InRange(_room.Here(Place), 2, 0.5 * _room.Here(Elsewhere));
    }

    /// <summary>The floor and all that is on it turn to another look, as far as 1 − cos is 0.23.</summary>
    [Fact]
    public void Light_that_changes_everywhere_at_once_is_not_surprising_and_is_known_ten_seconds_after_it_has_stayed()
    {
        LearnRoom();
        _room.Quarantine = Quarantine;
        float[] day = _room.Floor;
        float[] lamp = MadeUpLooks.At(40, 0, 100);

        _room.Floor = lamp;
        for (int glance = 0; glance < WatchedRoom.StayGlances + WatchedRoom.ApartGlances; glance++)
        {
            _room.Learn(1);
            Assert.Empty(_room.Told());
        }

        // From then on it may be so at a part of the places only.
        _room.Floor = day;
        for (int column = 0; column < 4; column++)
        {
            _room.Put(new PatchPosition(4, column), lamp);
        }

        _room.Watch(10);
        Assert.Empty(_room.Told());
    }

    /// <summary>Grain moves the looks of structured places alone, here every third one all over the picture.</summary>
    [Fact]
    public void What_changes_at_many_places_all_over_the_picture_is_not_surprising_at_any()
    {
        LearnRoom();
        PutAt((row, column) => ((row * Grid.Columns) + column) % 3 == 0);

        _room.Watch(10);

        Assert.Empty(_room.Told());
    }

    /// <summary>A lorry across the gate: four of nine parts of the picture, which have as many places as grain changes.</summary>
    [Fact]
    public void What_fills_nearly_half_of_the_picture_is_surprising_all_the_same()
    {
        LearnRoom();
        PutAt((row, column) => row < 6 && column < 8);

        _room.Watch(10);

        Assert.Equal(6 * 8, _room.Told().Length);
    }

    [Fact]
    public void What_part_of_the_picture_looks_like_for_a_while_is_not_taken_for_light()
    {
        LearnRoom();
        _room.Quarantine = Quarantine;
        for (int column = 0; column < 4; column++)
        {
            _room.Put(new PatchPosition(4, column), MadeUpLooks.At(60, 0, 100));
        }

        _room.Learn(3 * WatchedRoom.ApartGlances);

        Assert.Equal(4, _room.Told().Length);
    }

    [Fact]
    public void Something_odd_is_not_learned_with_the_light()
    {
        _room.Learn(TimeSpan.FromMinutes(5));
        _room.Quarantine = Quarantine;
        _room.Put(Place, Bag);
        _room.Learn(WatchedRoom.ApartGlances);
        float[] day = _room.Floor;

        _room.Floor = MadeUpLooks.At(40, 0, 100);
        _room.Put(Place, MadeUpLooks.At(40, 7, 100));
        _room.Learn(3 * WatchedRoom.ApartGlances);
        Assert.Equal([Place], _room.Told());

        _room.Floor = day;
        _room.Watch(10);
        Assert.Equal([Place], _room.Told());
    }

    [Fact]
    public void In_the_learning_time_what_has_stayed_is_normal_after_ten_seconds_and_two_glances()
    {
        LearnRoom();
        _room.Put(Place, Bag);

        _room.Learn(WatchedRoom.StayGlances + WatchedRoom.ApartGlances + 2);
        Assert.Equal([Place], _room.Told());

        _room.Learn(1);
        Assert.Empty(_room.Told());
    }

    [Fact]
    public void After_the_learning_time_what_stays_is_normal_when_its_quarantine_is_over()
    {
        LearnRoom();
        _room.Quarantine = Quarantine;
        _room.Put(Place, Bag);

        _room.Learn(Quarantine + ((WatchedRoom.StayGlances + 2) * WatchedRoom.Interval));
        Assert.Equal([Place], _room.Told());

        _room.Learn(1);
        Assert.Empty(_room.Told());
    }

    /// <summary>Somebody who sits down for good never looks the same twice.</summary>
    [Fact]
    public void What_stays_and_stirs_is_normal_too_some_time_after_its_quarantine()
    {
        LearnRoom();
        _room.Quarantine = TimeSpan.FromMinutes(2);
        Random random = new(5);
        _room.Put(Place, () => Stirring(random));

        _room.Learn(TimeSpan.FromMinutes(2));
        Assert.Equal([Place], _room.Told());

        _room.Learn(TimeSpan.FromMinutes(10));
        Assert.Empty(_room.Told());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_people_say_of_an_alert_decides_whether_it_is_normal_from_then_on(bool isNormal)
    {
        LearnRoom();
        _room.Quarantine = Quarantine;
        _room.Put(Place, Bag);
        _room.Learn(10);
        _room.Hold(100);
        float surprise = _room.Here(Place);

        _room.Presence.Judge(_room.Shown, isNormal);
        _room.Watch(10);

        Assert.Equal(isNormal ? 0 : surprise, _room.Here(Place));

        // Not normal: its quarantine begins anew.
        _room.Learn(Quarantine - (10 * WatchedRoom.Interval));
        Assert.Equal(!isNormal, _room.Told().Length == 1);
        _room.Learn(15);
        Assert.Empty(_room.Told());
    }

    [Fact]
    public void What_an_alert_shows_is_held_until_people_say_that_it_is_normal()
    {
        LearnRoom();
        _room.Quarantine = Quarantine;
        _room.Put(Place, Bag);
        _room.Hold((int)(2 * Quarantine / WatchedRoom.Interval));
        Assert.Equal([Place], _room.Told());
        SurpriseMap shown = _room.Shown;
        _room.Take(Place);
        _room.Learn(2 * Quarantine);
        _room.Put(Place, Bag);
        _room.Watch(10);
        Assert.Equal([Place], _room.Told());

        _room.Presence.Judge(shown, isNormal: true);

        _room.Watch(10);
        Assert.Empty(_room.Told());
    }

    [Fact]
    public void What_is_said_of_one_place_changes_nothing_at_another()
    {
        LearnRoom();
        _room.Quarantine = Quarantine;
        _room.Put(Place, Bag);
        _room.Put(Elsewhere, Bag);
        _room.Learn(20);
        SurpriseMap shown = new(Grid);
        shown.Of(PresenceNormality.Kind.Index)[Grid.IndexOf(Place)] = 5;

        _room.Presence.Judge(shown, isNormal: true);
        _room.Watch(10);

        Assert.Equal([Elsewhere], _room.Told());
    }

    [Fact]
    public void Restored_normality_says_the_same_and_goes_on_alike()
    {
        WatchedRoom other = new(Grid);
        foreach (WatchedRoom room in new[] { _room, other })
        {
            Random flutter = new(9);
            room.Put(Elsewhere, () => Fluttering(flutter));
            room.Learn(200);
            room.Put(Elsewhere, Bag);
            room.Put(Place, Bag);
            room.Quarantine = Quarantine;
            room.Learn(30);
        }

        other.Restart();

        foreach (WatchedRoom room in new[] { _room, other })
        {
            ((IKindNormality)room.Presence).Clear();
            room.Learn(40);
        }

        Assert.True(_room.Here(Place) > 10);
        Assert.Equal(_room.Shown.All.ToArray(), other.Shown.All.ToArray());
        Assert.Equal(SavedBytes.Of(_room.Presence.Save), SavedBytes.Of(other.Presence.Save));
    }

    [Fact]
    public void Restore_OtherNumberOfPlaces_Throws() => Assert.Throws<InvalidDataException>(
        () => SavedBytes.Copy(new PresenceNormality(new PatchGrid(9, 11, 1)).Save, _room.Presence.Restore));

    [Theory]
    [InlineData(24, 8, 4, 2, 8, 4)]
    [InlineData(25, 9, 11, 3, 22, 6)]
    public void In_a_large_picture_all_patches_of_a_place_are_told(
        int rows, int columns, int placeRow, int placeColumn, int firstRow, int firstColumn)
    {
        WatchedRoom room = new(new PatchGrid(rows, columns, 1));
        room.Learn(60);
        room.Put(new PatchPosition(placeRow, placeColumn), Bag);

        room.Watch(10);

        IEnumerable<PatchPosition> expected =
            from row in Enumerable.Range(firstRow, Math.Min(rows, firstRow + 3) - firstRow)
            from column in Enumerable.Range(firstColumn, Math.Min(columns, firstColumn + 3) - firstColumn)
            where placeRow == 11 || (row < firstRow + 2 && column < firstColumn + 2)
            select new PatchPosition(row, column);
        Assert.Equal(expected, room.Told());
        Assert.Single(room.Told().Select(room.Here).Distinct());
    }

    [Fact]
    public void A_glance_costs_no_memory()
    {
        ScenePatches scene = new(Grid) { Places = new PlaceLooks(Grid) };
        PresenceNormality presence = new(Grid);
        AbsenceNormality absence = new();
        float[] surprises = new float[Grid.Count];
        Random random = new(6);
        for (int i = 0; i < scene.Places.Looks.Length; i++)
        {
            scene.Places.Looks[i] = (float)random.NextDouble() - 0.5f;
        }

        void Glances()
        {
            for (int i = 0; i < 60; i++)
            {
                scene.Clear();
                scene.Places!.Looks.AsSpan(0, 20 * PlaceLooks.Length).Reverse();
                scene.Places.Accept(scene.Places.Part);
                presence.Observe(scene, WatchedRoom.Interval);
                presence.Score(scene, WatchedRoom.Interval, surprises.AsSpan(0, scene.Count));
                absence.Score(scene, WatchedRoom.Interval, surprises.AsSpan(0, scene.Count));
                presence.Learn(scene, WatchedRoom.Interval, Quarantine);
                presence.Hold(scene);
            }
        }

        Glances();

        Assert.Equal(0, AllocatedBytes.EachTime(Glances));
    }

    private void PutAt(Func<int, int, bool> isThere)
    {
        foreach (PatchPosition place in Enumerable.Range(0, Grid.Count).Select(Grid.PositionOf).Where(at => isThere(at.Row, at.Column)))
        {
            _room.Put(place, MadeUpLooks.At(60, 0, 100));
        }
    }

    private void LearnRoom() => _room.Learn(3 * WatchedRoom.ApartGlances);

    /// <summary>A look at 35 degrees from the floor in any direction, so that any two are far from each other.</summary>
    private float[] Fluttering(Random random) => Around(_room.Floor, degrees: 35, random);

    /// <summary>A look at 40 degrees from the bag in any direction.</summary>
    private static float[] Stirring(Random random) => Around(Bag, degrees: 40, random);

    private static float[] Around(float[] look, double degrees, Random random)
    {
        float[] by = MadeUpLooks.Anything(random);
        double length = Math.Sqrt(by.Sum(value => value * value));
        double part = Math.Tan(degrees * Math.PI / 180) / length;
        return [.. look.Zip(by, (value, other) => value + (float)(part * other))];
    }
}
