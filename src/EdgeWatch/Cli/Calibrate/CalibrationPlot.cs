using System.Globalization;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Evaluation;
using EdgeWatch.Evidence;
using SkiaSharp;
using static EdgeWatch.Cli.PlotStyle;

namespace EdgeWatch.Cli.Calibrate;

/// <summary>
/// Draws how often a day each threshold alarms: promised as a line, had as points with what they say about the truth. Both axes go by
/// factors of ten, as scores do.
/// </summary>
internal sealed class CalibrationPlot : IDisposable
{
    private const int PlotWidth = 900;
    private const int PlotHeight = 560;
    private const int Left = 74;
    private const int Right = PlotWidth - 28;
    private const int Top = 62;
    private const int Bottom = PlotHeight - 58;
    private const int TitleRow = 24;
    private const int LegendRow = 46;
    private const float PointPixels = 4.5f;
    private const float CapPixels = 6;
    private const float ArrowPixels = 5;
    private const float BarPixels = 1.6f;

    /// <summary>Room beside the first and the last threshold.</summary>
    private const double Margin = 0.03;

    private readonly Calibration _calibration;
    private readonly SKCanvas _canvas;
    private readonly SKFont _font = Lettering.Font(TextPixels);
    private readonly SKPaint _paint = new() { IsAntialias = true };
    private readonly double _from;
    private readonly double _to;
    private readonly double _least;
    private readonly double _most;

    private CalibrationPlot(Calibration calibration, SKCanvas canvas)
    {
        (_calibration, _canvas) = (calibration, canvas);
        _from = calibration.Lines[0].Threshold - Margin;
        _to = calibration.Lines[^1].Threshold + Margin;
        double highest = calibration.Lines.Max(line => Math.Max(PerDay(line.Expected), PerDay(line.Interval.High)));
        double lowest = Math.Min(Rarity.TimesPerDay(_to), calibration.Lines.Min(line => PerDay(line.Interval.High)));
        (_least, _most) = (Math.Floor(Math.Log10(lowest)), Math.Ceiling(Math.Log10(highest)));
    }

    /// <summary>Draws 900×560 pixels.</summary>
    /// <param name="title">What was watched.</param>
    /// <param name="calibration">With at least two thresholds and some time watched.</param>
    /// <exception cref="EvidenceException">Skia is not there.</exception>
    public static RgbPicture Draw(string title, Calibration calibration)
    {
        RgbPicture picture = new(PlotWidth, PlotHeight);
        picture.Canvas.Clear(SKColors.White);
        using CalibrationPlot plot = new(calibration, picture.Canvas);
        plot.DrawAxes();
        plot.DrawPromise();
        foreach (CalibrationLine line in calibration.Lines)
        {
            plot.DrawHad(line);
        }

        plot.DrawWords(title);
        return picture;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _font.Dispose();
        _paint.Dispose();
    }

    private double PerDay(double alerts) => alerts / _calibration.Watched.TotalDays;

    private float Column(double threshold) => (float)(Left + ((threshold - _from) / (_to - _from) * (Right - Left)));

    private float Row(double perDay) =>
        (float)(Bottom - ((Math.Log10(Math.Max(perDay, double.Epsilon)) - _least) / (_most - _least) * (Bottom - Top)));

    private void DrawAxes()
    {
        for (double power = _least; power <= _most; power++)
        {
            double perDay = Math.Pow(10, power);
            DrawLine(Left, Row(perDay), Right, Row(perDay), Grid, 1);
            string label = perDay.ToString("0.#####", CultureInfo.InvariantCulture);
            Write(label, Left - (2 * TickPixels), Row(perDay) + HalfDigit, SKTextAlign.Right);
        }

        foreach (CalibrationLine line in _calibration.Lines)
        {
            float column = Column(line.Threshold);
            DrawLine(column, Bottom, column, Bottom + TickPixels, Faint, 1);
            string label = line.Threshold.ToString("0.0#", CultureInfo.InvariantCulture);
            Write(label, column, Bottom + TickPixels + TextPixels + 1, SKTextAlign.Center);
        }

        DrawLine(Left, Bottom, Right, Bottom, Faint, 1);
        DrawLine(Left, Top, Left, Bottom, Faint, 1);
        Write("threshold", (Left + Right) / 2f, Bottom + TickPixels + (2.7f * TextPixels), SKTextAlign.Center);
    }

    private void DrawPromise()
    {
        (double first, double last) = (_calibration.Lines[0].Threshold, _calibration.Lines[^1].Threshold);
        DrawLine(Column(first), Row(Rarity.TimesPerDay(first)), Column(last), Row(Rarity.TimesPerDay(last)), Ink, BarPixels);
    }

    private void DrawHad(CalibrationLine line)
    {
        float column = Column(line.Threshold);
        PoissonInterval interval = line.Interval;
        float high = Row(PerDay(interval.High));
        DrawLine(column - CapPixels, high, column + CapPixels, high, Measured, BarPixels);
        if (line.Had == 0)
        {
            DrawLine(column, high, column, Bottom, Measured, BarPixels);
            DrawLine(column - ArrowPixels, Bottom - ArrowPixels, column, Bottom, Measured, BarPixels);
            DrawLine(column + ArrowPixels, Bottom - ArrowPixels, column, Bottom, Measured, BarPixels);
            return;
        }

        float low = Row(PerDay(interval.Low));
        DrawLine(column, high, column, low, Measured, BarPixels);
        DrawLine(column - CapPixels, low, column + CapPixels, low, Measured, BarPixels);
        _paint.Color = Measured;
        _canvas.DrawCircle(column, Row(PerDay(line.Had)), PointPixels, _paint);
    }

    private void DrawWords(string title)
    {
        using SKFont bold = Lettering.Font(TitlePixels, bold: true);
        _paint.Color = Ink;
        _canvas.DrawText(title, Left, TitleRow, SKTextAlign.Left, bold, _paint);
        string hours = _calibration.Watched.TotalHours.ToString("0.0#", CultureInfo.InvariantCulture);
        Write(
            $"alerts a day in {hours} h of video: promised (line), had (points, with the range of 95 %; arrow: none)",
            Left,
            LegendRow,
            SKTextAlign.Left);
    }

    private void Write(string text, float x, float baseline, SKTextAlign align)
    {
        _paint.Color = Faint;
        _canvas.DrawText(text, x, baseline, align, _font, _paint);
    }

    private void DrawLine(float fromX, float fromY, float toX, float toY, SKColor color, float width)
    {
        (_paint.Color, _paint.StrokeWidth) = (color, width);
        _canvas.DrawLine(fromX, fromY, toX, toY, _paint);
    }
}
