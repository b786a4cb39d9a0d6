using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeWatch.Evidence;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Hosting.Status;

/// <summary>How a running daemon is: what <c>edgewatch status</c> shows. Holds no secret.</summary>
internal sealed record StatusReport
{
    /// <summary>Version of the layout; fields may be added within a version.</summary>
    public const int Layout = 1;

    /// <summary><see cref="Layout"/> of the program that wrote it.</summary>
    public int Schema { get; init; } = Layout;

    public required string Node { get; init; }

    /// <summary>Version of the running program.</summary>
    public required string Version { get; init; }

    public required int ProcessId { get; init; }

    /// <summary>The config file that it was started with, in full.</summary>
    public required string ConfigFile { get; init; }

    public required string StateDirectory { get; init; }

    /// <summary>Name and version of the model.</summary>
    public required string Model { get; init; }

    /// <summary>When this was put together.</summary>
    public required DateTimeOffset WrittenAt { get; init; }

    public required BrokerReport Broker { get; init; }

    /// <summary>The profile in force; null where none is configured.</summary>
    public ProfileInfo? Profile { get; init; }

    /// <summary>Whether nobody is told of events; null where that cannot be.</summary>
    public QuietInfo? Quiet { get; init; }

    /// <summary>How it is in numbers; its rates are those of the last seconds.</summary>
    public required HealthMessage Health { get; init; }

    /// <summary>What each camera does, by id; the numbers stand in <see cref="Health"/>.</summary>
    public required IReadOnlyDictionary<string, CameraReport> Cameras { get; init; }

    /// <summary>The newest events, the newest first.</summary>
    public required IReadOnlyList<PastEvent> Events { get; init; }

    /// <summary>The serializer looks into lists for values of the right type, and takes null for one.</summary>
    private bool IsWhole => Health.Problems.All(problem => problem is not null)
        && Health.Cameras.Values.All(camera => camera is not null)
        && Cameras.Values.All(camera => camera is not null)
        && Events.All(past => past is not null && past.Reasons.All(reason => reason is not null));

    /// <summary>As one line of JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StatusJson.Readable.StatusReport);

    /// <summary>Reads it back.</summary>
    /// <exception cref="InvalidDataException">It is no report, or one of another layout; the message says so.</exception>
    public static StatusReport Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StatusJson.Readable.StatusReport) is { Schema: Layout } report
                ? report.IsWhole ? report : throw new InvalidDataException("the daemon's answer has gaps; is it of another version?")
                : throw new InvalidDataException("the daemon is of another version than this program: restart it");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"the daemon's answer is not understood; is it of another version? {e.Message}", e);
        }
    }
}

/// <summary>The connection to the broker.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="Connected">Whether there is one.</param>
/// <param name="Reason">In words: why not, or with what.</param>
/// <param name="Since">Since when it is so.</param>
internal sealed record BrokerReport(string Address, bool Connected, string Reason, DateTimeOffset Since);

/// <summary>What a camera does.</summary>
/// <param name="Status">Whether pictures come, and why not.</param>
/// <param name="Phase">Learns, watches, or neither; null before the first frame.</param>
/// <param name="Score">Score of the newest frame, 0–1; null while there is none.</param>
/// <param name="Threshold">The threshold in force, 0–1.</param>
/// <param name="AlertIsOn">Whether an event is on.</param>
/// <param name="SuspendedUntil">No events until then; null when they are wanted.</param>
/// <param name="Decoder">What decodes its video, and why not in hardware where that has failed.</param>
internal sealed record CameraReport(
    CameraStatusMessage Status, PhaseMessage? Phase, double? Score, double? Threshold, bool AlertIsOn, DateTimeOffset? SuspendedUntil,
    string? Decoder = null);

/// <summary>The serializer of <see cref="StatusReport"/>.</summary>
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class StatusJson : JsonSerializerContext
{
    /// <summary>In the way of all messages: snake_case, UTC times with milliseconds.</summary>
    public static StatusJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new UtcMillisecondsConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });
}
