using EdgeWatch.Configuration;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Delivery;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Mqtt;

/// <summary>
/// One fault each, with a real broker and an outbox on disk. In every case a subscriber has seen every message at least once, in order
/// per camera, and nothing else; <see cref="FaultTable"/> keeps the figures.
/// </summary>
public sealed class FaultTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task The_broker_is_absent_at_the_start()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        broker.Kill();
        await using LinkBreaker link = new(broker.Port);
        await using FaultyNode node = new(broker.Options(port: link.Port), _folder.Path);
        node.Raise(events: 200);
        await Eventually.Until("an attempt has failed", () => node.Publisher.Status.Reason != "not connected yet");
        link.Cut();

        await broker.RestartAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        link.Restore();

        await node.SettleAsync("broker absent at the start", subscriber);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task The_broker_is_killed_amid_1000_events_and_forgets_everything()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();

        using MqttSubscriber before = await MqttSubscriber.StartAsync(broker, qos: 0);
        await using LinkBreaker link = new(broker.Port);
        await using FaultyNode node = new(broker.Options(port: link.Port), _folder.Path);
        Task raising = Task.Run(() => node.Raise(events: 1000));
        await Eventually.Until("some have arrived", () => before.On("/event").Count > 300);
        await KillAmidAsync(broker, link, node, before);
        await before.ReadToEndAsync();
        await raising;

        await broker.RestartAsync();
        using MqttSubscriber after = await MqttSubscriber.StartAsync(broker, qos: 0);
        link.Restore();

        await node.SettleAsync("broker killed amid 1,000 events, no persistence", before, after);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task The_broker_is_killed_amid_1000_events_and_keeps_its_sessions()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithPersistenceAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker, session: "observer");
        await broker.SaveState();
        await using LinkBreaker link = new(broker.Port);
        await using FaultyNode node = new(broker.Options(port: link.Port), _folder.Path);
        Task raising = Task.Run(() => node.Raise(events: 1000));
        await Eventually.Until("some have arrived", () => subscriber.On("/event").Count > 300);

        await KillAmidAsync(broker, link, node, subscriber);
        await broker.RestartAsync();
        link.Restore();
        await raising;

        await node.SettleAsync("broker killed amid 1,000 events, with persistence", subscriber);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task The_link_is_cut_again_and_again()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using LinkBreaker link = new(broker.Port);
        await using FaultyNode node = new(broker.Options(port: link.Port), _folder.Path);
        for (int round = 0; round < 10; round++)
        {
            await node.UntilConnectedAsync();
            Task raising = Task.Run(() => node.Raise(events: 30));
            int seen = subscriber.On("/event").Count;
            await Eventually.Until("some have arrived", () => subscriber.On("/event").Count > seen + 20);
            link.Cut();
            await raising;
            link.Restore();
        }

        await node.SettleAsync("link cut ten times", subscriber);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task The_broker_is_full_for_a_while()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using LinkBreaker link = new(broker.Port);
        await using FaultyNode node = new(broker.Options(port: link.Port), _folder.Path);
        await node.UntilConnectedAsync();
        node.Raise(events: 50);
        link.IsFull = true;
        node.Raise(events: 50);
        await Eventually.Until(
            "the broker's reason is known", () => node.Publisher.Status.Reason.Contains("quota", StringComparison.OrdinalIgnoreCase));
        node.Raise(events: 50);
        Assert.InRange(node.Publisher.Outbox.Queued, 100, 300);
        Assert.Equal(0, node.Publisher.Status.Refused);

        link.IsFull = false;

        await node.SettleAsync("broker says that its quota is exceeded", subscriber);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task The_brokers_certificate_is_out_of_date() => await RefusesAsync(
        "certificate expired",
        "certificate has expired",
        certificates => certificates.ReplaceServerCertificate(notAfter: TimeProvider.System.GetUtcNow().AddMinutes(-1)));

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task The_brokers_certificate_is_for_another_name() => await RefusesAsync(
        "certificate for another name", "host name", certificates => certificates.ReplaceServerCertificate("elsewhere.example"));

    [ToolFact("mosquitto", "mosquitto_sub", "mosquitto_passwd")]
    public async Task The_password_is_changed_while_running()
    {
        const string newPassword = "tr0ub4dor&3";
        await using MosquittoProcess broker = await MosquittoProcess.StartWithPasswordAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using LinkBreaker link = new(broker.Port);
        MqttOptions options = broker.Options(port: link.Port);
        options.Username = MosquittoProcess.Username;
        options.PasswordFile = broker.Write("password", MosquittoProcess.Password);
        await using FaultyNode node = new(options, _folder.Path);
        await node.UntilConnectedAsync();
        node.Raise(events: 50);

        broker.SetPassword(newPassword);
        broker.Reload();
        link.Cut();
        node.Raise(events: 50);
        link.Restore();
        await Eventually.Until(
            "it is refused", () => node.Publisher.Status.Reason.Contains("not authori", StringComparison.OrdinalIgnoreCase));
        node.Raise(events: 50);
        broker.Write("password", newPassword);

        await node.SettleAsync("password changed while running", subscriber);
    }

    /// <summary>
    /// Holds the link until the subscriber has read all that is acknowledged: what mosquitto has acknowledged and not passed on dies
    /// with mosquitto, whatever the publisher does. What is on its way, and what is raised meanwhile, is the publisher's to save.
    /// </summary>
    private static async Task KillAmidAsync(MosquittoProcess broker, LinkBreaker link, FaultyNode node, MqttSubscriber subscriber)
    {
        link.Freeze();
        await Eventually.Until(
            "what is acknowledged has arrived", () => node.Ledger.Raised - node.Publisher.Outbox.Queued <= subscriber.On("/event").Count);
        broker.Kill();
        Assert.InRange(subscriber.On("/event").Count, 300, 1999);
        link.Cut();
        link.Thaw();
    }

    private async Task RefusesAsync(string fault, string reason, Action<TestCertificates> spoil)
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithTlsAsync();
        TestCertificates certificates = broker.Certificates!;
        MqttOptions options = broker.Options(TestCertificates.ServerName);
        options.Tls = new MqttTlsOptions { CaFile = certificates.AuthorityFile };
        await using FaultyNode node = new(options, _folder.Path);
        await node.UntilConnectedAsync();
        broker.Kill();
        node.Raise(events: 50);

        spoil(certificates);
        await broker.RestartAsync();
        await Eventually.Until(
            "it is refused", () => node.Publisher.Status.Reason.Contains(reason, StringComparison.OrdinalIgnoreCase), Patience);
        node.Raise(events: 50);
        long connects = node.Publisher.Status.Connects;
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        certificates.ReplaceServerCertificate();
        broker.Reload();

        await node.SettleAsync(fault, subscriber);
        Assert.Equal((1, 2), (connects, node.Publisher.Status.Connects));
    }
}
