using System.Globalization;
using EdgeWatch.Evidence;
using SkiaSharp;
using static EdgeWatch.Cli.PlotStyle;

namespace EdgeWatch.Cli.Score;

/// <summary>The scores of a recording.</summary>
/// <param name="Title">What the recording is.</param>
/// <param name="TimesSeconds">Time of each frame since the beginning, in seconds, rising.</param>
/// <param name="Scores">Score of each frame, 0–1; NaN where there is none, as while learning.</param>
/// <param name="Threshold">The threshold, 0–1.</param>
/// <param name="Clock">Puts a time of the axis into words; null for the time since the beginning.</param>
internal sealed record ScoreSeries(
    string Title,
    IReadOnlyList<double> TimesSeconds,
    IReadOnlyList<double> Scores,
    double Threshold,
    Func<double, string>? Clock = null);

/// <summary>Draws the score of a recording over time, with its threshold.</summary>
internal sealed class ScorePlot : IDisposable
{
    private const int PlotWidth = 1200;
    private const int PlotHeight = 400;
    private const int Left = 56;
    private const int Right = PlotWidth - 24;
    private const int Top = 58;
    private const int Bottom = PlotHeight - 52;
    private const int MostTimeTicks = 12;
    private const int ScoreTicks = 5;
    private const byte AreaAlpha = 40;
    private const float DashPixels = 6;
    private const int SecondsPerHour = 3600;

    private const int TitleRow = 22;
    private const int LegendRow = 43;
    private const int LegendGap = 20;
    private const int SwatchPixels = 24;
    private const int SwatchGap = 7;

    private static readonly SKColor Alarm = new(0xd6, 0x33, 0x1f);

    private readonly ScoreSeries _series;
    private readonly SKCanvas _canvas;
    private readonly SKFont _font = Lettering.Font(TextPixels);
    private readonly SKPathEffect _dashes = SKPathEffect.CreateDash([DashPixels, DashPixels], 0);
    private readonly double _begin;
    private readonly double _span;

    private ScorePlot(ScoreSeries series, SKCanvas canvas)
    {
        _series = series;
        _canvas = canvas;
        _begin = series.TimesSeconds.Count > 0 ? series.TimesSeconds[0] : 0;
        double end = series.TimesSeconds.Count > 0 ? series.TimesSeconds[^1] : 0;
        _span = end > _begin ? end - _begin : 1;
    }

    /// <summary>Draws 1200×400 pixels.</summary>
    /// <exception cref="ArgumentException">The lists of the series differ in length.</exception>
    /// <exception cref="EvidenceException">Skia is not there.</exception>
    public static RgbPicture Draw(ScoreSeries series)
    {
        if (series.Scores.Count != series.TimesSeconds.Count)
        {
            throw new ArgumentException("Times and scores must be of one length.", nameof(series));
        }

        var picture = new RgbPicture(PlotWidth, PlotHeight);
        picture.Canvas.Clear(SKColors.White);
        using var plot = new ScorePlot(series, picture.Canvas);
        plot.DrawScoreAxis();
        plot.DrawTimeAxis();
        plot.DrawCurve();
        plot.DrawLine(Left, Right, Row(series.Threshold), Ink, isDashed: true);
        plot.DrawTitle();
        plot.DrawLegend();
        return picture;
    }

    /// <summary>Column of a time; used with <see cref="Row"/> to find points of the plot.</summary>
    internal static float Column(double time, double begin, double span) => (float)(Left + ((time - begin) / span * (Right - Left)));

    /// <summary>Row of a score.</summary>
    internal static float Row(double score) => (float)(Bottom - (score * (Bottom - Top)));

    /// <inheritdoc/>
    public void Dispose()
    {
        _font.Dispose();
        _dashes.Dispose();
    }

    private void DrawScoreAxis()
    {
        for (int tick = 0; tick <= ScoreTicks; tick++)
        {
            double score = tick / (double)ScoreTicks;
            DrawLine(Left, Right, Row(score), tick == 0 ? Faint : Grid);
            string label = score.ToString("0.0", CultureInfo.InvariantCulture);
            DrawText(label, Left - (2 * TickPixels), Row(score) + HalfDigit, SKTextAlign.Right);
        }
    }

    private void DrawTimeAxis()
    {
        double step = TimeTicks.StepSeconds(_span, MostTimeTicks);
        for (double time = Math.Ceiling(_begin / step) * step; time <= _begin + _span; time += step)
        {
            float column = Column(time, _begin, _span);
            DrawLine(column, Top, column, Bottom, Grid);
            DrawLine(column, Bottom, column, Bottom + TickPixels, Faint);
            string label = _series.Clock?.Invoke(time) ?? TimeTicks.Label(time, step);
            float middle = Math.Min(column, PlotWidth - (_font.MeasureText(label) / 2));
            DrawText(label, middle, Bottom + TickPixels + TextPixels + 1, SKTextAlign.Center);
        }

        DrawLine(Left, Top, Left, Bottom, Faint);
        string unit = _series.Clock is not null ? "local time" : _span >= SecondsPerHour ? "time (h:min:s)" : "time (min:s)";
        DrawText(unit, (Left + Right) / 2f, Bottom + TickPixels + (2.6f * TextPixels), SKTextAlign.Center);
    }

    private void DrawCurve()
    {
        using var curve = new ScoreCurve(Measured, Alarm, Row(_series.Threshold), Bottom, AreaAlpha);
        List<SKPoint> points = [];
        for (int index = 0; index < _series.Scores.Count; index++)
        {
            if (double.IsNaN(_series.Scores[index]))
            {
                curve.Draw(_canvas, [.. points]);
                points.Clear();
                continue;
            }

            points.Add(new SKPoint(Column(_series.TimesSeconds[index], _begin, _span), Row(Math.Clamp(_series.Scores[index], 0, 1))));
        }

        curve.Draw(_canvas, [.. points]);
    }

    private void DrawTitle()
    {
        using SKFont bold = Lettering.Font(TitlePixels, bold: true);
        using var paint = new SKPaint { Color = Ink, IsAntialias = true };
        string title = _series.Title;
        if (bold.MeasureText(title) > Right - Left)
        {
            int fitting = bold.BreakText(title, Right - Left - bold.MeasureText("…"));
            title = title[..fitting] + "…";
        }

        _canvas.DrawText(title, Left, TitleRow, SKTextAlign.Left, bold, paint);
    }

    private void DrawLegend()
    {
        float x = Left;
        x = DrawEntry(x, "score", Measured);
        x = DrawEntry(x, "above the threshold", Alarm);
        _ = DrawEntry(x, string.Create(CultureInfo.InvariantCulture, $"threshold {_series.Threshold:0.0#}"), Ink, isDashed: true);
    }

    private float DrawEntry(float x, string text, SKColor color, bool isDashed = false)
    {
        DrawLine(x, x + SwatchPixels, LegendRow - HalfDigit, color, isDashed);
        if (!isDashed)
        {
            DrawLine(x, x + SwatchPixels, LegendRow - HalfDigit + 1, color);
        }

        float textX = x + SwatchPixels + SwatchGap;
        DrawText(text, textX, LegendRow, SKTextAlign.Left);
        return textX + _font.MeasureText(text) + LegendGap;
    }

    private void DrawText(string text, float x, float baseline, SKTextAlign align)
    {
        using var paint = new SKPaint { Color = Faint, IsAntialias = true };
        _canvas.DrawText(text, x, baseline, align, _font, paint);
    }

    private void DrawLine(float left, float right, float row, SKColor color, bool isDashed = false) =>
        DrawLine(left, row, right, row, color, isDashed);

    // One pixel wide, on whole pixels.
    private void DrawLine(float fromX, float fromY, float toX, float toY, SKColor color, bool isDashed = false)
    {
        using var paint = new SKPaint { Color = color, StrokeWidth = 1, PathEffect = isDashed ? _dashes : null };
        _canvas.DrawLine(MathF.Floor(fromX) + 0.5f, MathF.Floor(fromY) + 0.5f, MathF.Floor(toX) + 0.5f, MathF.Floor(toY) + 0.5f, paint);
    }
}
