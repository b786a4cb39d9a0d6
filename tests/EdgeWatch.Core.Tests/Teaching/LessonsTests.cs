using EdgeWatch.Core.Events;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Core.Tests.Watching;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Core.Tests.Teaching;

/// <summary>People say afterwards what an event was.</summary>
public sealed class LessonsTests
{
    private const double Walking = 1;
    private const double Running = 2;

    /// <summary>Two of the three cost volumes, which the model of these tests lives on, reach as far as 4 pixels a frame.</summary>
    private const double Racing = 4;
    private static readonly TimeSpan Learning = TimeSpan.FromSeconds(60);

    [Fact]
    public void What_was_called_normal_is_not_unusual_any_more_and_what_is_beyond_it_still_is()
    {
        using Street street = Learned();
        EventTrace shown = WatchEvent(street, Running, out double before);

        street.Watch.Normality.Judge(SampleLesson.About(shown), shown.Surprises);
        double after = Highest(street, Running);
        double racing = Highest(street, Racing);

        Assert.True(before > 0.7, $"running scores {before} at first");
        Assert.InRange(after, 0, AlertPolicy.Default.Release);
        Assert.True(racing > AlertPolicy.Default.Threshold, $"racing scores {racing}");
    }

    [Fact]
    public void What_was_called_normal_by_mistake_can_be_taken_back()
    {
        using Street street = Learned();
        EventTrace shown = WatchEvent(street, Running, out double before);
        street.Watch.Normality.Judge(SampleLesson.About(shown), shown.Surprises);

        Assert.NotNull(street.Watch.Normality.TakeBack(SampleLesson.Event));

        Assert.InRange(Highest(street, Running), 0.7, before + 0.1);
    }

    [Fact]
    public void Other_places_and_other_kinds_are_not_excused()
    {
        PatchGrid grid = new(10, 20, 1);
        Lessons lessons = new(grid);
        EventTrace shown = new(grid);
        shown.Surprises.Of(SpeedNormality.Kind.Index)[grid.IndexOf(new PatchPosition(5, 5))] = 8;
        lessons.Add(SampleLesson.About(shown));

        (ScenePatches scene, PatchSurprises patches) = Patches(new PatchPosition(5, 7), new PatchPosition(5, 8), new PatchPosition(7, 3));
        patches.Of(SpeedNormality.Kind.Index).Fill(9);
        patches.Of(PlaceNormality.Kind.Index).Fill(9);
        lessons.Apply(scene, patches, TimeSpan.Zero);

        Assert.Equal([0, 9, 0], patches.Of(SpeedNormality.Kind.Index).ToArray());
        Assert.Equal([9, 9, 9], patches.Of(PlaceNormality.Kind.Index).ToArray());
    }

    [Fact]
    public void More_than_the_tolerance_above_what_was_accepted_is_not_excused()
    {
        PatchGrid grid = new(10, 20, 1);
        Lessons lessons = new(grid);
        EventTrace shown = new(grid);
        shown.Surprises.Of(PlaceNormality.Kind.Index)[grid.IndexOf(new PatchPosition(5, 5))] = 8;
        lessons.Add(SampleLesson.About(shown));

        (ScenePatches scene, PatchSurprises patches) = Patches(new PatchPosition(5, 5), new PatchPosition(5, 6));
        patches.Of(PlaceNormality.Kind.Index)[0] = 8 * Likeness.Tolerance;
        patches.Of(PlaceNormality.Kind.Index)[1] = (8 * Likeness.Tolerance) + 0.1f;
        lessons.Apply(scene, patches, TimeSpan.Zero);

        Assert.Equal(0, patches.Of(PlaceNormality.Kind.Index)[0]);
        Assert.True(patches.Of(PlaceNormality.Kind.Index)[1] > 8);
    }

    [Fact]
    public void Events_are_remembered_up_to_a_bound_and_those_nobody_was_told_of_are_not()
    {
        RecentEvents events = new(new PatchGrid(10, 20, 1));
        (_, PatchSurprises patches) = Patches(new PatchPosition(1, 1));
        events.Observe(patches, "unconfirmed");
        for (int i = 0; i <= RecentEvents.Capacity; i++)
        {
            events.Observe(patches, null);
            events.Observe(patches, $"event {i}");
            events.Keep();
            events.Keep();
        }

        Assert.Null(events.Find("unconfirmed"));
        Assert.Null(events.Find("event 0"));
        Assert.NotNull(events.Find("event 1"));
        Assert.Equal($"event {RecentEvents.Capacity}", events.Latest);
    }

    [Fact]
    public void An_event_includes_what_was_to_be_seen_shortly_before_it()
    {
        PatchGrid grid = new(10, 20, 1);
        RecentEvents events = new(grid);
        (_, PatchSurprises before) = Patches(new PatchPosition(1, 1));
        before.Of(SpeedNormality.Kind.Index)[0] = 7;
        events.Observe(before, null);

        events.Observe(Patches(new PatchPosition(1, 2)).Surprises, SampleLesson.Event);
        events.Keep();

        SurpriseMap shown = events.Find(SampleLesson.Event)!.Surprises;
        Assert.Equal(7, shown.Of(SpeedNormality.Kind.Index)[grid.IndexOf(new PatchPosition(1, 1))]);
    }

    [Fact]
    public void What_was_called_right_does_not_become_normal_though_it_is_learned_from()
    {
        using Street street = Learned();
        EventTrace shown = WatchEvent(street, Running, out double before);
        using Street other = Learned();

        street.Watch.Normality.Judge(SampleLesson.About(shown, isNormal: false), shown.Surprises);

        Assert.InRange(AfterMuchOfIt(street), before - 0.1, 1);
        Assert.InRange(AfterMuchOfIt(other), 0, before - 0.2);
    }

    [Fact]
    public void A_lesson_of_another_network_or_picture_is_kept_and_does_not_count()
    {
        using Street street = Learned();
        EventTrace shown = WatchEvent(street, Running, out double before);
        Lessons lessons = street.Watch.Normality.Lessons;
        lessons.Add(SampleLesson.About(shown));

        lessons.Owner = "another network";
        Assert.False(lessons.IsInForce(Assert.Single(lessons.All)));
        Assert.InRange(Highest(street, Running), 0.7, before + 0.1);

        lessons.Owner = "";
        Assert.InRange(Highest(street, Running), 0, AlertPolicy.Default.Release);
    }

    [Fact]
    public void The_oldest_lesson_makes_room_and_one_about_the_same_event_takes_its_place()
    {
        Lessons lessons = new(new PatchGrid(10, 20, 1));
        EventTrace nothing = new(new PatchGrid(10, 20, 1));
        for (int i = 0; i <= Lessons.Capacity; i++)
        {
            lessons.Add(SampleLesson.About(nothing, eventId: $"{i}"));
        }

        lessons.Add(SampleLesson.About(nothing, isNormal: false, eventId: "1"));

        Assert.Equal(Lessons.Capacity, lessons.All.Count);
        Assert.Equal("2", lessons.All[0].EventId);
        Assert.False(lessons.All[^1].IsNormal);
    }

    [Fact]
    public void What_is_written_is_read_back_and_nothing_else_is()
    {
        PatchGrid grid = new(10, 20, 1);
        EventTrace shown = new(grid);
        shown.Surprises.Of(SpeedNormality.Kind.Index)[7] = 8;
        shown.Looks.Add(3, [.. Enumerable.Range(0, PlaceLooks.Length).Select(i => (sbyte)i)], isOdd: true);

        byte[] lessons = TraceFormat.Write([SampleLesson.About(shown), SampleLesson.About(shown, isNormal: false, eventId: "second")]);
        byte[] trace = TraceFormat.Write(shown, "owner");

        Assert.Equal(
            [(SampleLesson.Event, true), ("second", false)],
            TraceFormat.ReadLessons(lessons).Select(its => (its.EventId, its.IsNormal)));
        EventTrace read = TraceFormat.Read(trace, grid, "owner")!;
        Assert.Equal(8, read.Surprises.Of(SpeedNormality.Kind.Index)[7]);
        Assert.Equal(0, read.Looks.DistanceTo(0, shown.Looks.LookAt(0)), tolerance: 1e-9);
        Assert.Null(TraceFormat.Read(trace, grid, "another"));
        for (int length = 0; length < lessons.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => TraceFormat.ReadLessons(lessons.AsSpan(0, length)));
        }
    }

    /// <summary>Highest score of running after minutes of it that are learned from, as under a threshold that it does not reach.</summary>
    private static double AfterMuchOfIt(Street street)
    {
        street.Watch.KeepsLearning = true;
        street.Show(Running, 2000);
        return Highest(street, Running);
    }

    private static Street Learned()
    {
        Street street = new(Learning);
        while (street.Watch.IsLearning)
        {
            street.Show(Walking);
        }

        return street;
    }

    private static EventTrace WatchEvent(Street street, double speed, out double highest)
    {
        RecentEvents events = new(street.Watch.Grid);
        street.Watch.KeepsLearning = false;
        highest = 0;
        for (int i = 0; i < 60; i++)
        {
            ScoredFrame frame = street.Show(speed)!;
            highest = Math.Max(highest, frame.Score.Score);
            events.Observe(frame.Patches, SampleLesson.Event);
        }

        events.Keep();
        return events.Find(SampleLesson.Event)!;
    }

    /// <summary>Highest score of some seconds, after some of walking.</summary>
    private static double Highest(Street street, double speed)
    {
        street.Watch.KeepsLearning = false;
        street.Show(Walking, 40);
        double highest = 0;
        for (int i = 0; i < 60; i++)
        {
            highest = Math.Max(highest, street.Show(speed)!.Score.Score);
        }

        return highest;
    }

    private static (ScenePatches Scene, PatchSurprises Surprises) Patches(params PatchPosition[] positions)
    {
        PatchGrid grid = new(10, 20, 1);
        ScenePatches scene = new(grid);
        foreach (PatchPosition position in positions)
        {
            scene.AddActive(position);
        }

        PatchSurprises patches = new(grid);
        patches.Reset(scene);
        return (scene, patches);
    }
}
