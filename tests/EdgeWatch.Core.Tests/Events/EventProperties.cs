using EdgeWatch.Core.Events;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace EdgeWatch.Core.Tests.Events;

/// <summary>What holds of events whatever a camera does, for random lives of cameras; a failure is shrunk to a short one.</summary>
public sealed class EventProperties
{
    private const int Lives = 500;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly AlertPolicy[] Policies =
    [
        AlertPolicy.Default,
        AlertPolicy.Default with { Cooldown = TimeSpan.Zero },
        AlertPolicy.Default with { MinimumLength = TimeSpan.Zero, EndAfter = TimeSpan.FromSeconds(1) },
        new(0.3, 0.3, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero),
        new(0.8, 0.3, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2)),
        AlertPolicy.Default with { EscalateAfter = TimeSpan.FromSeconds(20), Cooldown = TimeSpan.FromMinutes(1) },
    ];

    /// <summary>Every event begins once and ends once, nothing of it is missing, and none begins before the last one is over.</summary>
    [Property(MaxTest = Lives)]
    public Property Messages_of_events_are_whole_and_in_order() => Prop.ForAll(AnyLife, life =>
    {
        TrackedEvent? open = null;
        foreach (Told told in Live(life))
        {
            switch (told.Transition)
            {
                case EventTransition.Started:
                    Assert.Null(open);
                    Assert.Equal(1, told.Sequence);
                    open = told.Event;
                    break;
                case EventTransition.Updated:
                    Assert.Same(open, told.Event);
                    break;
                default:
                    Assert.Equal(EventTransition.Ended, told.Transition);
                    Assert.Same(open, told.Event);
                    open = null;
                    break;
            }
        }

        // The life ends with a stop of the daemon.
        Assert.Null(open);
    });

    [Property(MaxTest = Lives)]
    public Property Sequences_have_no_gaps() => Prop.ForAll(AnyLife, life =>
    {
        foreach (IGrouping<string, Told> messages in Live(life).GroupBy(told => told.Event.Id))
        {
            Assert.Equal(Enumerable.Range(1, messages.Count()), messages.Select(told => told.Sequence));
        }
    });

    [Property(MaxTest = Lives)]
    public Property Ids_are_never_used_twice() => Prop.ForAll(AnyLife, life =>
    {
        string[] ids = [.. Live(life).Where(told => told.Transition is EventTransition.Started).Select(told => told.Event.Id)];

        Assert.Equal(ids.Distinct(), ids);
    });

    /// <summary>Whatever the wall clock does: an event keeps the one it began with.</summary>
    [Property(MaxTest = Lives)]
    public Property Ends_come_after_starts_and_what_happened_in_between() => Prop.ForAll(AnyLife, life =>
    {
        foreach (Told told in Live(life))
        {
            Assert.True(told.LastHighAt >= told.Event.StartedAt);
            Assert.True(told.EndedAt is null == told.Transition is not EventTransition.Ended);
            Assert.True(told.EndedAt is not { } end || end >= told.LastHighAt);
        }
    });

    [Property(MaxTest = Lives)]
    public Property Peaks_only_rise_and_are_never_below_the_score_that_is_told() => Prop.ForAll(AnyLife, life =>
    {
        foreach (IGrouping<string, Told> messages in Live(life).GroupBy(told => told.Event.Id))
        {
            Assert.Equal(messages.Select(told => told.Peak).Order(), messages.Select(told => told.Peak));
            Assert.All(messages, told => Assert.True(told.Peak >= told.Score));
        }
    });

    /// <summary>What is no news is told after 10 s, then after twice as long each time, and after 10 min at the end.</summary>
    [Property(MaxTest = Lives)]
    public Property Updates_come_with_growing_spacing_unless_they_are_news() => Prop.ForAll(LoudLife, life =>
    {
        foreach (IGrouping<string, Told> messages in Live(life).GroupBy(told => told.Event.Id))
        {
            TimeSpan least = TimeSpan.FromSeconds(10);
            Told? before = null;
            foreach (Told told in messages.Where(told => told.Transition is not EventTransition.Ended))
            {
                if (before is not null && told.Level == before.Level && told.Peak < before.Peak + EventTracker.MarkedRise)
                {
                    Assert.True(told.At - before.At >= least, $"{told.At - before.At} after the message before, and not {least}");
                    least = TimeSpan.FromTicks(Math.Min(2 * least.Ticks, TimeSpan.FromMinutes(10).Ticks));
                }

                before = told;
            }
        }
    });

    [Property(MaxTest = Lives)]
    public Property Levels_only_rise_and_never_before_their_time() => Prop.ForAll(AnyLife, life =>
    {
        foreach (IGrouping<string, Told> messages in Live(life).GroupBy(told => told.Event.Id))
        {
            Assert.Equal(messages.Select(told => told.Level).Order(), messages.Select(told => told.Level));
            Assert.All(
                messages.Where(told => told.Level is AlertLevel.Urgent),
                told => Assert.True(told.LastHighAt - told.Event.StartedAt >= TimeSpan.FromSeconds(20)));
        }
    });

    /// <summary>Two events in a row, at whatever cameras, share an incident if and only if they begin soon one after the other.</summary>
    [Property(MaxTest = Lives)]
    public Property Incidents_are_chains_of_events_that_begin_soon_after_another() => Prop.ForAll(Starts, starts =>
    {
        TimeSpan window = TimeSpan.FromSeconds(10);
        Incidents incidents = new(() => window, TimeProvider.System);
        string[] ids = [.. starts.Select((start, index) => incidents.IdOf($"event {index}", Timestamp(start)))];

        for (int i = 1; i < starts.Length; i++)
        {
            Assert.Equal(starts[i] - starts[i - 1] <= window, ids[i] == ids[i - 1]);
        }

        Assert.All(ids.Index(), entry => Assert.Equal(entry.Item, ids[int.Parse(entry.Item.Split(' ')[1], provider: null)]));
    });

    /// <summary>Events that are found late, since they have to last for longer at their camera, break no incident of others.</summary>
    [Property(MaxTest = Lives)]
    public Property Incidents_hold_together_in_whatever_order_their_events_are_found() => Prop.ForAll(Starts, starts =>
    {
        TimeSpan window = TimeSpan.FromSeconds(10);
        Incidents incidents = new(() => window, TimeProvider.System);
        TimeSpan[] found = [.. starts.Index().OrderBy(entry => entry.Index ^ 1).Select(entry => entry.Item)];
        (TimeSpan Start, string Id)[] all =
            [.. found.Select((start, index) => (start, incidents.IdOf($"event {index}", Timestamp(start))))];

        foreach (IGrouping<string, (TimeSpan Start, string Id)> incident in all.GroupBy(entry => entry.Id))
        {
            TimeSpan[] sorted = [.. incident.Select(entry => entry.Start).Order()];
            Assert.All(sorted.Zip(sorted.Skip(1)), pair => Assert.True(pair.Second - pair.First <= window));
        }
    });

    /// <summary>A life in which no frame reaches the least threshold there is has no events.</summary>
    [Property(MaxTest = Lives)]
    public Property Calm_lives_have_no_events() => Prop.ForAll(AnyLife, life =>
        Assert.Empty(Live([.. life.Select(moment => moment with { Score = Math.Min(moment.Score, 0.29) })])));

    /// <summary>When events begin, the first one first.</summary>
    private static Arbitrary<TimeSpan[]> Starts => Gen.Choose(1, 20_000).NonEmptyListOf()
        .Select(gaps => gaps.Aggregate((List<int>)[0], (sums, gap) => [.. sums, sums[^1] + gap]))
        .Select(sums => sums.Select(sum => TimeSpan.FromMilliseconds(sum)).ToArray())
        .ToArbitrary();

    /// <summary>Any but quiet ones, in which messages are withheld.</summary>
    private static Arbitrary<Moment[]> LoudLife =>
        AnyLife.Generator.Select(life => life.Where(moment => moment.What is not What.Quiet).ToArray()).ToArbitrary();

    private static Arbitrary<Moment[]> AnyLife
    {
        get
        {
            // Scores come in stretches: single frames from anywhere would hardly ever make an event.
            Gen<double> score = Gen.Elements(0, 0.1, 0.29, 0.3, 0.35, 0.4, 0.45, 0.49, 0.5, 0.55, 0.65, 0.8, 0.9, 1);
            Gen<int> gap = Gen.Frequency((20, Gen.Constant(100)), (3, Gen.Choose(1, 4000)), (1, Gen.Choose(4000, 200_000)));
            Gen<What> what = Gen.Frequency(
                (40, Gen.Constant(What.Frames)),
                (4, Gen.Constant(What.NoFrame)),
                (1, Gen.Constant(What.Stop)),
                (2, Gen.Constant(What.Pause)),
                (1, Gen.Constant(What.OtherPolicy)),
                (1, Gen.Constant(What.Quiet)),
                (1, Gen.Constant(What.ClockStep)));
            Gen<Moment> moment =
                from kind in what
                from height in score
                from milliseconds in gap
                from times in Gen.Choose(1, 60)
                select new Moment(kind, height, milliseconds, times);
            return moment.NonEmptyListOf().Select(moments => moments.ToArray()).ToArbitrary();
        }
    }

    /// <summary>What subscribers are told in a life, which ends with a stop of the daemon.</summary>
    private static List<Told> Live(Moment[] life)
    {
        EventTracker tracker = new(AlertPolicy.Default, TimeProvider.System);
        List<Told> all = [];
        TimeSpan elapsed = TimeSpan.Zero;
        TimeSpan clockStep = TimeSpan.Zero;
        foreach (Moment moment in life)
        {
            switch (moment.What)
            {
                case What.Frames:
                    for (int i = 0; i < moment.Times; i++)
                    {
                        Pass(moment);
                        Tell(tracker.Observe(moment.Score, Start + elapsed + clockStep, Timestamp(elapsed)));
                    }

                    break;
                case What.NoFrame:
                    Pass(moment);
                    Tell(tracker.CheckTime(Timestamp(elapsed)));
                    break;
                case What.Pause:
                    tracker.Pause(Timestamp(elapsed));
                    break;
                case What.Stop:
                    Tell(tracker.Close());
                    break;
                case What.Quiet:
                    tracker.IsQuiet = !tracker.IsQuiet;
                    break;
                case What.OtherPolicy:
                    tracker.Policy = Policies[moment.Times % Policies.Length];
                    break;
                default:
                    clockStep += TimeSpan.FromMilliseconds(moment.Milliseconds * 100 * (moment.Times % 2 == 0 ? 1 : -1));
                    break;
            }
        }

        Tell(tracker.Close());
        return all;

        void Pass(Moment moment) => elapsed += TimeSpan.FromMilliseconds(moment.Milliseconds);

        void Tell(EventTransition transition)
        {
            if (transition is not EventTransition.None && tracker.Event is { } its
                && (transition is EventTransition.Ended ? its.IsTold : !tracker.IsQuiet))
            {
                all.Add(new Told(transition, its, its.Sequence, its.Score, its.PeakScore, its.Level, its.LastHighAt, its.EndedAt, elapsed));
            }
        }
    }

    private static long Timestamp(TimeSpan elapsed) => (long)(elapsed.TotalSeconds * TimeProvider.System.TimestampFrequency);

    /// <summary>What happens next.</summary>
    private enum What
    {
        Frames,
        NoFrame,
        Pause,
        Stop,
        OtherPolicy,
        Quiet,
        ClockStep,
    }

    /// <summary>A part of a camera's life.</summary>
    private sealed record Moment(What What, double Score, int Milliseconds, int Times);

    /// <summary>A message, and what the event said at that time.</summary>
    private sealed record Told(
        EventTransition Transition,
        TrackedEvent Event,
        int Sequence,
        double Score,
        double Peak,
        AlertLevel Level,
        DateTimeOffset LastHighAt,
        DateTimeOffset? EndedAt,
        TimeSpan At);
}
