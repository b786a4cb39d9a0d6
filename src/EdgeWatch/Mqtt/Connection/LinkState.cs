using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Mqtt.Connection;

/// <summary>How the connection to the broker is.</summary>
/// <param name="Connected">Whether the broker has accepted this client and is believed to be there.</param>
/// <param name="Reason">In words: why not connected, or with what.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Connects">Accepted connections since the start of the program.</param>
/// <param name="Published">Messages handed to the network, resent ones counted again.</param>
/// <param name="Acknowledged">QoS 1 messages that the broker has taken over.</param>
/// <param name="Refused">Messages that the broker will never take, for example for its access rules: they are lost.</param>
internal sealed record MqttLinkStatus(
    bool Connected, string Reason, DateTimeOffset Since, long Connects, long Published, long Acknowledged, long Refused)
{
    /// <summary>As <c>health</c> says it, with what was received.</summary>
    public MqttHealth Health(Inbox inbox) => new(Since, Connects, Published, Acknowledged, Refused, inbox.Received, inbox.Dropped);
}

/// <summary>Keeps the <see cref="MqttLinkStatus"/>; safe to read from any thread.</summary>
internal sealed class LinkState(TimeProvider time)
{
    private readonly Lock _gate = new();
    private MqttLinkStatus _status =
        new(Connected: false, "not connected yet", time.GetUtcNow(), Connects: 0, Published: 0, Acknowledged: 0, Refused: 0);

    /// <summary>The state at this moment.</summary>
    public MqttLinkStatus Current
    {
        get
        {
            lock (_gate)
            {
                return _status;
            }
        }
    }

    public void Connected(string how) =>
        Change(status => status with { Connected = true, Reason = how, Since = time.GetUtcNow(), Connects = status.Connects + 1 });

    /// <summary>Says why there is no connection.</summary>
    /// <returns>Whether this is news.</returns>
    public bool Disconnected(string reason)
    {
        MqttLinkStatus before = Current;
        Change(status => status with { Connected = false, Reason = reason, Since = status.Connected ? time.GetUtcNow() : status.Since });
        return before.Connected || before.Reason != reason;
    }

    public void Published() => Change(status => status with { Published = status.Published + 1 });

    public void Acknowledged() => Change(status => status with { Acknowledged = status.Acknowledged + 1 });

    public void Refused() => Change(status => status with { Refused = status.Refused + 1 });

    private void Change(Func<MqttLinkStatus, MqttLinkStatus> change)
    {
        lock (_gate)
        {
            _status = change(_status);
        }
    }
}
