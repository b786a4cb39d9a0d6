using System.Globalization;
using System.Text;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Mqtt;

/// <summary>Delivery promises of MQTT, with their numbers on the wire. EdgeWatch does not use exactly-once.</summary>
internal enum MqttQos
{
    /// <summary>Sent once, never again.</summary>
    AtMostOnce = 0,

    /// <summary>Sent until acknowledged.</summary>
    AtLeastOnce = 1,
}

/// <summary>What the bytes of a payload are.</summary>
internal enum PayloadKind
{
    /// <summary>JSON, held against a schema.</summary>
    Json,

    /// <summary>A word, such as <c>ON</c>; its schema is that of a JSON string.</summary>
    Text,

    /// <summary>A JPEG file.</summary>
    Jpeg,
}

/// <summary>
/// A topic of the contract, and all that there is to know about it: nothing about it is written anywhere else. Who adds one
/// adds it here, and its message with a schema of the topic's name; <c>ContractTests</c> names what is still missing.
/// </summary>
internal abstract class Topic
{
    /// <summary>Stands in a suffix for the name of a zone, as it does in filters.</summary>
    public const string AnyZone = "+";

    private static readonly List<Topic> Entries = [];

    /// <summary>Whether the node is there; also its last will.</summary>
    public static Topic<LinkStateMessage> NodeStatus { get; } = OfNode<LinkStateMessage>("status").Retained();

    /// <summary>What runs here and how it is set up.</summary>
    public static Topic<InfoMessage> Info { get; } = OfNode<InfoMessage>("info").Retained();

    /// <summary>How the node is, in numbers.</summary>
    public static Topic<HealthMessage> Health { get; } = OfNode<HealthMessage>("health").AtMostOnce();

    /// <summary>The day before in a minute; through the outbox, and retained, so that who comes late has it, too.</summary>
    public static Topic<DigestMessage> Digest { get; } = OfNode<DigestMessage>("digest").Retained();

    /// <summary>The profile in force; not there where none is configured.</summary>
    public static Topic<string> Profile { get; } = OfNode<string>("profile", PayloadKind.Text, Utf8).Retained();

    /// <summary>Sets <see cref="Profile"/>.</summary>
    public static Topic ProfileSet { get; } = Command("profile/set", isOfCamera: false);

    /// <summary>Somebody asks; the verb follows.</summary>
    public static Topic Request { get; } = Command("request", isOfCamera: false, schema: "request", hasVerb: true);

    /// <summary>The answer to a command; its verb follows.</summary>
    public static Topic<ResponseMessage> Response { get; } = OfNode<ResponseMessage>("response", hasVerb: true);

    /// <summary>Whether a camera delivers, and why not.</summary>
    public static Topic<CameraStatusMessage> CameraStatus { get; } =
        OfCamera<CameraStatusMessage>("status", schema: "camera-status").Retained();

    /// <summary>Whether a camera is learning or watching.</summary>
    public static Topic<PhaseMessage> Phase { get; } = OfCamera<PhaseMessage>("phase").Retained();

    /// <summary>Whether an anomaly is going on.</summary>
    public static Topic<AnomalyMessage> Anomaly { get; } = OfCamera<AnomalyMessage>("anomaly").Retained();

    /// <summary>Whether an anomaly is going on that has come through a zone.</summary>
    public static Topic<AnomalyMessage> ZoneAnomaly { get; } =
        OfCamera<AnomalyMessage>($"zone/{AnyZone}/anomaly", Anomaly.Schema).Retained();

    /// <summary>How unusual the picture is.</summary>
    public static Topic<ScoreMessage> Score { get; } = OfCamera<ScoreMessage>("score").AtMostOnce();

    /// <summary>An event begins, rises, ends; through the outbox, and never retained: who comes late must not fire old alarms.</summary>
    public static Topic<EventMessage> Event { get; } = OfCamera<EventMessage>("event");

    /// <summary>The picture of the highest score so far.</summary>
    public static Topic<byte[]> Snapshot { get; } = OfCamera<byte[]>("snapshot", PayloadKind.Jpeg, jpeg => jpeg).Retained();

    /// <summary>The same picture with the scores of the patches over it.</summary>
    public static Topic<byte[]> Heatmap { get; } = OfCamera<byte[]>("heatmap", PayloadKind.Jpeg, jpeg => jpeg).Retained();

    /// <summary>At which score alerts begin, 0–1.</summary>
    public static Topic<double> Threshold { get; } = OfCamera<double>(
        "threshold", PayloadKind.Json, threshold => Utf8(threshold.ToString("0.####", CultureInfo.InvariantCulture))).Retained();

    /// <summary>Whether a camera is wanted.</summary>
    public static Topic<bool> Enabled { get; } = OfCamera<bool>("enabled", PayloadKind.Text, isOn => Utf8(SwitchText.Of(isOn))).Retained();

    /// <summary>Sets <see cref="Threshold"/>.</summary>
    public static Topic ThresholdSet { get; } = Command("threshold/set");

    /// <summary>Sets <see cref="Enabled"/>.</summary>
    public static Topic EnabledSet { get; } = Command("enabled/set");

    /// <summary>Somebody's word on an event.</summary>
    public static Topic Feedback { get; } = Command("feedback");

    /// <summary>Writes itself into the list, so that none can be forgotten there.</summary>
    protected Topic(string suffix)
    {
        Suffix = suffix;
        Entries.Add(this);
    }

    /// <summary>All topics below a node.</summary>
    public static IReadOnlyList<Topic> All => Entries;

    /// <summary>Those that a node listens to.</summary>
    public static IEnumerable<Topic> Commands => Entries.Where(topic => topic.IsCommand);

    /// <summary>The levels after those of the node and, where it is a camera's, of the camera.</summary>
    public string Suffix { get; }

    /// <summary>Whether each camera has one; else the node has.</summary>
    public bool IsOfCamera { get; private init; }

    /// <summary>Whether each zone of a camera has one.</summary>
    public bool IsOfZone => Suffix.Contains(AnyZone, StringComparison.Ordinal);

    /// <summary>Whether a verb follows, with one or more levels of its own.</summary>
    public bool HasVerb { get; private init; }

    /// <summary>Whether the node listens; else it speaks.</summary>
    public bool IsCommand { get; private init; }

    /// <summary>Name of the file <c>Schemas/….schema.json</c>; null where there is nothing to hold against it.</summary>
    public string? Schema { get; private init; }

    public PayloadKind Payload { get; private init; }

    /// <summary>Whether the broker keeps the newest message for later subscribers. Then it is sent at least once.</summary>
    public bool IsRetained { get; protected set; }

    public MqttQos Qos { get; protected set; } = MqttQos.AtLeastOnce;

    /// <summary>What is sent; null for a command.</summary>
    public virtual Type? MessageType => null;

    private static Topic<T> OfNode<T>(string suffix, bool hasVerb = false) =>
        new(suffix, MessageJson.Serialize) { Schema = suffix, HasVerb = hasVerb };

    private static Topic<T> OfNode<T>(string suffix, PayloadKind payload, Func<T, byte[]> write) =>
        new(suffix, write) { Payload = payload, Schema = suffix };

    private static Topic<T> OfCamera<T>(string suffix, string? schema = null) =>
        new(suffix, MessageJson.Serialize) { IsOfCamera = true, Schema = schema ?? suffix };

    private static Topic<T> OfCamera<T>(string suffix, PayloadKind payload, Func<T, byte[]> write) =>
        new(suffix, write) { IsOfCamera = true, Payload = payload, Schema = payload == PayloadKind.Jpeg ? null : suffix };

    private static CommandTopic Command(string suffix, bool isOfCamera = true, string? schema = null, bool hasVerb = false) =>
        new CommandTopic(suffix) { IsOfCamera = isOfCamera, Schema = schema, HasVerb = hasVerb, IsCommand = true };

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private sealed class CommandTopic(string suffix) : Topic(suffix);
}

/// <summary>A topic that the node speaks on.</summary>
/// <typeparam name="T">What is said.</typeparam>
/// <param name="suffix">See <see cref="Topic.Suffix"/>.</param>
/// <param name="write">Makes the payload.</param>
internal sealed class Topic<T>(string suffix, Func<T, byte[]> write) : Topic(suffix)
{
    /// <inheritdoc/>
    public override Type MessageType => typeof(T);

    /// <summary>The payload of a message.</summary>
    public byte[] Write(T message) => write(message);

    /// <summary>The broker keeps the newest.</summary>
    public Topic<T> Retained()
    {
        IsRetained = true;
        return this;
    }

    /// <summary>One that gets lost is not missed.</summary>
    public Topic<T> AtMostOnce()
    {
        Qos = MqttQos.AtMostOnce;
        return this;
    }
}
