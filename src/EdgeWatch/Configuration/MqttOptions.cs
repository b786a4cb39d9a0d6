namespace EdgeWatch.Configuration;

/// <summary>The MQTT broker and how to reach it.</summary>
[TakesEffect(Effect.Reconnects)]
public sealed class MqttOptions
{
    /// <summary>Port of plain MQTT (IANA).</summary>
    public const int DefaultPort = 1883;

    /// <summary>Port of MQTT over TLS (IANA).</summary>
    public const int DefaultTlsPort = 8883;

    /// <summary>Least <see cref="Port"/>.</summary>
    public const int MinPort = 1;

    /// <summary>Greatest <see cref="Port"/>.</summary>
    public const int MaxPort = 65535;

    /// <summary>Characters that <see cref="BaseTopic"/> may have at most: whole topics stay far below MQTT's 65,535 bytes.</summary>
    public const int MaxBaseTopicLength = 128;

    /// <summary>Default of <see cref="DiscoveryPrefix"/>.</summary>
    public const string DefaultDiscoveryPrefix = "homeassistant";

    /// <summary>Host name or address. <value>Default <c>localhost</c>.</value></summary>
    [Holds(TextContent.Host)]
    public string Host { get; set; } = "localhost";

    /// <summary>TCP port. <value>Default 1883, or 8883 with <c>tls</c>; 1–65535.</value></summary>
    public int? Port { get; set; }

    /// <summary>First part of every topic. <value>Default <c>edgewatch</c>; no <c>+</c>, <c>#</c>, no slash at
    /// either end, and not <c>homeassistant</c>, whose topics have a meaning of their own.</value></summary>
    [Holds(TextContent.Public)]
    [TakesEffect(Effect.AtNextStart)]
    public string BaseTopic { get; set; } = "edgewatch";

    /// <summary>Whether Home Assistant is told about the devices and entities of this node. <value>Default true.</value></summary>
    [TakesEffect(Effect.AtOnce)]
    public bool Discovery { get; set; } = true;

    /// <summary>Where Home Assistant looks for such descriptions. <value>Default <c>homeassistant</c>, which is Home Assistant's own
    /// default; the rules of <see cref="BaseTopic"/>.</value></summary>
    [Holds(TextContent.Public)]
    [TakesEffect(Effect.AtOnce)]
    public string DiscoveryPrefix { get; set; } = DefaultDiscoveryPrefix;

    /// <summary>User name. <value>Default: none (anonymous).</value></summary>
    [Holds(TextContent.Public)]
    public string Username { get; set; } = "";

    /// <summary>File whose first line is the password: the password itself never stands in the config. Goes with
    /// <see cref="Username"/>. <value>Default: systemd's credential <c>mqtt.password</c>, if there is one.</value></summary>
    [Holds(TextContent.PasswordFile)]
    public string PasswordFile { get; set; } = "";

    /// <summary>TLS; null for a plain connection.</summary>
    public MqttTlsOptions? Tls { get; set; }

    /// <summary>What waits while the broker is away.</summary>
    public OutboxOptions Outbox { get; set; } = new();

    /// <summary>The port to use: the one given or the protocol's own.</summary>
    public int EffectivePort => Port ?? (Tls is null ? DefaultPort : DefaultTlsPort);
}

/// <summary>TLS to the broker. The server's certificate and name are always checked; there is no key that turns this off.</summary>
[TakesEffect(Effect.Reconnects)]
public sealed class MqttTlsOptions
{
    /// <summary>PEM file of the certificate authority. <value>Default: the system's own authorities.</value></summary>
    [Holds(TextContent.File)]
    public string CaFile { get; set; } = "";

    /// <summary>PEM file of the client certificate, for brokers that ask for one. <value>Default: none.</value></summary>
    [Holds(TextContent.File)]
    public string CertificateFile { get; set; } = "";

    /// <summary>PEM file of the client's private key; goes with <see cref="CertificateFile"/>. <value>Default: none.</value></summary>
    [Holds(TextContent.File)]
    public string KeyFile { get; set; } = "";
}
