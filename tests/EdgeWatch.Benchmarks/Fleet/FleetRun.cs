using System.Globalization;
using EdgeWatch.Configuration;

namespace EdgeWatch.Benchmarks.Fleet;

/// <summary>Many nodes at one broker: what the broker and one subscriber to everything have to do.</summary>
internal static class FleetRun
{
    /// <summary>All nodes are online by then, or something is wrong.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs and prints the figures.</summary>
    /// <returns>The exit code: 0 when every message about an event has arrived.</returns>
    public static async Task<int> RunAsync(FleetOptions options)
    {
        using FleetBroker broker = new();
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);
        using CountingSubscriber subscriber = new(broker.Port);
        using CancellationTokenSource stop = new();
        long start = TimeProvider.System.GetTimestamp();
        SimulatedNode[] nodes = [.. Enumerable.Range(1, options.Nodes).Select(number => new SimulatedNode(
            new MqttOptions { Host = "127.0.0.1", Port = broker.Port }, number, options.Cameras))];
        Task running = Task.WhenAll(nodes.Select(node => node.RunAsync(stop.Token)));
        await UntilAsync(() => nodes.All(node => node.Status.Connected), StartLimit);
        Print("all nodes online after", $"{TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0} s");
        await MeasureAsync(options, broker, subscriber, nodes);
        await UntilAsync(() => nodes.All(node => node.Waiting == 0), StartLimit);
        long connects = nodes.Sum(node => node.Status.Connects);
        Print("connections lost", $"{connects - options.Nodes}");
        int waiting = nodes.Sum(node => node.Waiting);
        Print("messages about events not taken over", $"{waiting}");
        await stop.CancelAsync();
        await running;
        return waiting == 0 && connects == options.Nodes ? 0 : 1;
    }

    private static async Task MeasureAsync(FleetOptions options, FleetBroker broker, CountingSubscriber subscriber, SimulatedNode[] nodes)
    {
        ProcessorLoad[] processors = [new(TimeProvider.System), new(TimeProvider.System), new(TimeProvider.System)];
        int[] processes = [broker.ProcessId, subscriber.ProcessId, Environment.ProcessId];
        foreach ((ProcessorLoad processor, int process) in processors.Zip(processes))
        {
            processor.Look(process);
        }

        (long messages, long bytes) = (subscriber.Messages, subscriber.Bytes);
        long published = nodes.Sum(node => node.Status.Published);
        long start = TimeProvider.System.GetTimestamp();
        await Task.Delay(options.Length, TimeProvider.System, CancellationToken.None);
        double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        Print("published", $"{(nodes.Sum(node => node.Status.Published) - published) / seconds:0} messages/s");
        Print(
            "received by the subscriber",
            $"{(subscriber.Messages - messages) / seconds:0} messages/s, {(subscriber.Bytes - bytes) / seconds / 1e6:0.0} MB/s");
        string[] names = ["broker", "subscriber", $"the {options.Nodes} nodes (one process)"];
        for (int i = 0; i < names.Length; i++)
        {
            Print(names[i], $"{processors[i].Look(processes[i]):0.0} % of a core, {ResidentMegabytes(processes[i]):0} MB");
        }
    }

    private static double ResidentMegabytes(int process)
    {
        string line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"))
            .First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1000;
    }

    private static async Task UntilAsync(Func<bool> condition, TimeSpan limit)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!condition() && TimeProvider.System.GetElapsedTime(start) < limit)
        {
            await Task.Delay(Look, TimeProvider.System, CancellationToken.None);
        }
    }

    private static void Print(string what, string value) => Console.WriteLine($"{what,-40} {value}");
}
