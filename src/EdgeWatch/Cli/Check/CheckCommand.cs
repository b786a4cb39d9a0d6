using System.CommandLine;
using EdgeWatch.Configuration;

namespace EdgeWatch.Cli.Check;

/// <summary><c>edgewatch check</c>: what works and why the rest does not.</summary>
internal static class CheckCommand
{
    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Command command = new(
            "check",
            "Try everything that the daemon needs: config, state directory, model, ffmpeg, broker, and one frame of each camera.")
        {
            config,
        };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetRequiredValue(config), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string config, CancellationToken cancellationToken)
    {
        if (ConfigurationReport.TryLoad(config, Console.Error) is not { Options: { } options })
        {
            return (int)ExitCode.Configuration;
        }

        Inspection inspection = new(options, TimeProvider.System);
        ProgressLine progress = new(TimeProvider.System);
        TextTable table = new("part", "", "what was found");
        table.Add("config", Finding.Works, string.Join(", ", ConfigurationFile.FilesOf(config)));
        ExitCode worst = ExitCode.Ok;
        await foreach (Finding finding in inspection.RunAsync(part => progress.Show($"trying {part} …", null), cancellationToken))
        {
            worst = (ExitCode)Math.Max((int)worst, (int)finding.Code);
            table.Add(finding.Part, finding.Mark, finding.Text);
        }

        progress.Clear();
        Console.Write(table);
        return (int)worst;
    }
}
