using System.Text.Json.Nodes;
using EdgeWatch.Configuration;
using EdgeWatch.Hosting;
using EdgeWatch.Hosting.Reloading;
using EdgeWatch.Mqtt.Commands;

namespace EdgeWatch.Tests.Mqtt.Commands;

/// <summary>A node with two cameras and a real check of configs.</summary>
internal sealed class FakeNode : INodeControl
{
    /// <summary>The only event that is known, of the yard.</summary>
    public const string EventId = "01JQ0M7Z8Y5V3X2W1T0S9R8Q7P";

    public FakeCamera Yard { get; } = new("yard");

    public FakeCamera Barn { get; } = new("barn");

    public string Profile { get; private set; } = "home";

    public (DateTimeOffset From, DateTimeOffset To, int Limit)? Asked { get; private set; }

    public IReadOnlyList<ICameraControl> Cameras => [Yard, Barn];

    public JsonObject Describe() => new() { ["node"] = "barn-pi" };

    public JsonObject CheckConfiguration(string? yaml)
    {
        ConfigurationInForce none = new(new EdgeWatchOptions { Node = "barn-pi" }, "", TimeProvider.System);
        return new NodeControl(none, "1", () => Cameras, null!, null!, null!, TimeProvider.System).CheckConfiguration(yaml);
    }

    public JsonObject DescribeProfile() => new() { ["profile"] = Profile };

    public ValueTask SetProfileAsync(string name, CancellationToken stopping)
    {
        Profile = name is "night" or "auto" ? name : throw new RequestRefusedException("there is no such profile");
        return ValueTask.CompletedTask;
    }

    public JsonArray FindEvents(DateTimeOffset from, DateTimeOffset to, int limit)
    {
        Asked = (from, to, limit);
        return [new JsonObject { ["event_id"] = EventId }];
    }

    public (string EventId, string Camera)? FindEvent(string id) =>
        EventId.StartsWith(id, StringComparison.Ordinal) ? (EventId, "yard") : null;
}
