namespace EdgeWatch.Configuration;

/// <summary>TLS to the broker. The server's certificate and name are always checked; there is no key that turns this off.</summary>
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
