using EdgeWatch.Core.Events;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Core.Tests.Watching;

/// <summary>People say afterwards that an event was normal.</summary>
public sealed class AcceptedSurprisesTests
{
    private const double Walking = 1;
    private const double Running = 2;

    /// <summary>Two of the three cost volumes, which the model of these tests lives on, reach as far as 4 pixels a frame.</summary>
    private const double Racing = 4;
    private const string Event = "01JQ0M7Z8Y5V3X2W1T0S9R8Q7P";
    private static readonly TimeSpan Learning = TimeSpan.FromSeconds(60);

    [Fact]
    public void What_was_called_normal_is_not_unusual_any_more_and_what_is_beyond_it_still_is()
    {
        using Street street = Learned();
        SurpriseMap shown = WatchEvent(street, Running, out double before);

        street.Watch.Normality.Accepted.Accept(shown);
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
        SurpriseMap shown = WatchEvent(street, Running, out double before);
        street.Watch.Normality.Accepted.Accept(shown);

        street.Watch.Normality.Accepted.TakeBack(shown);

        Assert.InRange(Highest(street, Running), 0.7, before + 0.1);
    }

    [Fact]
    public void Other_places_and_other_kinds_are_not_excused()
    {
        PatchGrid grid = new(10, 20, 1);
        AcceptedSurprises accepted = new(grid);
        SurpriseMap shown = new(grid);
        shown.Of(SpeedNormality.Kind.Index)[grid.IndexOf(new PatchPosition(5, 5))] = 8;
        accepted.Accept(shown);

        PatchSurprises patches = Patches(new PatchPosition(5, 7), new PatchPosition(5, 8), new PatchPosition(7, 3));
        patches.Of(SpeedNormality.Kind.Index).Fill(9);
        patches.Of(PlaceNormality.Kind.Index).Fill(9);
        accepted.Excuse(patches);

        Assert.Equal([0, 9, 0], patches.Of(SpeedNormality.Kind.Index).ToArray());
        Assert.Equal([9, 9, 9], patches.Of(PlaceNormality.Kind.Index).ToArray());
    }

    [Fact]
    public void More_than_the_tolerance_above_what_was_accepted_is_not_excused()
    {
        PatchGrid grid = new(10, 20, 1);
        AcceptedSurprises accepted = new(grid);
        SurpriseMap shown = new(grid);
        shown.Of(PlaceNormality.Kind.Index)[grid.IndexOf(new PatchPosition(5, 5))] = 8;
        accepted.Accept(shown);

        PatchSurprises patches = Patches(new PatchPosition(5, 5), new PatchPosition(5, 6));
        patches.Of(PlaceNormality.Kind.Index)[0] = 8 * AcceptedSurprises.Tolerance;
        patches.Of(PlaceNormality.Kind.Index)[1] = (8 * AcceptedSurprises.Tolerance) + 0.1f;
        accepted.Excuse(patches);

        Assert.Equal(0, patches.Of(PlaceNormality.Kind.Index)[0]);
        Assert.True(patches.Of(PlaceNormality.Kind.Index)[1] > 8);
    }

    [Fact]
    public void Events_are_remembered_up_to_a_bound_and_those_nobody_was_told_of_are_not()
    {
        RecentEvents events = new(new PatchGrid(10, 20, 1));
        PatchSurprises patches = Patches(new PatchPosition(1, 1));
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
        PatchSurprises before = Patches(new PatchPosition(1, 1));
        before.Of(SpeedNormality.Kind.Index)[0] = 7;
        events.Observe(before, null);

        events.Observe(Patches(new PatchPosition(1, 2)), Event);
        events.Keep();

        Assert.Equal(7, events.Find(Event)!.Of(SpeedNormality.Kind.Index)[grid.IndexOf(new PatchPosition(1, 1))]);
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

    private static SurpriseMap WatchEvent(Street street, double speed, out double highest)
    {
        RecentEvents events = new(street.Watch.Grid);
        street.Watch.KeepsLearning = false;
        highest = 0;
        for (int i = 0; i < 60; i++)
        {
            ScoredFrame frame = street.Show(speed)!;
            highest = Math.Max(highest, frame.Score.Score);
            events.Observe(frame.Patches, Event);
        }

        events.Keep();
        return events.Find(Event)!;
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

    private static PatchSurprises Patches(params PatchPosition[] positions)
    {
        PatchGrid grid = new(10, 20, 1);
        ScenePatches scene = new(grid);
        foreach (PatchPosition position in positions)
        {
            scene.AddActive(position);
        }

        PatchSurprises patches = new(grid);
        patches.Reset(scene);
        return patches;
    }
}
