using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Languages;
using EdgeWatch.Hosting.Health;
using EdgeWatch.Hosting.Reloading;
using EdgeWatch.Model;
using EdgeWatch.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting;

/// <summary>
/// The life of a daemon: it starts its host, which says READY when all that it needs is there, and lives until it is asked to stop, every
/// camera has played its recording to the end, or a loop fails. Cameras and broker may be away, and the first camera may come
/// later. A failure ends it with a non-zero exit code, and systemd starts it again.
/// </summary>
internal static partial class Daemon
{
    /// <summary>Runs a daemon.</summary>
    /// <param name="options">The configuration, valid and complete.</param>
    /// <param name="configFile">Where it came from.</param>
    /// <param name="reload">Asks for it to be read again.</param>
    /// <param name="stopping">Asks it to stop.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="EdgeWatchException">
    /// The installation has to be mended: the model cannot be used, or ffmpeg is missing.
    /// </exception>
    public static async Task<ExitCode> RunAsync(
        EdgeWatchOptions options, string configFile, ReloadSignal reload, CancellationToken stopping)
    {
        FfmpegTool ffmpeg = await FfmpegTool.FindAsync(TimeProvider.System, stopping);
        using IHost host = DaemonHost.Build(options, configFile, reload, ffmpeg);
        ILogger logger = LoggerOf(host);
        ReportUnwritableState(options.StateDirectory, logger);
        IHostApplicationLifetime lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        using CancellationTokenRegistration started = lifetime.ApplicationStarted.Register(
            () => ReportReady(options, host.Services.GetRequiredService<OnnxPatchModel>().Name, logger));
        return await RunAsync(host, stopping);
    }

    /// <summary>Runs a host to its end. What makes it fail is logged, once.</summary>
    /// <exception cref="EdgeWatchException">The configuration or the installation has to be mended.</exception>
    /// <returns>The exit code; the host itself would let the process end with 0 though one of its services has failed.</returns>
    internal static async Task<ExitCode> RunAsync(IHost host, CancellationToken stopping)
    {
        try
        {
            await RunToEndAsync(host, stopping);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is not EdgeWatchException { ExitCode: ExitCode.Configuration })
        {
            // A bug or a lost resource: its stack belongs into the journal.
            LogCrashed(LoggerOf(host), e);
            return ExitCode.Failure;
        }
    }

    /// <summary>Runs a host until it is asked to stop or one of its services ends it.</summary>
    /// <exception cref="Exception">What ended it, or kept it from starting.</exception>
    internal static async Task RunToEndAsync(IHost host, CancellationToken stopping)
    {
        // Here the model is loaded and the outbox opened. The host would do it when it starts, and could not be stopped if that failed.
        IHostedService[] services = [.. host.Services.GetServices<IHostedService>()];
        try
        {
            await host.StartAsync(stopping);
        }
        catch
        {
            // What had started before it failed would go on otherwise, over parts that are closed.
            await host.StopAsync(CancellationToken.None);
            await ThrowFirstFailureAsync(services);
            throw;
        }

        await host.WaitForShutdownAsync(stopping);
        await ThrowFirstFailureAsync(services);
    }

    /// <summary>Of a background service that throws, the host tells only its log.</summary>
    private static async Task ThrowFirstFailureAsync(IEnumerable<IHostedService> services)
    {
        foreach (BackgroundService service in services.OfType<BackgroundService>())
        {
            if (service.ExecuteTask is { IsFaulted: true } failed)
            {
                await failed;
            }
        }
    }

    private static void ReportReady(EdgeWatchOptions options, string model, ILogger logger)
    {
        LogReady(logger, options.Node, model, options.Cameras.Count);
        if (options.Cameras.Count == 0)
        {
            LogNoCamera(logger, HealthProblems.NoCamera.In(Language.English));
        }
    }

    /// <summary>A card that has turned read-only or full is no reason to stop watching: alerts need no disk.</summary>
    private static void ReportUnwritableState(string stateDirectory, ILogger logger)
    {
        try
        {
            StateStore.RequireWritable(stateDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogStateUnwritable(logger, stateDirectory, e.Message);
        }
    }

    private static ILogger LoggerOf(IHost host) =>
        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Daemon).FullName!);

    [LoggerMessage(711, LogLevel.Error,
        "The state directory {Directory} cannot be written to: {Reason} "
        + "What is learned and the pictures on disk will be lost; alerts go out.")]
    private static partial void LogStateUnwritable(ILogger logger, string directory, string reason);

    [LoggerMessage(710, LogLevel.Information, "Node {Node} is ready: model {Model}, {Cameras} camera(s).")]
    private static partial void LogReady(ILogger logger, string node, string model, int cameras);

    [LoggerMessage(717, LogLevel.Warning, "Nothing is watched: {Reason}.")]
    private static partial void LogNoCamera(ILogger logger, string reason);

    [LoggerMessage(720, LogLevel.Critical, "The daemon ends because of an error.")]
    private static partial void LogCrashed(ILogger logger, Exception exception);
}
