using System.CommandLine;

namespace EdgeWatch.Cli.Demo;

/// <summary><c>edgewatch demo</c>: the whole daemon on a generated scene with a real broker.</summary>
internal static class DemoCommand
{
    private const int DefaultSeconds = 90;

    /// <summary>Learning needs some blocks to calibrate by, and the anomaly some time of its own.</summary>
    private const int LeastSeconds = 60;

    private const int MostSeconds = 3600;

    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        Option<int> seconds = new("--seconds")
        {
            Description = $"Length of the scene, {LeastSeconds}–{MostSeconds}. "
                + "The first half is learned from; something fast crosses at 70 %.",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultSeconds,
        };
        PathOption<string?> folder = new("--folder")
        {
            Description = "Where the pictures and everything else of this run go. Default: a new folder below the temporary one.",
            HelpName = "FOLDER",
        };
        Option<int> seed = new("--seed")
        {
            Description = "Another scene for another number.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        Command command = new(
            "demo",
            "Start a private mosquitto, play a generated scene as a live camera, and print every alert as a subscriber receives it. "
            + "Exit code 0 if and only if the planted anomaly was announced and nothing before it was.")
        {
            seconds, folder, seed,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            int length = result.GetValue(seconds);
            if (length is < LeastSeconds or > MostSeconds)
            {
                throw new EdgeWatchException($"--seconds {length}: not allowed; {LeastSeconds}–{MostSeconds} is.");
            }

            string place = result.GetValue(folder) ?? Directory.CreateTempSubdirectory("edgewatch-demo-").FullName;
            using StopSignals signals = new();
            using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Token);
            await using DemoRun run = new(new DemoScene(length, result.GetValue(seed)), Path.GetFullPath(place), Console.Out);
            return (int)(await run.RunAsync(stopping.Token) ? ExitCode.Ok : ExitCode.Failure);
        });
        return command;
    }
}
