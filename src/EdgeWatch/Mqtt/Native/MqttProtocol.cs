namespace EdgeWatch.Mqtt.Native;

/// <summary>Protocol versions, with their numbers on the wire.</summary>
internal enum MqttProtocol
{
    /// <summary>MQTT 3.1.1.</summary>
    V311 = 4,

    /// <summary>MQTT 5.</summary>
    V5 = 5,
}
