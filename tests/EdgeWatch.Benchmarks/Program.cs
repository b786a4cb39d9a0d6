using BenchmarkDotNet.Running;
using EdgeWatch.Benchmarks;
using EdgeWatch.Benchmarks.Delivery;
using EdgeWatch.Benchmarks.Fleet;

// dotnet run -c Release --project tests/EdgeWatch.Benchmarks -- --filter '*ModelBenchmarks*', -- fleet, -- publisher, or -- variants FOLDER; README.md has the results.
if (args is ["fleet", .. var fleet])
{
    return await FleetRun.RunAsync(FleetOptions.Parse(fleet));
}

if (args is ["publisher"])
{
    return await PublisherCost.RunAsync();
}

if (args is ["variants", { } folder])
{
    return VariantTimes.Run(folder);
}

BenchmarkSwitcher.FromAssembly(typeof(Pavement).Assembly).Run(args, BenchmarkSettings.Create());
return 0;
