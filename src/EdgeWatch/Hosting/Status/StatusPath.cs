using EdgeWatch.Configuration;

namespace EdgeWatch.Hosting.Status;

/// <summary>Where the daemon's <see cref="StatusSocket"/> is.</summary>
internal static class StatusPath
{
    /// <summary>Where systemd puts it: <c>RuntimeDirectory=edgewatch</c> of the unit.</summary>
    public const string OfService = "/run/edgewatch/" + FileName;

    private const string FileName = "status.sock";

    /// <summary>
    /// Where a daemon makes it: in systemd's runtime directory (the first entry of <c>$RUNTIME_DIRECTORY</c>), else with its state.
    /// </summary>
    public static string Of(string stateDirectory, string? runtimeDirectories)
    {
        string runtime = (runtimeDirectories ?? "").Split(':', 2)[0];
        return Path.Combine(runtime.Length > 0 ? runtime : stateDirectory, FileName);
    }

    /// <summary>Where the daemon of a config file may have made it, the likelier one first.</summary>
    /// <param name="configFile">The file, as it was named.</param>
    /// <param name="stateDirectory">What it says; null when it cannot be read.</param>
    public static IReadOnlyList<string> Candidates(string configFile, string? stateDirectory)
    {
        List<string> candidates = [];
        if (configFile == ConfigurationFile.DefaultPath || stateDirectory is null or MachineDefaults.FallbackStateDirectory)
        {
            candidates.Add(OfService);
        }

        if (stateDirectory is not null)
        {
            candidates.Add(Path.Combine(stateDirectory, FileName));
        }

        return candidates;
    }
}
