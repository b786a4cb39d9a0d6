namespace EdgeWatch.Mqtt.Connection;

/// <summary>The waits of the connection. Not in the config file: only tests change them.</summary>
internal sealed record MqttTimings
{
    /// <summary>MQTT keepalive. Whole seconds. A dead link is noticed within two of them.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The shortest pause before connecting again.</summary>
    public TimeSpan ShortestPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause before connecting again, and the one after a take-over.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The shortest pause after a refusal.</summary>
    public TimeSpan RefusedPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection that lasted this long was a good one: the next pause starts short again.</summary>
    public TimeSpan GoodConnection { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>On stop: how long to wait for what is still queued, and then for the acknowledgement of <c>offline</c>.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(2);
}
