namespace EdgeWatch.Storage;

/// <summary>
/// Room on the disk that what can wait leaves to what cannot: learned state and scores are not written into it, alerts (64 MiB at most) and
/// what was set over MQTT are.
/// </summary>
internal static class DiskFloor
{
    /// <summary>The floor of a large disk: what the outbox may take, its log, and something more.</summary>
    private const long MostBytes = 100L << 20;

    /// <summary>Part of a small disk.</summary>
    private const double Part = 0.05;

    /// <summary>Sees to it that there is room above the floor.</summary>
    /// <param name="folder">Where somebody wants to write.</param>
    /// <param name="bytes">How much.</param>
    /// <exception cref="IOException">There is not.</exception>
    public static void Require(string folder, long bytes)
    {
        DriveInfo drive = new(folder);
        long floor = Math.Min(MostBytes, (long)(drive.TotalSize * Part));
        if (drive.AvailableFreeSpace < floor + bytes)
        {
            throw new IOException($"the disk has {drive.AvailableFreeSpace >> 10} KiB left, and the last {floor >> 10} KiB are for alerts");
        }
    }
}
