using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace EdgeWatch.Benchmarks;

/// <summary>
/// How all benchmarks are run: in this process, so that nothing is generated and built, with medians, since machines are noisy.
/// </summary>
internal static class BenchmarkSettings
{
    private const int Warmups = 3;
    private const int Measurements = 15;
    private const int MeasurementMilliseconds = 100;

    /// <summary>The settings.</summary>
    public static IConfig Create() => ManualConfig.CreateEmpty()
        .AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(Warmups)
            .WithIterationCount(Measurements)
            .WithIterationTime(TimeInterval.FromMilliseconds(MeasurementMilliseconds)))
        .AddColumnProvider(DefaultColumnProviders.Descriptor, DefaultColumnProviders.Params, DefaultColumnProviders.Metrics)
        .AddColumn(StatisticColumn.Median, StatisticColumn.P0, StatisticColumn.P95)
        .AddExporter(MarkdownExporter.GitHub)
        .AddLogger(ConsoleLogger.Default)
        .WithSummaryStyle(SummaryStyle.Default.WithTimeUnit(TimeUnit.Microsecond))
        .WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared))
        .WithArtifactsPath(Path.Combine(Checkout.Artifacts, "benchmarks"));
}
