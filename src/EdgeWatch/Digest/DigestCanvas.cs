using EdgeWatch.Core.Frames;
using EdgeWatch.Evidence;
using SkiaSharp;

namespace EdgeWatch.Digest;

/// <summary>
/// What a <see cref="DigestVideo"/> shows at a time: a card of text, or a picture of any size and shape with a caption under it, which
/// stays when the picture changes. Not for two threads at a time.
/// </summary>
internal sealed class DigestCanvas : IDisposable
{
    /// <summary>The whole: what every screen shows.</summary>
    public static readonly FrameSize Size = new(1280, 720);

    /// <summary>The part above the caption, for pictures.</summary>
    public static readonly FrameSize PictureSize = new(Size.Width, Size.Height - CaptionRows);

    private const int CaptionRows = 132;
    private const int Margin = 20;
    private const int HeadingRows = 44;
    private const int TextRows = 32;
    private const int LargeRows = 60;

    /// <summary>Lines of a reason: with the heading they fill the caption.</summary>
    private const int MostReasonLines = 2;

    private static readonly SKColor Ground = SKColors.Black;

    private readonly RgbPicture _picture = new(Size.Width, Size.Height);
    private readonly byte[] _pixels = new byte[Size.Width * Size.Height * RgbPicture.PixelBytes];
    private RgbPicture? _frame;

    /// <summary>Draws a card of text.</summary>
    /// <param name="heading">The first line, large.</param>
    /// <param name="lines">What else there is to say; what does not fit is left out.</param>
    public void ShowCard(string heading, IEnumerable<string> lines)
    {
        _picture.Canvas.Clear(Ground);
        float top = Write(heading, LargeRows, Size.Height / 6, mostLines: 2) + HeadingRows;
        foreach (string line in lines)
        {
            if (top + (2 * TextRows) > Size.Height)
            {
                return;
            }

            top = Write(line, TextRows, top, mostLines: 2) + (TextRows / 4);
        }
    }

    /// <summary>Draws a caption, with no picture above it yet.</summary>
    /// <param name="heading">Its first line.</param>
    /// <param name="reason">What stands under that.</param>
    public void ShowCaption(string heading, string reason)
    {
        _picture.Canvas.Clear(Ground);
        float top = Write(heading, HeadingRows, PictureSize.Height + (Margin / 2), mostLines: 1);
        Write(reason, TextRows, top, MostReasonLines);
        ClearPicture();
    }

    /// <summary>Draws a picture above the caption.</summary>
    /// <param name="jpeg">A JPEG file.</param>
    /// <returns>False when it is none, and nothing is drawn.</returns>
    public bool ShowPicture(byte[] jpeg)
    {
        using SKImage? image = SKImage.FromEncodedData(jpeg);
        if (image is null)
        {
            return false;
        }

        ClearPicture();
        Draw(image);
        return true;
    }

    /// <summary>Writes where a picture would be, above the caption.</summary>
    /// <param name="text">One line.</param>
    public void ShowInstead(string text)
    {
        ClearPicture();
        Write(text, TextRows, (PictureSize.Height - TextRows) / 2f, mostLines: 1);
    }

    /// <summary>Draws a picture above the caption.</summary>
    /// <param name="frame">It, of <see cref="PictureSize"/> at most.</param>
    public void ShowFrame(Frame frame)
    {
        if (_frame?.Width != frame.Size.Width || _frame.Height != frame.Size.Height)
        {
            _frame?.Dispose();
            _frame = new RgbPicture(frame.Size.Width, frame.Size.Height);
        }

        _frame.Show(frame.Size, frame.Pixels.Span);
        ClearPicture();
        using SKImage image = SKImage.FromBitmap(_frame.Bitmap);
        Draw(image);
    }

    /// <summary>What is drawn at the moment, valid until the next call.</summary>
    public ReadOnlyMemory<byte> Read()
    {
        _picture.CopyTo(_pixels);
        return _pixels;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _frame?.Dispose();
        _picture.Dispose();
    }

    private void ClearPicture()
    {
        using SKPaint black = new() { Color = SKColors.Black };
        _picture.Canvas.DrawRect(0, 0, PictureSize.Width, PictureSize.Height, black);
    }

    private void Draw(SKImage image)
    {
        float scale = Math.Min((float)PictureSize.Width / image.Width, (float)PictureSize.Height / image.Height);
        (float width, float height) = (image.Width * scale, image.Height * scale);
        SKRect place = SKRect.Create((PictureSize.Width - width) / 2, (PictureSize.Height - height) / 2, width, height);
        _picture.Canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Linear));
    }

    /// <returns>Where the next line would begin.</returns>
    private float Write(string text, int rows, float top, int mostLines)
    {
        FrameSize lines = Caption.SizeFor(Size.Width - (2 * Margin), rows);
        foreach (string line in Caption.Wrap(lines, text, mostLines))
        {
            _picture.Canvas.Save();
            _picture.Canvas.Translate(Margin, top);
            Caption.Write(_picture.Canvas, lines, line, left: 0, top: 0);
            _picture.Canvas.Restore();
            top += rows;
        }

        return top;
    }
}
