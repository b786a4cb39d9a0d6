using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Web.Page.Access;
using EdgeWatch.Web.Page.Control;
using EdgeWatch.Web.Page.Events;
using EdgeWatch.Web.Page.Learned;
using EdgeWatch.Web.Page.Live;
using EdgeWatch.Web.Page.Tuning;
using EdgeWatch.Web.Page.Zones;

namespace EdgeWatch.Web.Page;

/// <summary>
/// The serializer of what the page asks and is told, in the way of all messages: snake_case, UTC times with milliseconds.
/// </summary>
[JsonSerializable(typeof(CourseMessage))]
[JsonSerializable(typeof(EditRefusal))]
[JsonSerializable(typeof(EnabledRequest))]
[JsonSerializable(typeof(EventList))]
[JsonSerializable(typeof(EventMessage))]
[JsonSerializable(typeof(EventNews))]
[JsonSerializable(typeof(LearnedMessage))]
[JsonSerializable(typeof(NodeFacts))]
[JsonSerializable(typeof(PlaceMessage))]
[JsonSerializable(typeof(StateMessage))]
[JsonSerializable(typeof(PictureMessage))]
[JsonSerializable(typeof(ProfileRequest))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(RelearnRequest))]
[JsonSerializable(typeof(ScoresMessage))]
[JsonSerializable(typeof(ScoreTraceMessage))]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SuspendRequest))]
[JsonSerializable(typeof(ThresholdRequest))]
[JsonSerializable(typeof(TuningMessage))]
[JsonSerializable(typeof(VerdictMessage))]
[JsonSerializable(typeof(ZoneMistakesMessage))]
[JsonSerializable(typeof(ZonesMessage))]
[JsonSerializable(typeof(ZonesRequest))]
[JsonSerializable(typeof(ZonesSavedMessage))]
internal sealed partial class PageJson : JsonSerializerContext
{
    /// <summary>The one that is used.</summary>
    public static PageJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new UtcMillisecondsConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
