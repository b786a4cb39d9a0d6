namespace EdgeWatch.Core.Frames;

/// <summary>
/// A grey picture with a replicated border of <see cref="Padding"/> pixels on all sides, so that block matching needs no bounds
/// checks: pixel (x, y) may be read for x in −Padding … Width + Padding − 1.
/// </summary>
public sealed class LumaPlane
{
    /// <summary>
    /// Pixels of border: the search radius of 8 and the 4 by which half-resolution blocks overhang, rounded up to a vector.
    /// </summary>
    public const int Padding = 16;

    private readonly byte[] _pixels;

    /// <summary>A black plane.</summary>
    public LumaPlane(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        Width = width;
        Height = height;
        Stride = width + (2 * Padding);
        _pixels = new byte[Stride * (height + (2 * Padding))];
    }

    /// <summary>Pixels in a row, without the border.</summary>
    public int Width { get; }

    /// <summary>Rows, without the border.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>All bytes, border included; see <see cref="Offset"/>.</summary>
    public ReadOnlySpan<byte> Padded => _pixels;

    /// <summary>Index of pixel (x, y) in <see cref="Padded"/>.</summary>
    public int Offset(int x, int y) => ((y + Padding) * Stride) + x + Padding;

    /// <summary>Row <paramref name="y"/> without its border, <c>[Width]</c>.</summary>
    public Span<byte> Row(int y) => _pixels.AsSpan(Offset(0, y), Width);

    /// <summary>
    /// Row <paramref name="y"/> with one pixel of border on each side, <c>[Width + 2]</c>; −1 and Height are of the border, too.
    /// </summary>
    public Span<byte> PaddedRow(int y) => _pixels.AsSpan(Offset(-1, y), Width + 2);

    /// <summary>Copies the outermost pixels into the border. Call it after the last row was written.</summary>
    public void ReplicateBorder()
    {
        for (int y = 0; y < Height; y++)
        {
            Span<byte> row = _pixels.AsSpan(Offset(-Padding, y), Stride);
            row[..Padding].Fill(row[Padding]);
            row[^Padding..].Fill(row[^(Padding + 1)]);
        }

        ReadOnlySpan<byte> first = _pixels.AsSpan(Offset(-Padding, 0), Stride);
        ReadOnlySpan<byte> last = _pixels.AsSpan(Offset(-Padding, Height - 1), Stride);
        for (int y = 1; y <= Padding; y++)
        {
            first.CopyTo(_pixels.AsSpan(Offset(-Padding, -y), Stride));
            last.CopyTo(_pixels.AsSpan(Offset(-Padding, Height - 1 + y), Stride));
        }
    }
}
