using System.Net.Sockets;
using EdgeWatch.Configuration;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Connection;

namespace EdgeWatch.Tests.Mqtt.Connection;

public sealed class LinkEndTests
{
    /// <summary>
    /// With TLS 1.3 it is a race how this client hears of it: the broker's alert, a reset that overtakes it, or a pipe that is closed when
    /// it writes.
    /// </summary>
    public static TheoryData<Exception> MissingCertificate => new()
    {
        new IOException(
            "The decryption operation failed.", new IOException("error:0A00045C:SSL routines::tlsv13 alert certificate required")),
        new IOException("Unable to read data.", new SocketException((int)SocketError.ConnectionReset)),
        new IOException("Unable to write data.", new SocketException((int)SocketError.Shutdown)),
    };

    [Theory]
    [MemberData(nameof(MissingCertificate))]
    public void A_broker_that_misses_the_clients_certificate_is_understood_however_it_is_heard(Exception exception)
    {
        MqttException end = LinkEnd.BeforeConnack(exception, Settings(new MqttTlsOptions()), isOpen: true, isLate: false);

        Assert.Contains("does it want a client certificate?", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_certificate_the_alert_is_told_as_it_is()
    {
        MqttTlsOptions tls = new() { CertificateFile = "/client.pem", KeyFile = "/client.key" };

        MqttException end = LinkEnd.BeforeConnack(
            new IOException("error:0A000418:SSL routines::tlsv1 alert unknown ca"), Settings(tls), isOpen: true, isLate: false);

        Assert.Contains("unknown ca", end.Message, StringComparison.Ordinal);
    }

    private static LinkSettings Settings(MqttTlsOptions tls) => new()
    {
        Host = "broker",
        Port = 8883,
        ClientId = "edgewatch-barn",
        Protocol = MqttProtocol.V5,
        KeepAlive = TimeSpan.FromSeconds(30),
        Tls = tls,
        Will = new OutgoingMessage("edgewatch/barn/status", default, MqttQos.AtLeastOnce, Retain: true),
    };
}
