using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Patches;

/// <summary>
/// The grid of square patches that covers the analysed picture, cropped on the right and below to whole patches. A capture of twice as many
/// rows as are analysed is halved.
/// </summary>
/// <param name="Rows">Patches from top to bottom.</param>
/// <param name="Columns">Patches from left to right.</param>
/// <param name="Scale">Side of the square of captured pixels that makes one analysed pixel; 1 or more.</param>
public readonly record struct PatchGrid(int Rows, int Columns, int Scale)
{
    /// <summary>Side of a patch in analysed pixels; the model is trained for it.</summary>
    public const int PatchSize = 16;

    /// <summary>Pixels of a patch.</summary>
    public const int PatchPixels = PatchSize * PatchSize;

    /// <summary>
    /// Rows of the analysed picture unless a camera says otherwise; the model is trained for things as large as people are in it.
    /// </summary>
    public const int DefaultAnalysisRows = 240;

    /// <summary>Number of patches.</summary>
    public int Count => Rows * Columns;

    /// <summary>Width of the analysed picture in pixels.</summary>
    public int Width => Columns * PatchSize;

    /// <summary>Height of the analysed picture in pixels.</summary>
    public int Height => Rows * PatchSize;

    /// <summary>The grid for pictures of a size.</summary>
    /// <param name="size">The captured picture.</param>
    /// <param name="analysisRows">Rows that the analysed picture is to have, about.</param>
    /// <exception cref="ArgumentException">The picture is smaller than one patch.</exception>
    public static PatchGrid For(FrameSize size, int analysisRows = DefaultAnalysisRows)
    {
        PatchGrid grid = Cover(size, analysisRows);
        return grid.Count > 0
            ? grid
            : throw new ArgumentException($"A picture of {size} is smaller than one patch of {PatchSize}×{PatchSize}.", nameof(size));
    }

    /// <summary>Whether at least one patch fits into pictures of a size.</summary>
    public static bool Fits(FrameSize size, int analysisRows) => Cover(size, analysisRows).Count > 0;

    /// <summary>Row-major index of a patch, 0 … <see cref="Count"/> − 1.</summary>
    public int IndexOf(PatchPosition position) => (position.Row * Columns) + position.Column;

    /// <summary>The patch with a row-major index.</summary>
    public PatchPosition PositionOf(int index) => new(index / Columns, index % Columns);

    /// <summary>
    /// The row-major indices of the patches at most so many rows and columns from a place, the place itself among them, in order.
    /// </summary>
    public PatchSquare Around(PatchPosition position, int reach) => new(this, position, reach);

    /// <summary>Patches from one to another, given by their row-major indexes, along the rows or the columns, whichever are more.</summary>
    public int Distance(int one, int other)
    {
        (PatchPosition here, PatchPosition there) = (PositionOf(one), PositionOf(other));
        return Math.Max(Math.Abs(here.Row - there.Row), Math.Abs(here.Column - there.Column));
    }

    private static PatchGrid Cover(FrameSize size, int analysisRows)
    {
        int scale = Math.Max(1, size.Height / analysisRows);
        return new PatchGrid(size.Height / scale / PatchSize, size.Width / scale / PatchSize, scale);
    }
}

/// <summary>A place in the <see cref="PatchGrid"/>.</summary>
/// <param name="Row">0 at the top.</param>
/// <param name="Column">0 at the left.</param>
public readonly record struct PatchPosition(int Row, int Column);

/// <summary>The patches of a square as far as it lies in the grid; a foreach costs no memory.</summary>
public struct PatchSquare
{
    private readonly int _gridColumns;
    private readonly int _left;
    private readonly int _right;
    private readonly int _bottom;
    private int _row;
    private int _column;

    internal PatchSquare(PatchGrid grid, PatchPosition centre, int reach)
    {
        _gridColumns = grid.Columns;
        _left = Math.Max(0, centre.Column - reach);
        _right = Math.Min(grid.Columns - 1, centre.Column + reach);
        _bottom = Math.Min(grid.Rows - 1, centre.Row + reach);
        _row = Math.Max(0, centre.Row - reach);
        _column = _left - 1;
    }

    /// <summary>Row-major index of the patch that <see cref="MoveNext"/> went to.</summary>
    public readonly int Current => (_row * _gridColumns) + _column;

    /// <summary>What foreach asks for: this.</summary>
    public readonly PatchSquare GetEnumerator() => this;

    /// <summary>Goes to the next patch.</summary>
    public bool MoveNext()
    {
        if (_column < _right)
        {
            _column++;
            return true;
        }

        _column = _left;
        return ++_row <= _bottom;
    }
}
