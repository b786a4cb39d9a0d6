using System.Text;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.TestKit;

/// <summary>What the tests of one run have found, as a Markdown table in <c>artifacts</c> in the order of its first column.</summary>
/// <param name="file">Name of the file.</param>
/// <param name="headings">Of the columns; the first one tells rows apart.</param>
internal sealed class FindingsTable(string file, params string[] headings)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _rows = new(StringComparer.Ordinal);

    /// <summary>Adds a row, or replaces the one before, and writes the file anew.</summary>
    public void Add(params string[] cells)
    {
        lock (_gate)
        {
            _rows[cells[0]] = Line(cells);
            StringBuilder table = new(Line(headings) + $"|{string.Concat(headings.Select(_ => "---|"))}\n");
            table.AppendJoin("", _rows.Values);
            File.WriteAllText(Path.Combine(BuiltProgram.Repository, "artifacts", file), table.ToString());
        }
    }

    private static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |\n";
}
