using System.Globalization;

namespace EdgeWatch.TestKit.Capture;

/// <summary>What came of one camera's fault.</summary>
/// <param name="Fault">What was done.</param>
/// <param name="Seen">Time until the status said so; null if there was nothing to see.</param>
/// <param name="Reason">The reason in the status.</param>
/// <param name="Back">Time from the fault's end until the status said that frames flow; null if it never ended.</param>
public sealed record CaptureFaultRow(string Fault, TimeSpan? Seen, string Reason, TimeSpan? Back);

/// <summary>Writes what the fault tests of one run have found to <c>artifacts/capture-faults.md</c>.</summary>
public static class CaptureFaultTable
{
    private static readonly FindingsTable Table =
        new("capture-faults.md", "fault", "seen after", "reason", "frames flow again after");

    /// <summary>Adds a row and writes the file anew.</summary>
    public static void Add(CaptureFaultRow row) => Table.Add(row.Fault, Seconds(row.Seen), row.Reason, Seconds(row.Back));

    private static string Seconds(TimeSpan? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:0.0} s") : "–";
}
