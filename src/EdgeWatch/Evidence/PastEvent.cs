using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Teaching;

namespace EdgeWatch.Evidence;

/// <summary>What people want to know of a past event, as its latest message says it.</summary>
/// <param name="EventId">The event's ULID.</param>
/// <param name="Camera">Id of the camera.</param>
/// <param name="StartedAt">Capture time of the first frame above the threshold.</param>
/// <param name="EndedAt">Capture time of its last frame; null while it is on, or when the program ended before it did.</param>
/// <param name="PeakScore">Highest score, 0–1.</param>
/// <param name="Reasons">Why, the most important reason first.</param>
/// <param name="Snapshot">Path of the picture below the state directory; null when there is none.</param>
/// <param name="SeenBefore">How often the like was seen before it that week; null for never.</param>
/// <param name="Zones">The zones that it has come through, by name; null and none where no zones were watched.</param>
/// <param name="EndedBecause">Why it ended, in a word for programs; null where it became quiet, or is on.</param>
internal sealed record PastEvent(
    string EventId,
    string Camera,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    double? PeakScore,
    IReadOnlyList<PastReason> Reasons,
    string? Snapshot,
    SeenBefore? SeenBefore = null,
    IReadOnlyList<string>? Zones = null,
    string? EndedBecause = null)
{
    /// <summary>Why it ended, in words; null where it became quiet, or is on.</summary>
    public string? EndIn(Language language) =>
        EndedBecause is null ? null : language.Texts.GetValueOrDefault(KeyOf(EndedBecause)) ?? EndedBecause;

    /// <summary>Why it was told, in words: as then where the language has none for it.</summary>
    public string WhyIn(Language language) => string.Join("; ", Reasons.Select(reason => reason.In(language) ?? reason.Text));

    /// <summary>The same, with how often the like was seen before.</summary>
    public string WhyIn(Wording wording) => string.Join("; ", Reasons.Select((reason, index) =>
        reason.In(wording.Language) is not { } words ? reason.Text
        : index == 0 && SeenBefore is { } seen ? ReasonWriter.WithRepeats(wording.Language, words, seen, StartedAt, wording.Zone)
        : words));

    /// <summary>Key of the text that says why an event ended.</summary>
    /// <param name="cause">The word for programs.</param>
    public static string KeyOf(string cause) => $"ended.{cause}";

    /// <summary>Reads the message of an event.</summary>
    /// <returns>Null when it is none: a file that a power cut has spoilt is no event.</returns>
    public static PastEvent? TryParse(ReadOnlySpan<byte> message)
    {
        try
        {
            PastEvent? read = JsonSerializer.Deserialize(message, PastEventJson.Default.PastEvent);
            return read is { EventId: not null, Camera: not null, Reasons: not null }
                && read.Reasons.All(reason => reason is { Kind: not null, Text: not null }) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The events of some messages, in their order; what is none is left out.</summary>
    public static IEnumerable<PastEvent> AllOf(IEnumerable<byte[]> messages) =>
        messages.Select(message => TryParse(message)).OfType<PastEvent>();

    /// <summary>Events that are kept, in the order of their ids; those without a message are left out.</summary>
    /// <param name="folder">Folder with one folder for each event.</param>
    /// <param name="ids">Their ids.</param>
    public static IEnumerable<PastEvent> AllIn(string folder, IEnumerable<string> ids) =>
        AllOf(ids.Select(id => EventFolders.ReadFile(folder, id, EventPictures.MessageName)).OfType<byte[]>());
}

/// <summary>One of its reasons.</summary>
/// <param name="Kind">Name of the kind of departure.</param>
/// <param name="Text">In words for a person, as it was told.</param>
/// <param name="Detail">What exactly it is, in a word for programs; null where that is not known.</param>
/// <param name="Ratio">How many times the usual value; null where that is not to be told.</param>
internal sealed record PastReason(string Kind, string Text, string? Detail = null, double? Ratio = null)
{
    /// <summary>In words; null where the language has none for it: it is of another version of the program.</summary>
    public string? In(Language language) => ReasonWriter.Put(language, Kind, Detail, Ratio);
}

/// <summary>The serializer of <see cref="PastEvent"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PastEvent))]
internal sealed partial class PastEventJson : JsonSerializerContext;
