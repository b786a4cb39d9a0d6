using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Zones;

/// <summary>
/// Areas as pixels of pictures of one size. Every pixel counts that an area touches, and those within a margin of it. Made once for a size;
/// using it costs no memory.
/// </summary>
public sealed class PictureMask
{
    /// <summary>
    /// Pixels around an area that belong to it: a pixel of a picture that was scaled down is made of what lies up to two pixels beside it
    /// (ffmpeg's bicubic filter has four taps), so that more than that may show of what is under a mask.
    /// </summary>
    public const int Margin = 2;

    /// <summary>
    /// The same for a picture that was not scaled but whose colour may have been, from one sample for each pixel or row to one for four
    /// pixels: a filter of eight taps then (the same at half the size).
    /// </summary>
    public const int MarginOfWhole = 4;

    /// <summary>Black in video of limited range (BT.601), and as good as black in full range.</summary>
    private const byte Black = 16;

    /// <summary>No colour.</summary>
    private const byte NeutralChroma = 128;

    private readonly int _margin;
    private readonly bool[] _covers;
    private readonly Range[] _luma;
    private readonly Range[] _chroma;

    /// <summary>Draws areas.</summary>
    /// <param name="areas">They may overlap; none for a mask that covers nothing.</param>
    /// <param name="size">Size of the pictures.</param>
    /// <param name="margin">Pixels around an area that belong to it.</param>
    public PictureMask(IEnumerable<Polygon> areas, FrameSize size, int margin = Margin)
    {
        ArgumentNullException.ThrowIfNull(areas);
        (Size, _margin) = (size, margin);
        _covers = new bool[size.LumaBytes];
        foreach (Polygon area in areas)
        {
            Draw(area);
        }

        bool[] chroma = new bool[size.ChromaBytes];
        for (int i = 0; i < _covers.Length; i++)
        {
            chroma[(i / size.Width / 2 * size.ChromaWidth) + (i % size.Width / 2)] |= _covers[i];
        }

        (_luma, _chroma) = (RunsOf(_covers), RunsOf(chroma));
    }

    /// <summary>Size of the pictures.</summary>
    public FrameSize Size { get; }

    /// <summary>Whether it covers nothing.</summary>
    public bool IsEmpty => _luma.Length == 0;

    /// <summary>Whether each pixel is covered, row-major, <c>[Height, Width]</c>.</summary>
    public ReadOnlySpan<bool> Covered => _covers;

    /// <summary>Makes what it covers black, in place.</summary>
    /// <param name="frame">A picture of <see cref="Size"/>.</param>
    public void BlackOut(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentOutOfRangeException.ThrowIfNotEqual(frame.Size, Size);
        Span<byte> luma = frame.Luma;
        Span<byte> u = frame.ChromaU;
        Span<byte> v = frame.ChromaV;
        foreach (Range run in _luma)
        {
            luma[run].Fill(Black);
        }

        foreach (Range run in _chroma)
        {
            u[run].Fill(NeutralChroma);
            v[run].Fill(NeutralChroma);
        }
    }

    private void Draw(Polygon area)
    {
        double[] crossings = new double[area.Count];
        for (int row = 0; row < Size.Height; row++)
        {
            (double top, double bottom) = (row - _margin, row + 1 + _margin);
            for (int i = 0; i < area.Count; i++)
            {
                DrawSide(row, OnPicture(area[i]), OnPicture(area[i + 1]), top, bottom);
            }

            DrawInside(row, area, row + 0.5, crossings);
        }
    }

    private RelativePoint OnPicture(RelativePoint point) => new(point.X * Size.Width, point.Y * Size.Height);

    /// <summary>What the outline passes between two heights.</summary>
    private void DrawSide(int row, RelativePoint a, RelativePoint b, double top, double bottom)
    {
        (RelativePoint upper, RelativePoint lower) = a.Y <= b.Y ? (a, b) : (b, a);
        if (upper.Y >= bottom || lower.Y <= top)
        {
            return;
        }

        double slope = lower.Y > upper.Y ? (lower.X - upper.X) / (lower.Y - upper.Y) : 0;
        double from = upper.Y < top ? upper.X + ((top - upper.Y) * slope) : upper.X;
        double to = lower.Y > bottom ? lower.X - ((lower.Y - bottom) * slope) : lower.X;
        Fill(row, Math.Min(from, to), Math.Max(from, to));
    }

    /// <summary>What lies between the sides at one height.</summary>
    private void DrawInside(int row, Polygon area, double height, double[] crossings)
    {
        int count = 0;
        for (int i = 0; i < area.Count; i++)
        {
            (RelativePoint a, RelativePoint b) = (OnPicture(area[i]), OnPicture(area[i + 1]));
            if (a.Y > height != b.Y > height)
            {
                crossings[count++] = a.X + ((height - a.Y) / (b.Y - a.Y) * (b.X - a.X));
            }
        }

        Array.Sort(crossings, 0, count);
        for (int i = 0; i + 1 < count; i += 2)
        {
            Fill(row, crossings[i], crossings[i + 1]);
        }
    }

    private void Fill(int row, double left, double right)
    {
        int from = Math.Clamp((int)Math.Floor(left) - _margin, 0, Size.Width);
        int to = Math.Clamp((int)Math.Ceiling(right) + _margin, from, Size.Width);
        _covers.AsSpan((row * Size.Width) + from, to - from).Fill(true);
    }

    private static Range[] RunsOf(ReadOnlySpan<bool> covers)
    {
        List<Range> runs = [];
        for (int from = 0; from < covers.Length; from++)
        {
            if (covers[from])
            {
                int length = covers[from..].IndexOf(false);
                int to = length < 0 ? covers.Length : from + length;
                runs.Add(from..to);
                from = to;
            }
        }

        return [.. runs];
    }
}
