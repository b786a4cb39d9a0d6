using EdgeWatch.Configuration;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.HomeAssistant;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Mqtt.HomeAssistant;

public sealed class BirthWatchTests : IAsyncLifetime, IDisposable
{
    private readonly ObservedTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private int _told;
    private BirthWatch _births = null!;
    private Task _running = Task.CompletedTask;

    public Task InitializeAsync()
    {
        _births = new BirthWatch(
            () => HomeAssistantNode.BirthTopics(new MqttOptions { DiscoveryPrefix = "ha" }), () => _told++, () => 0.5, _time);
        _running = _births.RunAsync(_stop.Token);
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("ha/status")]
    [InlineData("homeassistant/status")]
    public async Task Some_seconds_after_its_start_Home_Assistant_is_told_everything_again(string topic)
    {
        Receive(topic, "online");
        await Eventually.Until("it waits", () => _time.Waits.Count == 1);
        Assert.Equal(TimeSpan.FromSeconds(5), _time.Waits[0]);
        Receive(topic, "online");
        Assert.Equal(0, _told);

        _time.Advance(TimeSpan.FromSeconds(5));

        await Eventually.Until("it is told", () => _told == 1);
    }

    [Theory]
    [InlineData("ha/status", "offline", false)]
    [InlineData("ha/status", "online", true)]
    [InlineData("ha/state", "online", false)]
    [InlineData("edgewatch/status", "online", false)]
    public async Task Nothing_else_counts(string topic, string payload, bool retained)
    {
        Receive(topic, payload, retained);
        Receive("ha/status", "online");
        await Eventually.Until("it waits", () => _time.Waits.Count == 1);
        _time.Advance(BirthWatch.LongestDelay);
        await Eventually.Until("it is told", () => _told == 1);

        Assert.Empty(_time.Waits);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public void Dispose() => _stop.Dispose();

    private void Receive(string topic, string payload, bool retained = false)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(payload);
        _births.Observe(new IncomingMessage(topic, bytes, bytes.Length, retained));
    }
}
