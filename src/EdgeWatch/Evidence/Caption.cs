using EdgeWatch.Core.Frames;
using SkiaSharp;

namespace EdgeWatch.Evidence;

/// <summary>White text on a dark ground, of a size that suits the picture.</summary>
internal static class Caption
{
    private const int Margin = 2;
    private const int SmallestRows = 13;

    // It can be read where a picture of 480 rows is shown at half its size.
    private const int RowsPerRow = 28;

    private const float TextPart = 0.9f;
    private const float BaselinePart = 0.79f;
    private const string Ellipsis = "…";
    private static readonly SKColor Ground = SKColors.Black.WithAlpha(176);

    /// <summary>Rows that a line of text takes.</summary>
    /// <param name="size">Size of the picture.</param>
    public static int RowsOn(FrameSize size) => Math.Max(SmallestRows, size.Height / RowsPerRow);

    /// <summary>A picture so wide that a line on it takes so many rows.</summary>
    public static FrameSize SizeFor(int columns, int rows) => new(columns, rows * RowsPerRow);

    /// <summary>Writes a line, moved into the picture where it would leave it at a side.</summary>
    /// <param name="canvas">What is written on.</param>
    /// <param name="size">Size of the picture in its upper left corner.</param>
    /// <param name="text">The line.</param>
    /// <param name="left">Column where its ground begins.</param>
    /// <param name="top">Row where its ground begins.</param>
    public static void Write(SKCanvas canvas, FrameSize size, string text, float left, float top)
    {
        using SKFont font = FontOn(size);
        float width = WidthOf(text, font);
        float rows = RowsOn(size);
        left = Math.Clamp(left, 0, Math.Max(0, size.Width - width));
        using var paint = new SKPaint { Color = Ground };
        canvas.DrawRect(left, top, width, rows, paint);
        paint.Color = SKColors.White;
        paint.IsAntialias = true;
        canvas.DrawText(text, left + Margin, top + (rows * BaselinePart), SKTextAlign.Left, font, paint);
    }

    /// <summary>Breaks a text between words into lines that fit the picture; what is left over ends with an ellipsis.</summary>
    /// <param name="size">Size of the picture.</param>
    /// <param name="text">The text.</param>
    /// <param name="mostLines">Lines at most.</param>
    public static IReadOnlyList<string> Wrap(FrameSize size, string text, int mostLines)
    {
        using SKFont font = FontOn(size);
        List<string> lines = [];
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines is [.., var last] && WidthOf($"{last} {word}", font) <= size.Width)
            {
                lines[^1] = $"{last} {word}";
            }
            else if (lines.Count == mostLines)
            {
                lines[^1] += Ellipsis;
                break;
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }

    private static SKFont FontOn(FrameSize size) => Lettering.Font(RowsOn(size) * TextPart);

    private static float WidthOf(string text, SKFont font) => MathF.Ceiling(font.MeasureText(text)) + (2 * Margin);
}
