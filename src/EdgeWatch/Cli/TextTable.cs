using System.Text;

namespace EdgeWatch.Cli;

/// <summary>Lines up columns of text.</summary>
/// <param name="headings">One heading per column; those that begin with '&gt;' are right-aligned.</param>
internal sealed class TextTable(params string[] headings)
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row with a cell per column.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <inheritdoc/>
    public override string ToString()
    {
        string[] titles = [.. headings.Select(heading => heading.TrimStart('>'))];
        int[] widths = [.. titles.Select((title, i) => Math.Max(title.Length, _rows.Count == 0 ? 0 : _rows.Max(row => row[i].Length)))];
        StringBuilder text = new();
        Append(text, titles, widths);
        Append(text, [.. widths.Select(width => new string('─', width))], widths);
        foreach (string[] row in _rows)
        {
            Append(text, row, widths);
        }

        return text.ToString();
    }

    private void Append(StringBuilder text, string[] cells, int[] widths)
    {
        IEnumerable<string> padded = cells.Select(
            (cell, i) => headings[i].StartsWith('>') ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
        text.AppendLine(string.Join(Gap, padded).TrimEnd());
    }
}
