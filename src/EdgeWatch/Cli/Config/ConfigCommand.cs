using System.CommandLine;

namespace EdgeWatch.Cli.Config;

/// <summary><c>edgewatch config</c>: what a config says.</summary>
internal static class ConfigCommand
{
    /// <summary>The verb with its own verbs.</summary>
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Command show = new(
            "show", "Print the config as it is in force, secrets blanked, and behind each value where it comes from.") { config };
        show.SetAction(result => Show(result.GetRequiredValue(config)));
        return new Command("config", "Look at the config.") { show };
    }

    private static int Show(string path)
    {
        if (ConfigurationReport.TryLoad(path, Console.Error) is not { } loaded)
        {
            return (int)ExitCode.Configuration;
        }

        Console.Write(new ConfigurationListing(loaded));
        return (int)ExitCode.Ok;
    }
}
