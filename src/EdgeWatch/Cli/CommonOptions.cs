using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Hosting.Status;

namespace EdgeWatch.Cli;

/// <summary>Options that several verbs share.</summary>
internal static class CommonOptions
{
    /// <summary><c>--config FILE</c>.</summary>
    public static Option<string> Config() => new PathOption<string>("--config", "-c")
    {
        Description = "The config file.",
        HelpName = "FILE",
        DefaultValueFactory = _ => ConfigurationFile.DefaultPath,
    };

    /// <summary><c>--socket FILE</c>.</summary>
    /// <param name="name">Which of the daemon's sockets: <see cref="SocketPath.Status"/> or <see cref="SocketPath.Control"/>.</param>
    public static Option<string?> Socket(string name) => new PathOption<string?>("--socket")
    {
        Description =
            $"The daemon's socket. Default: {SocketPath.FolderOfService}/{name}, or {name} in the config's state directory.",
        HelpName = "FILE",
    };

    /// <summary>Where that socket may be, the likelier place first.</summary>
    /// <param name="given">What <see cref="Socket"/> was given; null: nothing.</param>
    /// <param name="name">Which socket.</param>
    /// <param name="configFile">The daemon's config file.</param>
    /// <exception cref="EdgeWatchException">None is given, and the config that says where it is cannot be used.</exception>
    public static IReadOnlyList<string> SocketsOf(string? given, string name, string configFile) =>
        given is not null ? [given] : SocketPath.Candidates(name, configFile);

    /// <summary><c>--model FILE</c>.</summary>
    public static Option<string> Model() => new PathOption<string>("--model")
    {
        Description = "The manifest (.json) of another model than the one that comes with the program.",
        HelpName = "FILE",
        DefaultValueFactory = _ => EdgeWatch.Model.OnnxPatchModel.DefaultManifest,
    };

    /// <summary>Refuses an empty path as a wrong command line.</summary>
    /// <param name="given">An option or argument as it was given.</param>
    /// <param name="name">Its name.</param>
    public static void RequirePath(SymbolResult given, string name)
    {
        if (given.Tokens.Any(token => token.Value.Length == 0))
        {
            given.AddError($"{name}: the path is empty.");
        }
    }

    /// <summary>Refuses a frame rate that no camera may have either: ffmpeg would repeat frames without end to reach it.</summary>
    /// <exception cref="EdgeWatchException">Not allowed; the message says what is.</exception>
    public static void RequireFramesPerSecond(double rate)
    {
        if (rate is not (>= CameraOptions.MinFramesPerSecond and <= CameraOptions.MaxFramesPerSecond))
        {
            throw new EdgeWatchException(
                $"--fps {rate}: not allowed; {CameraOptions.MinFramesPerSecond}–{CameraOptions.MaxFramesPerSecond} is.");
        }
    }

    /// <summary>Refuses a threshold that the config would refuse, too.</summary>
    /// <exception cref="EdgeWatchException">Not allowed; the message says what is.</exception>
    public static void RequireThreshold(double threshold)
    {
        if (threshold is not (>= AlertOptions.MinThreshold and <= AlertOptions.MaxThreshold))
        {
            throw new EdgeWatchException(
                $"--threshold {threshold}: not allowed; {AlertOptions.MinThreshold}–{AlertOptions.MaxThreshold} is.");
        }
    }
}
