using System.CommandLine;
using EdgeWatch.Capture;
using EdgeWatch.Hosting;
using EdgeWatch.Model;

namespace EdgeWatch.Cli;

/// <summary><c>edgewatch run</c>: the daemon.</summary>
internal static class RunCommand
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

        try
        {
            return await Daemon.RunAsync(options, config, signals.Token);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is ModelException or CaptureException)
        {
            await Console.Error.WriteLineAsync($"edgewatch: {e.Message}");
            return ExitCode.Configuration;
        }
    }
}
