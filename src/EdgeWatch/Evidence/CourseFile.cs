using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeWatch.Core.Events;

namespace EdgeWatch.Evidence;

/// <summary>An event's course as a file beside its pictures.</summary>
internal static class CourseFile
{
    /// <summary>Bytes of a file that is read: 7,000 are what the longest course takes.</summary>
    private const int MostBytes = 9_000;

    /// <summary>The highest score, 1, in hundredths.</summary>
    private const int MostHundredths = 100;

    /// <summary>The highest threshold, 1, in thousandths.</summary>
    private const int MostThousandths = 1000;

    /// <summary>The file of a course.</summary>
    public static byte[] Write(EventCourse course) => JsonSerializer.SerializeToUtf8Bytes(course, CourseJson.Default.EventCourse);

    /// <summary>Reads a file.</summary>
    /// <returns>Null when it is none: a power cut has spoilt it, or somebody else has written it.</returns>
    public static EventCourse? TryRead(ReadOnlySpan<byte> file)
    {
        try
        {
            return file.Length <= MostBytes
                && JsonSerializer.Deserialize(file, CourseJson.Default.EventCourse) is { } course && IsSound(course)
                ? course
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsSound(EventCourse course) =>
        course is { StepMilliseconds: >= EventCourse.ShortestStep, Hundredths.Count: > 0 and <= EventCourse.MostSteps }
        && course is { Thousandths: not null, Kinds: not null, KindAt: not null, SilentAt: null or (>= 0 and <= 1) }
        && course.Thousandths.Count == course.Hundredths.Count
        && course.KindAt.Count == course.Hundredths.Count
        && course.Hundredths.All(score => score is null or (>= 0 and <= MostHundredths))
        && course.Thousandths.All(threshold => threshold is null or (>= 0 and <= MostThousandths))
        && course.KindAt.All(kind => kind is null || (kind >= 0 && kind < course.Kinds.Count))
        && course.Kinds.All(kind => kind is not null);
}

/// <summary>The serializer of <see cref="EventCourse"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EventCourse))]
internal sealed partial class CourseJson : JsonSerializerContext;
