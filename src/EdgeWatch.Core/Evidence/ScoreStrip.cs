using System.Globalization;

namespace EdgeWatch.Core.Evidence;

/// <summary>The newest scores as a moving curve with the threshold, to be drawn under a picture. Allocates nothing once made.</summary>
public sealed class ScoreStrip
{
    private const int NumberWidth = 5 * BitmapFont.Advance;
    private const int Margin = 4;
    private const double LineThickness = 1.6;
    private const int DashPixels = 4;
    private const int FillAlpha = 96;

    private static readonly YuvColor Background = YuvColor.FromRgb(new(0x18, 0x1c, 0x22));
    private static readonly YuvColor Calm = YuvColor.FromRgb(new(0x7f, 0xb8, 0xe6));
    private static readonly YuvColor Alarm = YuvColor.FromRgb(new(0xff, 0x5a, 0x3c));
    private static readonly YuvColor Quiet = YuvColor.FromRgb(new(0xa8, 0xae, 0xb6));

    private readonly double[] _scores;
    private readonly int _width;
    private readonly int _height;
    private readonly double _threshold;
    private readonly ColumnEnvelope _envelope;
    private long _added;

    /// <summary>A strip of the given size.</summary>
    /// <param name="width">Pixels; at least 64.</param>
    /// <param name="height">Rows; at least 24.</param>
    /// <param name="samples">How many scores it shows; at least 2.</param>
    /// <param name="threshold">The threshold to draw, 0–1.</param>
    public ScoreStrip(int width, int height, int samples, double threshold)
    {
        const int SmallestWidth = 64;
        const int SmallestHeight = 24;
        ArgumentOutOfRangeException.ThrowIfLessThan(width, SmallestWidth);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, SmallestHeight);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        _width = width;
        _height = height;
        _threshold = threshold;
        _scores = new double[samples];
        _envelope = new ColumnEnvelope(width - NumberWidth - (2 * Margin));
    }

    private double Newest => _scores[(int)((_added - 1) % _scores.Length)];

    /// <summary>Adds the next frame's score, 0–1.</summary>
    public void Add(double score) => _scores[(int)(_added++ % _scores.Length)] = Math.Clamp(score, 0, 1);

    /// <summary>Draws the strip with its upper left corner at the given pixel.</summary>
    public void Paint(I420Canvas canvas, int x, int y)
    {
        canvas.FillRectangle(x, y, _width, _height, Background);
        PaintThreshold(canvas, x, y);
        if (_added == 0)
        {
            return;
        }

        MeasureCurve();
        for (int column = 0; column < _envelope.Columns; column++)
        {
            PaintColumn(canvas, x + Margin, y, column);
        }

        PaintNumber(canvas, x + _width - NumberWidth, y + Margin);
    }

    private double RowOf(double score) => Margin + ((1 - score) * (_height - (2 * Margin)));

    private void PaintThreshold(I420Canvas canvas, int x, int y)
    {
        int row = y + (int)RowOf(_threshold);
        for (int dash = 0; dash < _envelope.Columns; dash += 2 * DashPixels)
        {
            canvas.FillRectangle(x + Margin + dash, row, DashPixels, 1, Quiet);
        }
    }

    // The newest score is at the right end; until there are enough, the left part stays empty.
    private void MeasureCurve()
    {
        _envelope.Clear();
        int count = (int)Math.Min(_added, _scores.Length);
        double step = (_envelope.Columns - 1) / (double)(_scores.Length - 1);
        for (int age = count - 1; age >= 0; age--)
        {
            double toX = _envelope.Columns - 1 - (age * step);
            int older = Math.Min(age + 1, count - 1);
            double fromX = _envelope.Columns - 1 - (older * step);
            _envelope.Add(fromX, RowOf(ScoreAt(older)), toX, RowOf(ScoreAt(age)));
        }
    }

    private double ScoreAt(int age) => _scores[(int)((_added - 1 - age) % _scores.Length)];

    private void PaintColumn(I420Canvas canvas, int x, int y, int column)
    {
        if (!_envelope.TryGet(column, out double top, out double bottom))
        {
            return;
        }

        YuvColor color = top <= RowOf(_threshold) ? Alarm : Calm;
        int ground = _height - Margin;
        canvas.FillRectangle(x + column, y + (int)bottom, 1, ground - (int)bottom, color, FillAlpha);
        top -= LineThickness / 2;
        bottom += LineThickness / 2;
        for (int row = Math.Max(0, (int)top); row < Math.Min(bottom, _height); row++)
        {
            int alpha = (int)(ColumnEnvelope.Coverage(row, top, bottom) * I420Canvas.Opaque);
            canvas.Blend(x + column, y + row, color, alpha);
        }
    }

    private void PaintNumber(I420Canvas canvas, int x, int y)
    {
        Span<char> text = stackalloc char[NumberWidth];
        _ = Newest.TryFormat(text, out int length, "0.00", CultureInfo.InvariantCulture);
        canvas.DrawText(x, y, text[..length], Newest >= _threshold ? Alarm : Calm);
        canvas.DrawText(x, y + BitmapFont.Height, "score", Quiet);
    }
}
