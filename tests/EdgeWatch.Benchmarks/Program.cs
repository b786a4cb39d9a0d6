using BenchmarkDotNet.Running;
using EdgeWatch.Benchmarks;
using EdgeWatch.Benchmarks.Delivery;
using EdgeWatch.Benchmarks.Fleet;

// dotnet run -c Release --project tests/EdgeWatch.Benchmarks -- --filter '*ModelBenchmarks*', -- fleet, or -- publisher; README.md has the results.
if (args is ["fleet", .. var fleet])
{
    return await FleetRun.RunAsync(FleetOptions.Parse(fleet));
}

if (args is ["publisher"])
{
    return await PublisherCost.RunAsync();
}

BenchmarkSwitcher.FromAssembly(typeof(Pavement).Assembly).Run(args, BenchmarkSettings.Create());
return 0;
