using BenchmarkDotNet.Running;
using EdgeWatch.Benchmarks;

// dotnet run -c Release --project tests/EdgeWatch.Benchmarks -- --filter '*ModelBenchmarks*'; README.md has the results.
BenchmarkSwitcher.FromAssembly(typeof(Pavement).Assembly).Run(args, BenchmarkSettings.Create());
