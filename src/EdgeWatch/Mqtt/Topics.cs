using System.Text.RegularExpressions;
using EdgeWatch.Configuration;

namespace EdgeWatch.Mqtt;

/// <summary>
/// Builds the topics of a node: <c>&lt;base&gt;/&lt;node&gt;/…</c> and <c>&lt;base&gt;/&lt;node&gt;/&lt;camera&gt;/…</c>.
/// </summary>
internal sealed partial class Topics
{
    /// <summary>Third levels that belong to the node itself and have further levels below them.</summary>
    private static readonly string[] ReservedCameraIds = [.. CameraOptions.ReservedIds];

    private readonly string _root;

    /// <summary>Checks the names once, so that a topic can always be built.</summary>
    /// <param name="baseTopic">One or more levels, for example <c>edgewatch</c> or <c>site/edgewatch</c>.</param>
    /// <param name="node"><c>[a-z0-9_-]+</c>, at most 64 characters.</param>
    /// <exception cref="ArgumentException">A name is not allowed; the message says which and why.</exception>
    public Topics(string baseTopic, string node)
    {
        RequireBase(baseTopic);
        Node = RequireName(node, "node");
        _root = $"{baseTopic}/{node}";
    }

    /// <summary>The node's name.</summary>
    public string Node { get; }

    /// <summary>One of the node's own topics.</summary>
    public string Of(Topic topic) =>
        topic is { IsOfCamera: false, HasVerb: false }
            ? $"{_root}/{topic.Suffix}"
            : throw new ArgumentException($"{topic.Suffix} needs a camera or a verb", nameof(topic));

    /// <summary>One of a camera's topics, or the node's topic for a verb.</summary>
    /// <exception cref="ArgumentException">The id is none.</exception>
    public string Of(Topic topic, string cameraIdOrVerb) => topic switch
    {
        { IsOfZone: true } => throw new ArgumentException($"{topic.Suffix} needs a zone", nameof(topic)),
        { IsOfCamera: true } => $"{_root}/{RequireCamera(cameraIdOrVerb)}/{topic.Suffix}",
        { HasVerb: true } => $"{_root}/{topic.Suffix}/{cameraIdOrVerb}",
        _ => throw new ArgumentException($"{topic.Suffix} belongs to the node", nameof(topic)),
    };

    /// <summary>The topic of a camera's zone.</summary>
    /// <exception cref="ArgumentException">The id or the name is none, or the topic is none of a zone.</exception>
    public string Of(Topic topic, string cameraId, string zone) => topic.IsOfZone
        ? $"{_root}/{RequireCamera(cameraId)}/{topic.Suffix.Replace(Topic.AnyZone, RequireName(zone, "zone"), StringComparison.Ordinal)}"
        : throw new ArgumentException($"{topic.Suffix} belongs to no zone", nameof(topic));

    /// <summary>The retained topics of the node itself.</summary>
    public IReadOnlyList<string> RetainedOfNode =>
        [.. Topic.All.Where(topic => topic is { IsRetained: true, IsOfCamera: false }).Select(Of)];

    /// <summary>The retained topics of a camera and of its zones from which alerts come.</summary>
    public IReadOnlyList<string> RetainedOf(string cameraId, IEnumerable<string> zones) =>
    [
        .. Topic.All.Where(topic => topic is { IsRetained: true, IsOfCamera: true, IsOfZone: false }).Select(topic => Of(topic, cameraId)),
        .. zones.SelectMany(zone => Topic.All.Where(topic => topic.IsOfZone).Select(topic => Of(topic, cameraId, zone))),
    ];

    /// <summary>
    /// Everything that a node takes commands on. Cameras are named one by one: a wildcard in their place would match answers of the node
    /// itself, such as <c>response/feedback</c>, and a node that hears its own answers goes on answering for ever.
    /// </summary>
    public IReadOnlyList<string> CommandFilters(IEnumerable<string> cameraIds) =>
    [
        .. Topic.Commands.Where(topic => !topic.IsOfCamera).Select(topic => topic.HasVerb ? Of(topic, "#") : Of(topic)),
        .. cameraIds.SelectMany(id => Topic.Commands.Where(topic => topic.IsOfCamera).Select(topic => Of(topic, id))),
    ];

    /// <summary>The levels of a topic below this node; null for other topics.</summary>
    public string? BelowNode(string topic) => topic.StartsWith($"{_root}/", StringComparison.Ordinal) ? topic[(_root.Length + 1)..] : null;

    private static string RequireCamera(string cameraId) => ReservedCameraIds.Contains(cameraId, StringComparer.Ordinal)
        ? throw new ArgumentException($"'{cameraId}' cannot be a camera's id: it is a topic of the node", nameof(cameraId))
        : RequireName(cameraId, "camera id");

    private static string RequireName(string name, string what) => NamePattern().IsMatch(name)
        ? name
        : throw new ArgumentException($"{what} '{name}': only a-z, 0-9, _ and - are allowed, 1 to 64 of them", nameof(name));

    private static void RequireBase(string baseTopic)
    {
        string[] levels = baseTopic.Split('/');
        if (levels.Contains("") || !BasePattern().IsMatch(baseTopic))
        {
            throw new ArgumentException(
                $"base topic '{baseTopic}': levels must not be empty, hold +, # or control characters, or begin with $", nameof(baseTopic));
        }

        if (levels[0] == MqttOptions.DefaultDiscoveryPrefix)
        {
            throw new ArgumentException(
                $"base topic '{baseTopic}': {MqttOptions.DefaultDiscoveryPrefix} is Home Assistant's discovery prefix", nameof(baseTopic));
        }
    }

    [GeneratedRegex(@"\A[a-z0-9_-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[^$+#\p{C}][^+#\p{C}]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex BasePattern();
}
