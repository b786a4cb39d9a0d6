using EdgeWatch.Outbox;

namespace EdgeWatch.IntegrationTests.Storage;

/// <summary>The outbox's files at a moment.</summary>
/// <param name="Database">The database.</param>
/// <param name="Log">The write-ahead log; empty when there is none.</param>
internal sealed record DiskState(byte[] Database, byte[] Log)
{
    /// <summary>A disk writes these whole or not at all.</summary>
    private const int SectorBytes = 512;

    /// <summary>Reads the files in a folder.</summary>
    public static DiskState Read(string folder) => new(Read(folder, ""), Read(folder, "-wal"));

    /// <summary>Writes the files into a new folder.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, DurableOutbox.FileName), Database);
        if (Log.Length > 0)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{DurableOutbox.FileName}-wal"), Log);
        }
    }

    /// <summary>
    /// What a power cut may leave between two states of which the first was flushed to the disk: SQLite flushes the log before it
    /// touches the database, so either the log is torn and the database untouched, or the log is whole and the database torn.
    /// </summary>
    public static DiskState Tear(DiskState before, DiskState after, Random random)
    {
        bool isDatabaseTouched = !before.Database.AsSpan().SequenceEqual(after.Database);
        return isDatabaseTouched && random.Next(2) == 0
            ? new DiskState(Tear(before.Database, after.Database, random), after.Log)
            : new DiskState(before.Database, Tear(before.Log, after.Log, random));
    }

    /// <summary>Every sector that changed is old, new or, rarely, garbage; the file's new end is there or not.</summary>
    private static byte[] Tear(byte[] before, byte[] after, Random random)
    {
        byte[] torn = new byte[random.Next(Math.Min(before.Length, after.Length), Math.Max(before.Length, after.Length) + 1)];
        for (int start = 0; start < torn.Length; start += SectorBytes)
        {
            Span<byte> sector = torn.AsSpan(start, Math.Min(SectorBytes, torn.Length - start));
            ReadOnlySpan<byte> old = Sector(before, start, sector.Length);
            ReadOnlySpan<byte> changed = Sector(after, start, sector.Length);
            if (old.SequenceEqual(changed) || random.Next(3) > 0)
            {
                changed.CopyTo(sector);
            }
            else if (random.Next(4) > 0)
            {
                old.CopyTo(sector);
            }
            else
            {
                random.NextBytes(sector);
            }
        }

        return torn;
    }

    private static ReadOnlySpan<byte> Sector(byte[] file, int start, int length) =>
        start >= file.Length ? [] : file.AsSpan(start, Math.Min(length, file.Length - start));

    private static byte[] Read(string folder, string suffix)
    {
        string path = Path.Combine(folder, DurableOutbox.FileName + suffix);
        if (!File.Exists(path))
        {
            return [];
        }

        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
