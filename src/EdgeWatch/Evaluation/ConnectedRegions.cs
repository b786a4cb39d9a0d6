namespace EdgeWatch.Evaluation;

/// <summary>Finds what hangs together, corners included, on a grid.</summary>
/// <param name="rows">Rows of the grid.</param>
/// <param name="columns">Its columns.</param>
internal sealed class ConnectedRegions(int rows, int columns)
{
    private readonly Stack<int> _open = new();

    /// <summary>The rectangles around the regions, by their first cell in row-major order.</summary>
    /// <param name="cells">What belongs to a region, row-major; cleared.</param>
    public List<Box> Take(Span<bool> cells)
    {
        List<Box> regions = [];
        for (int next = cells.IndexOf(true); next >= 0; next = cells.IndexOf(true))
        {
            regions.Add(Grow(cells, next));
        }

        return regions;
    }

    private Box Grow(Span<bool> cells, int first)
    {
        Box box = new(columns, rows, 0, 0);
        cells[first] = false;
        _open.Push(first);
        while (_open.TryPop(out int cell))
        {
            (int row, int column) = (cell / columns, cell % columns);
            box = new(Math.Min(box.Left, column), Math.Min(box.Top, row), Math.Max(box.Right, column + 1), Math.Max(box.Bottom, row + 1));
            for (int y = Math.Max(0, row - 1); y <= Math.Min(rows - 1, row + 1); y++)
            {
                for (int x = Math.Max(0, column - 1); x <= Math.Min(columns - 1, column + 1); x++)
                {
                    if (cells[(y * columns) + x])
                    {
                        cells[(y * columns) + x] = false;
                        _open.Push((y * columns) + x);
                    }
                }
            }
        }

        return box;
    }
}
