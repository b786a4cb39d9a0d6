using System.CommandLine;
using EdgeWatch.Configuration;

namespace EdgeWatch.Cli;

/// <summary>Options that several verbs share.</summary>
internal static class CommonOptions
{
    /// <summary><c>--config FILE</c>.</summary>
    public static Option<string> Config() => new("--config", "-c")
    {
        Description = "The config file.",
        HelpName = "FILE",
        DefaultValueFactory = _ => ConfigurationFile.DefaultPath,
    };

    /// <summary><c>--model FILE</c>.</summary>
    public static Option<string> Model() => new("--model")
    {
        Description = "The manifest (.json) of another model than the one that comes with the program.",
        HelpName = "FILE",
        DefaultValueFactory = _ => EdgeWatch.Model.OnnxPatchModel.DefaultManifest,
    };
}
