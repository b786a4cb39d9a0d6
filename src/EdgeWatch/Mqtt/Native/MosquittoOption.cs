namespace EdgeWatch.Mqtt.Native;

/// <summary>Options of <c>mosquitto_int_option</c> (<c>mosq_opt_t</c>) that EdgeWatch sets.</summary>
internal enum MosquittoOption
{
    /// <summary>4 for MQTT 3.1.1, 5 for MQTT 5; before connecting.</summary>
    ProtocolVersion = 1,

    /// <summary>1 turns Nagle's algorithm off.</summary>
    TcpNoDelay = 11,
}
