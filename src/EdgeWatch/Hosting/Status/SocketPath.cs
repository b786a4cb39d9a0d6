using EdgeWatch.Configuration;

namespace EdgeWatch.Hosting.Status;

/// <summary>Where a daemon's sockets are.</summary>
internal static class SocketPath
{
    /// <summary>Name of the one that tells how the node is, and takes nothing.</summary>
    public const string Status = "status.sock";

    /// <summary>Name of the one that takes requests.</summary>
    public const string Control = "control.sock";

    /// <summary>Where systemd puts them: <c>RuntimeDirectory=edgewatch</c> of the unit.</summary>
    public const string FolderOfService = "/run/edgewatch";

    /// <summary>
    /// Where a daemon makes one: in systemd's runtime directory (the first entry of <c>$RUNTIME_DIRECTORY</c>), else with its state.
    /// </summary>
    public static string Of(string name, string stateDirectory, string? runtimeDirectories)
    {
        string runtime = (runtimeDirectories ?? "").Split(':', 2)[0];
        return Path.Combine(runtime.Length > 0 ? runtime : stateDirectory, name);
    }

    /// <summary>
    /// Where the daemon of a config file may have made one, the likelier place first. The installed service can be asked without its
    /// config, which not everybody may read.
    /// </summary>
    /// <param name="name">Which.</param>
    /// <param name="configFile">The file.</param>
    /// <exception cref="EdgeWatchException">Another config cannot be used, and it alone says where the socket is.</exception>
    public static IReadOnlyList<string> Candidates(string name, string configFile)
    {
        LoadedConfiguration loaded = ConfigurationFile.Load(configFile);
        return loaded.IsValid || configFile == ConfigurationFile.DefaultPath
            ? Candidates(name, configFile, loaded.Options?.StateDirectory)
            : throw new EdgeWatchException($"{loaded.Mistakes[0]}\n  It alone says where its daemon can be asked; name it with --socket.");
    }

    /// <summary>The same for a config that has been read.</summary>
    /// <param name="name">Which.</param>
    /// <param name="configFile">The file, as it was named.</param>
    /// <param name="stateDirectory">What it says; null when it cannot be read.</param>
    internal static IReadOnlyList<string> Candidates(string name, string configFile, string? stateDirectory)
    {
        List<string> candidates = [];
        if (configFile == ConfigurationFile.DefaultPath || stateDirectory is null or MachineDefaults.FallbackStateDirectory)
        {
            candidates.Add(Path.Combine(FolderOfService, name));
        }

        if (stateDirectory is not null)
        {
            candidates.Add(Path.Combine(stateDirectory, name));
        }

        return candidates;
    }
}
