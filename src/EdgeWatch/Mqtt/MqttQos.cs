namespace EdgeWatch.Mqtt;

/// <summary>Delivery promises of MQTT, with their numbers on the wire. EdgeWatch does not use exactly-once.</summary>
internal enum MqttQos
{
    /// <summary>Sent once, never again.</summary>
    AtMostOnce = 0,

    /// <summary>Sent until acknowledged.</summary>
    AtLeastOnce = 1,
}
