using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Teaching;

/// <summary>
/// What people have said of one event, with all that is needed to go by it again after a restart or a new learning time. Not to be changed.
/// </summary>
public sealed record Lesson
{
    /// <summary>The event's ULID.</summary>
    public required string EventId { get; init; }

    /// <summary>Whether such things are normal here; else they are to be told of, whatever is learned.</summary>
    public required bool IsNormal { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset JudgedAt { get; init; }

    /// <summary>Why the event was one, in words.</summary>
    public required string Words { get; init; }

    /// <summary>
    /// The network and the shape of the picture that it was learned with. Under others, surprises and looks are not comparable: the lesson
    /// is kept, and not in force.
    /// </summary>
    public required string Owner { get; init; }

    /// <summary>How surprising the event was, where, by what: all that reaches <see cref="EventTrace.LeastSurprise"/>.</summary>
    public required IReadOnlyList<SurpriseMark> Marks { get; init; }

    /// <summary>What it looked like; empty where looks are not known: then it is told by place and surprise alone.</summary>
    public required LookSet Looks { get; init; }

    /// <summary>
    /// What was known of the usual view before this was called normal, to be had back with the lesson; empty where the event was none of
    /// the view, or another one has been called normal since, or the camera has learned anew.
    /// </summary>
    public ReadOnlyMemory<byte> ViewBefore { get; init; }

    /// <summary>
    /// Whether it is about the usual view, and taking it back leaves that as it is: what it was before is not known (any more).
    /// </summary>
    public bool LeavesView => IsNormal && ViewBefore.IsEmpty && Marks.Any(mark => mark.Kind == ViewNormality.Kind.Index);

    /// <summary>The marks of a map.</summary>
    public static IReadOnlyList<SurpriseMark> MarksOf(SurpriseMap surprises)
    {
        ArgumentNullException.ThrowIfNull(surprises);
        List<SurpriseMark> marks = [];
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            ReadOnlySpan<float> highest = surprises.Of(kind);
            for (int patch = 0; patch < highest.Length; patch++)
            {
                if (highest[patch] >= EventTrace.LeastSurprise)
                {
                    marks.Add(new SurpriseMark(kind, patch, highest[patch]));
                }
            }
        }

        return marks;
    }
}

/// <summary>The highest surprise of an event by one kind at one patch.</summary>
/// <param name="Kind">The kind's place in <see cref="Kinds.All"/>.</param>
/// <param name="Patch">Row-major index of the patch.</param>
/// <param name="Surprise">In nats.</param>
public readonly record struct SurpriseMark(int Kind, int Patch, float Surprise);
