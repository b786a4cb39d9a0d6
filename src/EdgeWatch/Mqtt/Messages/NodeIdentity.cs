namespace EdgeWatch.Mqtt.Messages;

/// <summary>What every event says about its sender.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Model">Name of the model that scores.</param>
/// <param name="BootId">
/// The kernel's id of this boot: times of one boot can be compared even when the clock was wrong. Null where a sandbox hides it.
/// </param>
internal sealed record NodeIdentity(string Node, string Model, string? BootId)
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>The identity on this machine.</summary>
    public static NodeIdentity OfThisBoot(string node, string model)
    {
        try
        {
            return new NodeIdentity(node, model, File.ReadAllText(BootIdFile).Trim());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new NodeIdentity(node, model, BootId: null);
        }
    }
}

/// <summary>
/// Whether the machine's clock has been set from the network since boot, as far as systemd-timesyncd tells. A Pi has no clock
/// battery, so its time can be hours off until then. Other time services leave no such mark: then nothing is claimed.
/// </summary>
/// <param name="folder">The service's run-time folder, which exists while it runs.</param>
internal sealed class ClockState(string folder = "/run/systemd/timesync")
{
    private readonly string _mark = Path.Combine(folder, "synchronized");

    /// <summary>Whether it is known to have been set.</summary>
    public bool IsSet => File.Exists(_mark);

    /// <summary><c>synchronised</c>, <c>unsynchronised</c>, or null for unknown.</summary>
    public string? Read() => IsSet ? "synchronised" : Directory.Exists(folder) ? "unsynchronised" : null;
}
