using System.CommandLine;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Hosting;
using EdgeWatch.Model;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cli;

/// <summary><c>edgewatch run</c>: the daemon.</summary>
internal static partial class RunCommand
{
    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Command command = new("run", "Watch the cameras of the config file until told to stop (SIGTERM or Ctrl-C).") { config };
        command.SetAction((result, _) => RunAsync(result.GetRequiredValue(config)));
        return command;
    }

    private static async Task<int> RunAsync(string config)
    {
        using StopSignals signals = new();
        if (ConfigurationReport.TryLoad(config, Console.Error) is not { } options)
        {
            return ExitCode.Configuration;
        }

        using ILoggerFactory loggers = DaemonLogging.Create();
        return await RunAsync(options, config, loggers, signals.Token);
    }

    private static async Task<int> RunAsync(EdgeWatchOptions options, string config, ILoggerFactory loggers, CancellationToken stopping)
    {
        try
        {
            await new Daemon(options, config, TimeProvider.System, loggers).RunAsync(stopping);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is ModelException or CaptureException)
        {
            await Console.Error.WriteLineAsync($"edgewatch: {e.Message}");
            return ExitCode.Configuration;
        }
        catch (Exception e)
        {
            // Whatever else comes out of the daemon is a bug or a lost resource: its stack belongs into the journal.
            Log.Crashed(loggers.CreateLogger<Daemon>(), e);
            return ExitCode.Failure;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(720, LogLevel.Critical, "The daemon ends because of an error.")]
        public static partial void Crashed(ILogger logger, Exception exception);
    }
}
