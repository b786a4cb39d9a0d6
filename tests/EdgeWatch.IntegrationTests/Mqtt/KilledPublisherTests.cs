using System.Diagnostics;
using System.Globalization;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Delivery;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Mqtt;

public sealed class KilledPublisherTests : IDisposable
{
    private const int Lives = 200;

    /// <summary>From the first message on; a life raises all its messages in about this time.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromMilliseconds(80);

    /// <summary>One life in so many is not even waited for until it raises something, so that opening the outbox is hit too.</summary>
    private const int StillbornInterval = 5;

    private static readonly TimeSpan LongestStart = TimeSpan.FromMilliseconds(300);

    private readonly TemporaryFolder _folder = new();
    private readonly EventLedger _ledger = new();

    public void Dispose() => _folder.Dispose();

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_publisher_that_is_killed_200_times_loses_nothing()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithPersistenceAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        Random random = new(1);
        for (int life = 0; life < Lives; life++)
        {
            await LiveAsync(broker.Port, life, random);
        }

        await using FaultyNode heir = new(broker.Options(), _folder.Path);
        await Eventually.Until("what was left is sent", () => heir.Publisher.Outbox.Queued == 0, TimeSpan.FromMinutes(1));
        await Eventually.Until("all has been seen", () => _ledger.IsSeenBy(subscriber), TimeSpan.FromMinutes(1));
        _ledger.Settle("publisher killed 200 times", subscriber);
        Assert.InRange(_ledger.Raised, Lives, int.MaxValue);
    }

    private async Task LiveAsync(int brokerPort, int life, Random random)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "EdgeWatch.IntegrationTests");
        string[] arguments = [_folder.Path, brokerPort.ToString(CultureInfo.InvariantCulture), life.ToString(CultureInfo.InvariantCulture)];
        using Process process = new() { StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true } };
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (DoomedPublisher.Record(line.Data ?? "", _ledger))
            {
                begun.TrySetResult();
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        bool isStillborn = life % StillbornInterval == 0;
        if (!isStillborn)
        {
            await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        }

        await Task.Delay(random.NextDouble() * (isStillborn ? LongestStart : LongestLife), TimeProvider.System, CancellationToken.None);
        process.Kill();
        await process.WaitForExitAsync();
    }
}
