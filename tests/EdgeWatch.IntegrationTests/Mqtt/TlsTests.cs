using EdgeWatch.Configuration;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Mqtt;

public class TlsTests
{
    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_broker_with_a_certificate_of_the_configured_authority_is_trusted()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithTlsAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using RunningNode node = new(Options(broker, "localhost", broker.Certificates!.AuthorityFile));

        node.Publisher.PublishEvent(SampleEvents.Create(), snapshot: null);

        await Eventually.Until("the event has arrived", () => subscriber.On("/event").Count == 1);
        Assert.True(node.Publisher.Status.Connected);
    }

    [ToolFact("mosquitto")]
    public async Task A_certificate_for_another_name_is_refused_with_a_reason()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithTlsAsync();
        await using RunningNode node = new(Options(broker, "127.0.0.1", broker.Certificates!.AuthorityFile));

        await AssertRefused(node, "not for the host name 127.0.0.1 but for localhost");
    }

    [ToolFact("mosquitto")]
    public async Task An_expired_certificate_is_refused_with_a_reason()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithTlsAsync();
        await ReplaceCertificateAsync(broker, now => (now.AddHours(-2), now.AddHours(-1)));
        await using RunningNode node = new(Options(broker, "localhost", broker.Certificates!.AuthorityFile));

        await AssertRefused(node, "the broker's certificate has expired, on ");
        Assert.DoesNotContain("authority", node.Publisher.Status.Reason, StringComparison.Ordinal);
    }

    [ToolFact("mosquitto")]
    public async Task A_certificate_of_the_future_raises_the_question_of_the_clock()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithTlsAsync();
        await ReplaceCertificateAsync(broker, now => (now.AddHours(1), now.AddHours(2)));
        await using RunningNode node = new(Options(broker, "localhost", broker.Certificates!.AuthorityFile));

        await AssertRefused(node, "is the clock set?");
        Assert.Contains("not yet valid", node.Publisher.Status.Reason, StringComparison.Ordinal);
    }

    [ToolFact("mosquitto")]
    public async Task All_that_is_wrong_with_a_certificate_is_said_at_once()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithTlsAsync();
        await ReplaceCertificateAsync(broker, now => (now.AddHours(-2), now.AddHours(-1)));
        await using RunningNode node = new(Options(broker, "127.0.0.1", authorityFile: ""));

        await AssertRefused(node, "has expired");
        Assert.Contains("another authority", node.Publisher.Status.Reason, StringComparison.Ordinal);
        Assert.Contains("host name", node.Publisher.Status.Reason, StringComparison.Ordinal);
    }

    [ToolFact("mosquitto")]
    public async Task An_authority_file_without_a_certificate_trusts_nobody()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithTlsAsync();
        await using RunningNode node = new(Options(broker, "localhost", broker.Write("empty.pem", "")));

        await AssertRefused(node, "no certificate");
    }

    [ToolFact("mosquitto")]
    public async Task A_broker_without_TLS_is_a_reason_and_not_a_fall_back_to_plain_text()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using RunningNode node = new(Options(broker, "localhost", authorityFile: ""));

        await AssertRefused(node, "TLS");
    }

    [ToolFact("mosquitto")]
    public async Task Another_authority_is_refused_with_a_reason()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithTlsAsync();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("edgewatch-ca-");
        TestCertificates others = TestCertificates.Create(folder.FullName);
        await using (RunningNode node = new(Options(broker, "localhost", others.AuthorityFile)))
        {
            await AssertRefused(node, "another authority than that of mqtt.tls.ca_file");
        }

        folder.Delete(recursive: true);
    }

    [ToolFact("mosquitto")]
    public async Task Without_an_authority_file_only_the_systems_own_are_trusted()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithTlsAsync();
        await using RunningNode node = new(Options(broker, "localhost", authorityFile: ""));

        await AssertRefused(node, "another authority than those of this machine");
    }

    [ToolFact("mosquitto")]
    public async Task A_missing_authority_file_is_a_reason_and_not_a_crash()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithTlsAsync();
        await using RunningNode node = new(Options(broker, "localhost", "/nonexistent/ca.pem"));

        await AssertRefused(node, "mqtt.tls");
    }

    [ToolFact("mosquitto")]
    public async Task A_client_certificate_opens_a_broker_that_wants_one()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithTlsAsync(requireClientCertificate: true);
        MqttOptions options = Options(broker, "localhost", broker.Certificates!.AuthorityFile);
        await using RunningNode without = new(Options(broker, "localhost", broker.Certificates.AuthorityFile));
        await Eventually.Until("it is refused without", () => without.Log.Collector.GetSnapshot().Any(entry => entry.Id == 501));
        Assert.Contains("does it want a client certificate?", without.Publisher.Status.Reason, StringComparison.Ordinal);

        options.Tls!.CertificateFile = broker.Certificates.ClientCertificateFile;
        options.Tls.KeyFile = broker.Certificates.ClientKeyFile;
        await using RunningNode with = new(options);

        await with.UntilConnectedAsync();
        Assert.Equal(0, without.Publisher.Status.Connects);
    }

    private static async Task ReplaceCertificateAsync(
        MosquittoProcess broker, Func<DateTimeOffset, (DateTimeOffset From, DateTimeOffset To)> validity)
    {
        broker.Kill();
        (DateTimeOffset from, DateTimeOffset to) = validity(TimeProvider.System.GetUtcNow());
        broker.Certificates!.ReplaceServerCertificate(notBefore: from, notAfter: to);
        await broker.RestartAsync();
    }

    private static MqttOptions Options(MosquittoProcess broker, string host, string authorityFile)
    {
        MqttOptions options = broker.Options(host);
        options.Tls = new MqttTlsOptions { CaFile = authorityFile };
        return options;
    }

    private static async Task AssertRefused(RunningNode node, string reason)
    {
        await Eventually.Until("the node is refused", () => node.Log.Collector.GetSnapshot().Any(entry => entry.Id == 501));
        Assert.Contains(reason, node.Publisher.Status.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, node.Publisher.Status.Connects);
    }
}
