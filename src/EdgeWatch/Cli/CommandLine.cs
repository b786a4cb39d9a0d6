using System.CommandLine;
using EdgeWatch.Cli.Calibrate;
using EdgeWatch.Cli.Check;
using EdgeWatch.Cli.Config;
using EdgeWatch.Cli.Demo;
using EdgeWatch.Cli.Digest;
using EdgeWatch.Cli.Discover;
using EdgeWatch.Cli.Evaluate;
using EdgeWatch.Cli.Events;
using EdgeWatch.Cli.Feedback;
using EdgeWatch.Cli.Profile;
using EdgeWatch.Cli.Score;
using EdgeWatch.Cli.Status;
using EdgeWatch.Cli.Tune;
using EdgeWatch.Cli.Zones;
using EdgeWatch.Hosting.Systemd;

namespace EdgeWatch.Cli;

/// <summary>The program's verbs.</summary>
internal static class CommandLine
{
    private const string Description = """
        EdgeWatch turns a Raspberry Pi or a Jetson into a private watchman: it learns what is normal in front of each camera and
        publishes what is not over MQTT, with a reason and a picture. No cloud.

        Exit codes: 0 done or asked to stop; 78 the configuration or the installation has to be mended; anything else a failure.
        """;

    /// <summary>Parses and runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        RootCommand root = Create();
        try
        {
            // Errors are told in one line here, not with a stack; the daemon handles its signals itself.
            InvocationConfiguration invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await root.Parse(args).InvokeAsync(invocation);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("edgewatch: stopped before the end.");
            return (int)ExitCode.Failure;
        }
        catch (Exception e) when (e is EdgeWatchException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(Journal.Error($"edgewatch: {e.Message}"));
            return (int)CodeOf(e);
        }
    }

    /// <summary>All verbs with their options.</summary>
    internal static RootCommand Create() => new(Description)
    {
        RunCommand.Create(),
        CheckCommand.Create(),
        ConfigCommand.Create(),
        StatusCommand.Create(),
        ProfileCommand.Create(),
        EventsCommand.Create(),
        FeedbackCommand.Create(),
        DigestCommand.Create(),
        DiscoverCommand.Create(),
        ZonesCommand.Create(),
        ScoreCommand.Create(),
        TuneCommand.Create(),
        CalibrateCommand.Create(),
        EvaluateCommand.Create(),
        DemoCommand.Create(),
        VersionCommand.Create(),
    };

    /// <summary>The one place that says how a failure ends the program: as the one who threw it decided.</summary>
    internal static ExitCode CodeOf(Exception failure) => (failure as EdgeWatchException)?.ExitCode ?? ExitCode.Failure;
}
