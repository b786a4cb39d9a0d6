using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>An independent subscriber: the broker's own <c>mosquitto_sub</c> as a child process.</summary>
public sealed class MqttSubscriber : IDisposable
{
    private readonly string _readyTopic = $"testkit/ready/{Guid.NewGuid():n}";
    private readonly ConcurrentQueue<ReceivedMessage> _messages = new();
    private readonly Process _process;
    private readonly int _port;
    private volatile bool _isReady;

    private MqttSubscriber(int port, string filter, int qos, string? session)
    {
        _port = port;
        string[] arguments =
        [
            "-h", "127.0.0.1", "-p", Text(port), "-q", Text(qos), "-t", filter, "-t", _readyTopic, "-F", "%t %q %r %x",
            .. session is null ? Array.Empty<string>() : ["-c", "-i", session],
        ];
        _process = new Process { StartInfo = new ProcessStartInfo("mosquitto_sub", arguments) { RedirectStandardOutput = true } };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
    }

    /// <summary>All messages so far, in order.</summary>
    public IReadOnlyList<ReceivedMessage> Messages => [.. _messages];

    /// <summary>Starts one that is subscribed when this returns.</summary>
    /// <param name="broker">The broker, on its observers' port.</param>
    /// <param name="filter">Topics to get.</param>
    /// <param name="qos">At most this quality of service.</param>
    /// <param name="session">Name of a session that the broker keeps while the subscriber is away; null for none.</param>
    public static async Task<MqttSubscriber> StartAsync(
        MosquittoProcess broker, string filter = "edgewatch/#", int qos = 1, string? session = null)
    {
        MqttSubscriber subscriber = new(broker.ObserverPort, filter, qos, session);
        await PublishRetainedAsync(broker.ObserverPort, subscriber._readyTopic);
        subscriber._process.Start();
        subscriber._process.BeginOutputReadLine();
        await Eventually.Until("the subscriber is subscribed", () => subscriber._isReady);
        return subscriber;
    }

    /// <summary>Messages whose topic ends like this.</summary>
    public IReadOnlyList<ReceivedMessage> On(string topicEnd) =>
        [.. _messages.Where(message => message.Topic.EndsWith(topicEnd, StringComparison.Ordinal))];

    /// <summary>
    /// After the death of the broker: takes in all that it had written, and ends the subscriber before it connects again. The
    /// subscriber must be the only one.
    /// </summary>
    public async Task ReadToEndAsync()
    {
        await Eventually.Until("the subscriber has closed its connection", () => !TcpTable.HasConnectionTo(_port));
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    // A retained message comes with the subscription: it tells when that is in force.
    private static async Task PublishRetainedAsync(int port, string topic)
    {
        using Process process = Process.Start("mosquitto_pub", ["-h", "127.0.0.1", "-p", Text(port), "-t", topic, "-r", "-m", "ready"]);
        await process.WaitForExitAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Take(string? line)
    {
        if (line?.Split(' ') is not [string topic, string qos, string retained, string payload])
        {
            return;
        }

        if (topic == _readyTopic)
        {
            _isReady = true;
            return;
        }

        _messages.Enqueue(
            new ReceivedMessage(topic, int.Parse(qos, CultureInfo.InvariantCulture), retained == "1", Convert.FromHexString(payload)));
    }
}
