namespace EdgeWatch.Mqtt;

/// <summary>What a node listens to, and where it goes.</summary>
/// <param name="Filters">Topic filters; none of them matches a topic that the node itself publishes.</param>
/// <param name="Inbox">Receives the messages.</param>
internal sealed record Subscription(IReadOnlyCollection<string> Filters, Inbox Inbox);
