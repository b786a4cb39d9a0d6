namespace EdgeWatch.Core.Events;

/// <summary>An event's score over its time, from some seconds before it on, and what it would have taken for it not to be told.</summary>
/// <param name="From">Capture time at which the first step begins, by the clock of the event's start.</param>
/// <param name="StepMilliseconds">Length of a step: <see cref="ShortestStep"/>, and longer the longer the event.</param>
/// <param name="Hundredths">Highest score of each step in hundredths; null where nothing was scored.</param>
/// <param name="Thousandths">Threshold of what decided about that score, in thousandths.</param>
/// <param name="Kinds">Names of the kinds of departure that decided.</param>
/// <param name="KindAt">Which of <paramref name="Kinds"/> each step's highest score is of; null where nothing was scored.</param>
/// <param name="SilentAt">
/// The least threshold in steps of 0.01 at which it would not have begun, 0–1; null where not even the highest score would have done.
/// </param>
/// <param name="Zone">The zone whose own threshold that is; null for the camera's.</param>
public sealed record EventCourse(
    DateTimeOffset From,
    int StepMilliseconds,
    IReadOnlyList<int?> Hundredths,
    IReadOnlyList<int?> Thousandths,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<int?> KindAt,
    double? SilentAt,
    string? Zone)
{
    /// <summary>Steps at most: a pixel or two each on a wide screen, and 7 kB as JSON.</summary>
    public const int MostSteps = 600;

    /// <summary>Milliseconds of a step at least: two frames or three, so that a rise can be told from a leap.</summary>
    public const int ShortestStep = 200;
}
