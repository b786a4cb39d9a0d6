namespace EdgeWatch.Core.Patches;

/// <summary>A part of a picture: a rectangle of places.</summary>
/// <param name="Top">Its first row.</param>
/// <param name="Left">Its first column.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
public readonly record struct PlaceRectangle(int Top, int Left, int Rows, int Columns)
{
    /// <summary>The row after its last.</summary>
    public int Bottom => Top + Rows;

    /// <summary>The column after its last.</summary>
    public int Right => Left + Columns;

    /// <summary>Its places.</summary>
    public int Count => Rows * Columns;

    /// <summary>All places of a grid.</summary>
    public static PlaceRectangle Of(PatchGrid places) => new(0, 0, places.Rows, places.Columns);

    /// <summary>The smallest that holds this one and another.</summary>
    public PlaceRectangle With(PlaceRectangle other) => Between(
        Math.Min(Top, other.Top), Math.Min(Left, other.Left), Math.Max(Bottom, other.Bottom), Math.Max(Right, other.Right));

    /// <summary>This one and the places around it, as far as they lie in the grid.</summary>
    /// <param name="by">Places to each side.</param>
    /// <param name="places">The grid.</param>
    public PlaceRectangle Widened(int by, PatchGrid places) => Between(
        Math.Max(0, Top - by), Math.Max(0, Left - by), Math.Min(places.Rows, Bottom + by), Math.Min(places.Columns, Right + by));

    private static PlaceRectangle Between(int top, int left, int bottom, int right) => new(top, left, bottom - top, right - left);
}
