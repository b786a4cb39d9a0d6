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

    /// <summary>Rows of the analysed picture unless a camera says otherwise; the model is trained for things as large as people are in it.</summary>
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
        int scale = Math.Max(1, size.Height / analysisRows);
        PatchGrid grid = new(size.Height / scale / PatchSize, size.Width / scale / PatchSize, scale);
        return grid.Count > 0
            ? grid
            : throw new ArgumentException($"A picture of {size} is smaller than one patch of {PatchSize}×{PatchSize}.", nameof(size));
    }

    /// <summary>Row-major index of a patch, 0 … <see cref="Count"/> − 1.</summary>
    public int IndexOf(PatchPosition position) => (position.Row * Columns) + position.Column;

    /// <summary>The patch with a row-major index.</summary>
    public PatchPosition PositionOf(int index) => new(index / Columns, index % Columns);
}
