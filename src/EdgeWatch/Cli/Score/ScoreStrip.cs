using System.Globalization;
using EdgeWatch.Evidence;
using SkiaSharp;

namespace EdgeWatch.Cli.Score;

/// <summary>The newest scores as a moving curve with the threshold, to be drawn under a picture.</summary>
internal sealed class ScoreStrip : IDisposable
{
    private const int SmallestWidth = 64;
    private const int SmallestHeight = 24;
    private const int Margin = 4;
    private const float DashPixels = 4;
    private const byte AreaAlpha = 96;
    private const float TextPixels = 11.5f;
    private const float LineRows = 13;

    private static readonly SKColor Background = new(0x18, 0x1c, 0x22);
    private static readonly SKColor Calm = new(0x7f, 0xb8, 0xe6);
    private static readonly SKColor Alarm = new(0xff, 0x5a, 0x3c);
    private static readonly SKColor Quiet = new(0xa8, 0xae, 0xb6);

    private readonly double[] _scores;
    private readonly SKPoint[] _points;
    private readonly int _width;
    private readonly int _height;
    private readonly double _threshold;
    private readonly float _curveWidth;
    private readonly ScoreCurve _curve;
    private readonly SKFont _font = Lettering.Font(TextPixels);
    private readonly SKPaint _text = new() { IsAntialias = true };
    private readonly SKPaint _dashes = new() { Color = Quiet, StrokeWidth = 1 };
    private long _added;

    /// <summary>A strip of the given size.</summary>
    /// <param name="width">Pixels; at least 64.</param>
    /// <param name="height">Rows; at least 24.</param>
    /// <param name="samples">How many scores it shows; at least 2.</param>
    /// <param name="threshold">The threshold to draw, 0–1.</param>
    public ScoreStrip(int width, int height, int samples, double threshold)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, SmallestWidth);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, SmallestHeight);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        _width = width;
        _height = height;
        _threshold = threshold;
        _scores = new double[samples];
        _points = new SKPoint[samples];
        _curveWidth = width - _font.MeasureText("score") - (3 * Margin);
        _curve = new ScoreCurve(Calm, Alarm, RowOf(threshold), RowOf(0), AreaAlpha);
        using SKPathEffect dash = SKPathEffect.CreateDash([DashPixels, DashPixels], 0);
        _dashes.PathEffect = dash;
    }

    private double Newest => _scores[(int)((_added - 1) % _scores.Length)];

    /// <summary>Adds the next frame's score, 0–1.</summary>
    public void Add(double score) => _scores[(int)(_added++ % _scores.Length)] = Math.Clamp(score, 0, 1);

    /// <summary>Draws the strip over the whole width, its upper edge at the given row.</summary>
    public void Paint(SKCanvas canvas, int row)
    {
        canvas.Save();
        canvas.ClipRect(SKRect.Create(0, row, _width, _height));
        canvas.Clear(Background);
        canvas.Translate(0, row);
        float threshold = MathF.Floor(RowOf(_threshold)) + 0.5f;
        canvas.DrawLine(Margin, threshold, Margin + _curveWidth, threshold, _dashes);
        if (_added > 0)
        {
            _curve.Draw(canvas, Measure());
            PaintNumber(canvas);
        }

        canvas.Restore();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _curve.Dispose();
        _font.Dispose();
        _text.Dispose();
        _dashes.Dispose();
    }

    private float RowOf(double score) => (float)(Margin + ((1 - score) * (_height - (2 * Margin))));

    // The newest score is at the right end; until there are enough, the left part stays empty.
    private ReadOnlySpan<SKPoint> Measure()
    {
        int count = (int)Math.Min(_added, _scores.Length);
        float step = _curveWidth / (_scores.Length - 1);
        for (int age = 0; age < count; age++)
        {
            double score = _scores[(int)((_added - 1 - age) % _scores.Length)];
            _points[age] = new SKPoint(Margin + _curveWidth - (age * step), RowOf(score));
        }

        return _points.AsSpan(0, count);
    }

    private void PaintNumber(SKCanvas canvas)
    {
        float left = Margin + _curveWidth + Margin;
        string number = Newest.ToString("0.00", CultureInfo.InvariantCulture);
        _text.Color = Newest >= _threshold ? Alarm : Calm;
        canvas.DrawText(number, left, Margin + LineRows - 2, SKTextAlign.Left, _font, _text);
        _text.Color = Quiet;
        canvas.DrawText("score", left, Margin + (2 * LineRows) - 2, SKTextAlign.Left, _font, _text);
    }
}
