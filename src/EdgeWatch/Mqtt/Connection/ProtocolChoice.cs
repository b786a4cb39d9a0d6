namespace EdgeWatch.Mqtt.Connection;

/// <summary>
/// MQTT 5, and 3.1.1 for brokers that do not speak it. Some say so, some close the connection, and some do not answer at all; but
/// so does a broker that is starting. So 3.1.1 is tried at once after each such failure, and kept only if that works: the two
/// attempts are milliseconds apart.
/// </summary>
/// <param name="goodConnection">After a connection of 3.1.1 that lasted this long, 5 is tried again: the broker may be a newer one.</param>
internal sealed class ProtocolChoice(TimeSpan goodConnection)
{
    /// <summary>The version of the next attempt.</summary>
    public MqttProtocol Current { get; private set; } = MqttProtocol.V5;

    /// <summary>Takes the end of a connection or an attempt into account.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="connectedFor">How long the broker had accepted this client; null when it had not.</param>
    /// <returns>Whether to try <see cref="Current"/> at once.</returns>
    public bool FallsBackAfter(LinkFailure failure, TimeSpan? connectedFor)
    {
        if (Current == MqttProtocol.V311)
        {
            Current = connectedFor is { } lasted && lasted < goodConnection ? MqttProtocol.V311 : MqttProtocol.V5;
            return false;
        }

        bool isSign = connectedFor is null && failure is LinkFailure.ProtocolVersion or LinkFailure.Closed or LinkFailure.Silent;
        Current = isSign ? MqttProtocol.V311 : MqttProtocol.V5;
        return isSign;
    }
}
