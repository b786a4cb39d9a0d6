namespace EdgeWatch.Mqtt;

/// <summary>Keeps the <see cref="MqttLinkStatus"/>; safe to read from any thread.</summary>
internal sealed class LinkState(TimeProvider time)
{
    private readonly Lock _gate = new();
    private MqttLinkStatus _status = new(Connected: false, "not connected yet", time.GetUtcNow(), Connects: 0, Published: 0, Acknowledged: 0, Refused: 0);

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
