using System.Globalization;
using System.Text;
using EdgeWatch.TestKit.Daemon;

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
    private static readonly Lock Gate = new();
    private static readonly SortedDictionary<string, CaptureFaultRow> Rows = new(StringComparer.Ordinal);

    /// <summary>Adds a row and writes the file anew.</summary>
    public static void Add(CaptureFaultRow row)
    {
        lock (Gate)
        {
            Rows[row.Fault] = row;
            StringBuilder table = new("| fault | seen after | reason | frames flow again after |\n|---|---|---|---|\n");
            foreach (CaptureFaultRow each in Rows.Values)
            {
                table.Append(null, $"| {each.Fault} | {Seconds(each.Seen)} | {each.Reason} | {Seconds(each.Back)} |\n");
            }

            File.WriteAllText(Path.Combine(BuiltProgram.Repository, "artifacts", "capture-faults.md"), table.ToString());
        }
    }

    private static string Seconds(TimeSpan? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:0.0} s") : "–";
}
