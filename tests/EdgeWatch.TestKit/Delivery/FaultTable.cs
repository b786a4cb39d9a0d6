using System.Text;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.TestKit.Delivery;

/// <summary>Writes what the fault tests of one run have found to <c>artifacts/delivery-faults.md</c>.</summary>
public static class FaultTable
{
    private static readonly Lock Gate = new();
    private static readonly SortedDictionary<string, FaultRow> Rows = new(StringComparer.Ordinal);

    /// <summary>Adds a row and writes the file anew.</summary>
    public static void Add(FaultRow row)
    {
        lock (Gate)
        {
            Rows[row.Fault] = row;
            StringBuilder table = new("| fault | raised | seen at least once | doubles | lost |\n|---|---|---|---|---|\n");
            foreach (FaultRow each in Rows.Values)
            {
                table.Append(null, $"| {each.Fault} | {each.Raised} | {each.Seen} | {each.Doubles} | {each.Lost} |\n");
            }

            File.WriteAllText(Path.Combine(BuiltProgram.Repository, "artifacts", "delivery-faults.md"), table.ToString());
        }
    }
}
