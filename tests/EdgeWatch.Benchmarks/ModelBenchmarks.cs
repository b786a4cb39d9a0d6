using BenchmarkDotNet.Attributes;

namespace EdgeWatch.Benchmarks;

/// <summary>
/// What the network costs on one thread by the number of tokens: as it ships (attention to active patches nearby) and with attention
/// from every token to every other one, in float and in int8, and a dense transformer of the size of AED-MAE beside them.
/// </summary>
public class ModelBenchmarks : IDisposable
{
    private static readonly int[] TokenCounts = [0, 16, 32, 64, 128, 256, 1024];

    private readonly Dictionary<(string Network, int Tokens), NetworkRun> _runs = [];

    /// <summary>Every network that there is, with every number of tokens that it takes.</summary>
    public static IEnumerable<object[]> Cases()
    {
        foreach (NetworkFile network in NetworkFile.All)
        {
            if (!File.Exists(network.Path))
            {
                Console.Error.WriteLine(
                    $"// {network.Path} is missing, so \"{network.Name}\" is left out. To make it: {NetworkFile.Recipe}");
                continue;
            }

            foreach (int tokens in network.FixedTokens is { } count ? [count] : TokenCounts)
            {
                yield return [network.Name, tokens];
            }
        }
    }

    /// <summary>One frame.</summary>
    [Benchmark]
    [ArgumentsSource(nameof(Cases))]
    public void Run(string network, int tokens)
    {
        if (!_runs.TryGetValue((network, tokens), out NetworkRun? run))
        {
            run = new NetworkRun(NetworkFile.All.Single(file => file.Name == network).Path, tokens);
            _runs.Add((network, tokens), run);
        }

        run.Run();
    }

    /// <summary>Gives the networks back.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        foreach (NetworkRun run in _runs.Values)
        {
            run.Dispose();
        }

        _runs.Clear();
        GC.SuppressFinalize(this);
    }
}
