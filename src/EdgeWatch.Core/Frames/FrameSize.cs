namespace EdgeWatch.Core.Frames;

/// <summary>Width and height of a picture in pixels.</summary>
/// <param name="Width">Pixels in a row; at least 1.</param>
/// <param name="Height">Rows; at least 1.</param>
public readonly record struct FrameSize(int Width, int Height)
{
    /// <summary>Chroma samples in a row of a 4:2:0 picture; odd widths round up.</summary>
    public int ChromaWidth => (Width + 1) / 2;

    /// <summary>Rows of a 4:2:0 chroma plane; odd heights round up.</summary>
    public int ChromaHeight => (Height + 1) / 2;

    /// <summary>Bytes of the luma plane.</summary>
    public int LumaBytes => Width * Height;

    /// <summary>Bytes of one chroma plane.</summary>
    public int ChromaBytes => ChromaWidth * ChromaHeight;

    /// <summary>Bytes of a whole I420 picture: luma, then U, then V.</summary>
    public int TotalBytes => LumaBytes + (2 * ChromaBytes);

    /// <inheritdoc/>
    public override string ToString() => $"{Width}×{Height}";
}
