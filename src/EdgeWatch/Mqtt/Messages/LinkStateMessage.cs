namespace EdgeWatch.Mqtt.Messages;

/// <summary>Payload of <c>&lt;base&gt;/&lt;node&gt;/status</c>.</summary>
/// <param name="State"><c>online</c> or <c>offline</c>.</param>
internal sealed record LinkStateMessage(string State)
{
    /// <summary>The node is there and its retained state is complete.</summary>
    public static LinkStateMessage Online { get; } = new("online");

    /// <summary>The node has stopped or can't be reached.</summary>
    public static LinkStateMessage Offline { get; } = new("offline");
}
