using System.Globalization;

namespace EdgeWatch.TestKit.Delivery;

/// <summary>Writes what the fault tests of one run have found to <c>artifacts/delivery-faults.md</c>.</summary>
public static class FaultTable
{
    private static readonly FindingsTable Table =
        new("delivery-faults.md", "fault", "raised", "seen at least once", "doubles", "lost");

    /// <summary>Adds a row and writes the file anew.</summary>
    public static void Add(FaultRow row) =>
        Table.Add(row.Fault, Text(row.Raised), Text(row.Seen), Text(row.Doubles), Text(row.Lost));

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
