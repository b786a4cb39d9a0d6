using System.CommandLine;
using EdgeWatch.Hosting;
using EdgeWatch.Hosting.Reloading;

namespace EdgeWatch.Cli;

/// <summary><c>edgewatch run</c>: the daemon.</summary>
internal static class RunCommand
{
    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Command command = new(
            "run", "Watch the cameras of the config file until told to stop (SIGTERM or Ctrl-C); SIGHUP has the file read again.")
        {
            config,
        };
        command.SetAction((result, _) => RunAsync(result.GetRequiredValue(config)));
        return command;
    }

    private static async Task<int> RunAsync(string config)
    {
        MallocArenas.Limit();
        using StopSignals signals = new();
        using ReloadSignal reload = new();
        if (ConfigurationReport.TryLoad(config, Console.Error) is not { Options: { } options })
        {
            return (int)ExitCode.Configuration;
        }

        try
        {
            return (int)await Daemon.RunAsync(options, config, reload, signals.Token);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return (int)ExitCode.Ok;
        }
    }
}
