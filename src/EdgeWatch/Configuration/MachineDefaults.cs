namespace EdgeWatch.Configuration;

/// <summary>Defaults that depend on the machine.</summary>
/// <param name="Node">The host name as a name for topics.</param>
/// <param name="StateDirectory">systemd's <c>StateDirectory=</c>, else <see cref="FallbackStateDirectory"/>.</param>
/// <param name="Home">Where <c>~/</c> leads; empty for nowhere.</param>
internal sealed record MachineDefaults(string Node, string StateDirectory, string Home = "")
{
    /// <summary>State folder when systemd does not name one.</summary>
    public const string FallbackStateDirectory = "/var/lib/edgewatch";

    private const string FallbackNode = "edgewatch";

    /// <summary>The defaults of this machine and process.</summary>
    public static MachineDefaults Current => new(
        NodeFrom(Environment.MachineName),
        StateDirectoryFrom(Environment.GetEnvironmentVariable("STATE_DIRECTORY")),
        Environment.GetEnvironmentVariable("HOME") ?? "");

    /// <summary>Turns a host name into a node name: lower case, every character that topics do not allow becomes <c>-</c>.</summary>
    internal static string NodeFrom(string hostName)
    {
        string name = string.Concat(hostName.ToLowerInvariant().Select(c => IsAllowed(c) ? c : '-')).Trim('-');
        return name.Length == 0 ? FallbackNode : name[..Math.Min(name.Length, EdgeWatchOptions.MaxNodeLength)];
    }

    /// <summary>The first entry of systemd's colon-separated list.</summary>
    internal static string StateDirectoryFrom(string? stateDirectories)
    {
        string first = (stateDirectories ?? "").Split(':', 2)[0];
        return first.Length == 0 ? FallbackStateDirectory : first;
    }

    private static bool IsAllowed(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-';
}
