using System.Diagnostics.Metrics;
using System.Globalization;

namespace EdgeWatch.Hosting.Telemetry;

/// <summary>What this process reads from disks and writes to them, as the kernel counts it: what wears an SD card.</summary>
internal static class ProcessIo
{
    private const string Path = "/proc/self/io";

    /// <summary>Bytes written so far; null where the kernel does not tell.</summary>
    public static long? WrittenBytes() => Measure().LastOrDefault() is { Tags.IsEmpty: false } written ? written.Value : null;

    /// <summary>Bytes by direction, those written last; nothing where the kernel does not tell.</summary>
    public static IEnumerable<Measurement<long>> Measure()
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        return [.. Read(lines, "read_bytes: ", "read"), .. Read(lines, "write_bytes: ", "write")];
    }

    private static IEnumerable<Measurement<long>> Read(string[] lines, string key, string direction) => lines
        .Where(line => line.StartsWith(key, StringComparison.Ordinal))
        .Select(line => new Measurement<long>(
            long.Parse(line.AsSpan(key.Length), CultureInfo.InvariantCulture),
            new KeyValuePair<string, object?>("disk.io.direction", direction)));
}
