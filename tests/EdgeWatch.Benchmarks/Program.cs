using BenchmarkDotNet.Running;
using EdgeWatch.Benchmarks;
using EdgeWatch.Benchmarks.Fleet;

// dotnet run -c Release --project tests/EdgeWatch.Benchmarks -- --filter '*ModelBenchmarks*', or -- fleet; README.md has the results.
if (args is ["fleet", .. var fleet])
{
    return await FleetRun.RunAsync(FleetOptions.Parse(fleet));
}

BenchmarkSwitcher.FromAssembly(typeof(Pavement).Assembly).Run(args, BenchmarkSettings.Create());
return 0;
