namespace EdgeWatch.Mqtt;

/// <summary>
/// Whether the machine's clock has been set from the network since boot, as far as systemd-timesyncd tells. A Pi has no clock
/// battery, so its time can be hours off until then. Other time services leave no such mark: then nothing is claimed.
/// </summary>
/// <param name="folder">The service's run-time folder, which exists while it runs.</param>
internal sealed class ClockState(string folder = "/run/systemd/timesync")
{
    private readonly string _mark = Path.Combine(folder, "synchronized");

    /// <summary><c>synchronised</c>, <c>unsynchronised</c>, or null for unknown.</summary>
    public string? Read() => File.Exists(_mark) ? "synchronised" : Directory.Exists(folder) ? "unsynchronised" : null;
}
