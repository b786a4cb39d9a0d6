using BenchmarkDotNet.Running;
using EdgeWatch.Benchmarks;
using EdgeWatch.Benchmarks.Baselines;
using EdgeWatch.Benchmarks.Days;
using EdgeWatch.Benchmarks.Delivery;
using EdgeWatch.Benchmarks.Fleet;
using EdgeWatch.Benchmarks.Pictures;

// dotnet run -c Release --project tests/EdgeWatch.Benchmarks -- --filter '*ModelBenchmarks*', -- fleet, -- publisher, -- pictures,
// -- clips, -- days, -- variants FOLDER, or -- baselines --normal FOLDER --test FOLDER --labels FILE; README.md has the results.
if (args is ["fleet", .. var fleet])
{
    return await FleetRun.RunAsync(FleetOptions.Parse(fleet));
}

if (args is ["publisher"])
{
    return await PublisherCost.RunAsync();
}

if (args is ["pictures"])
{
    return PictureCost.Run();
}

if (args is ["clips"])
{
    return await MaskedClipCost.RunAsync();
}

if (args is ["baselines", .. var baselines])
{
    return await BaselineRun.RunAsync(baselines);
}

if (args is ["variants", { } folder])
{
    return VariantTimes.Run(folder);
}

if (args is ["days", .. var days])
{
    return DaysRun.Run(days);
}

BenchmarkSwitcher.FromAssembly(typeof(Pavement).Assembly).Run(args, BenchmarkSettings.Create());
return 0;
