using System.Globalization;

namespace EdgeWatch.Core.Evidence;

/// <summary>Draws the score of a recording over time, with its threshold and what a person marked as unusual.</summary>
public sealed class ScorePlot
{
    private const int PlotWidth = 1200;
    private const int PlotHeight = 400;
    private const int Left = 56;
    private const int Right = PlotWidth - 24;
    private const int Top = 52;
    private const int Bottom = PlotHeight - 48;
    private const int TickPixels = 4;
    private const int MostTimeTicks = 12;
    private const int ScoreTicks = 5;
    private const double LineThickness = 1.7;
    private const double FillAlpha = 0.16;
    private const int DashPixels = 6;
    private const int LegendGap = 18;
    private const int SwatchPixels = 22;
    private const double GridAlpha = 0.6;

    private static readonly RgbColor Paper = new(255, 255, 255);
    private static readonly RgbColor Ink = new(0x22, 0x26, 0x2c);
    private static readonly RgbColor Faint = new(0x6a, 0x70, 0x78);
    private static readonly RgbColor Grid = new(0xdc, 0xe0, 0xe5);
    private static readonly RgbColor Calm = new(0x2b, 0x6c, 0xb0);
    private static readonly RgbColor Alarm = new(0xd6, 0x33, 0x1f);
    private static readonly RgbColor Labelled = new(0xff, 0xe3, 0xa6);

    private readonly RgbRaster _raster = new(PlotWidth, PlotHeight, Paper);
    private readonly ScoreSeries _series;
    private readonly double _begin;
    private readonly double _span;

    private ScorePlot(ScoreSeries series)
    {
        _series = series;
        _begin = series.TimesSeconds.Count > 0 ? series.TimesSeconds[0] : 0;
        double end = series.TimesSeconds.Count > 0 ? series.TimesSeconds[^1] : 0;
        _span = end > _begin ? end - _begin : 1;
    }

    /// <summary>Draws 1200×400 pixels.</summary>
    /// <exception cref="ArgumentException">The lists of the series differ in length.</exception>
    public static RgbRaster Draw(ScoreSeries series)
    {
        int count = series.TimesSeconds.Count;
        if (series.Scores.Count != count || (series.Labels is { } labels && labels.Count != count))
        {
            throw new ArgumentException("Times, scores and labels must be of one length.", nameof(series));
        }

        var plot = new ScorePlot(series);
        plot.DrawLabels();
        plot.DrawGrid();
        plot.DrawCurve();
        plot.DrawThreshold();
        plot.DrawFrame();
        return plot._raster;
    }

    /// <summary>Column of a time; used with <see cref="Row"/> to find points of the plot.</summary>
    internal static double Column(double time, double begin, double span) => Left + ((time - begin) / span * (Right - Left));

    /// <summary>Row of a score.</summary>
    internal static double Row(double score) => Bottom - (score * (Bottom - Top));

    private double Column(double time) => Column(time, _begin, _span);

    private void DrawLabels()
    {
        if (_series.Labels is not { } labels)
        {
            return;
        }

        for (int first = 0; first < labels.Count; first++)
        {
            if (!labels[first])
            {
                continue;
            }

            int next = first;
            while (next < labels.Count && labels[next])
            {
                next++;
            }

            // Up to the first frame that is usual again, so that one frame is seen as well.
            int left = (int)Column(_series.TimesSeconds[first]);
            int right = (int)Math.Ceiling(Column(_series.TimesSeconds[Math.Min(next, labels.Count - 1)]));
            _raster.FillRectangle(left, Top, Math.Max(1, right - left), Bottom - Top, Labelled);
            first = next;
        }
    }

    private void DrawGrid()
    {
        for (int tick = 0; tick <= ScoreTicks; tick++)
        {
            double score = tick / (double)ScoreTicks;
            int row = (int)Row(score);
            _raster.FillRectangle(Left, row, Right - Left, 1, Grid, GridAlpha);
            string label = score.ToString("0.0", CultureInfo.InvariantCulture);
            _raster.DrawText(Left - TickPixels - 4 - BitmapFont.Measure(label), row - (BitmapFont.Height / 2), label, Faint);
        }

        double step = TimeTicks.StepSeconds(_span, MostTimeTicks);
        for (double time = Math.Ceiling(_begin / step) * step; time <= _begin + _span; time += step)
        {
            int column = (int)Column(time);
            _raster.FillRectangle(column, Top, 1, Bottom - Top, Grid, GridAlpha);
            _raster.FillRectangle(column, Bottom, 1, TickPixels, Faint);
            DrawCentred(column, Bottom + TickPixels + 3, TimeTicks.Label(time, step));
        }
    }

    private void DrawCentred(int middle, int y, string text) =>
        _raster.DrawText(Math.Min(middle - (BitmapFont.Measure(text) / 2), PlotWidth - BitmapFont.Measure(text)), y, text, Faint);

    private void DrawCurve()
    {
        var envelope = new ColumnEnvelope(Right - Left + 1);
        envelope.Clear();
        for (int index = 0; index < _series.Scores.Count; index++)
        {
            int before = Math.Max(index - 1, 0);
            if (double.IsNaN(_series.Scores[index]))
            {
                continue;
            }

            if (double.IsNaN(_series.Scores[before]))
            {
                before = index;
            }

            envelope.Add(
                Column(_series.TimesSeconds[before]) - Left,
                Row(Math.Clamp(_series.Scores[before], 0, 1)),
                Column(_series.TimesSeconds[index]) - Left,
                Row(Math.Clamp(_series.Scores[index], 0, 1)));
        }

        for (int column = 0; column < envelope.Columns; column++)
        {
            DrawCurveColumn(envelope, column);
        }
    }

    private void DrawCurveColumn(ColumnEnvelope envelope, int column)
    {
        if (!envelope.TryGet(column, out double top, out double bottom))
        {
            return;
        }

        double threshold = Row(_series.Threshold);
        _raster.FillRectangle(Left + column, (int)bottom, 1, Bottom - (int)bottom, top <= threshold ? Alarm : Calm, FillAlpha);
        top -= LineThickness / 2;
        bottom += LineThickness / 2;
        for (int row = (int)top; row < bottom; row++)
        {
            _raster.Blend(Left + column, row, row < threshold ? Alarm : Calm, ColumnEnvelope.Coverage(row, top, bottom));
        }
    }

    private void DrawThreshold() => DrawDashes(Left, Right, (int)Row(_series.Threshold));

    private void DrawDashes(int left, int right, int row)
    {
        for (int x = left; x < right; x += 2 * DashPixels)
        {
            _raster.FillRectangle(x, row, Math.Min(DashPixels, right - x), 1, Ink);
        }
    }

    private void DrawFrame()
    {
        _raster.FillRectangle(Left, Bottom, Right - Left + 1, 1, Faint);
        _raster.FillRectangle(Left, Top, 1, Bottom - Top, Faint);
        _raster.DrawText(Left, 12, _series.Title, Ink, bold: true);
        DrawCentred((Left + Right) / 2, Bottom + TickPixels + 22, _span >= 3600 ? "time (h:min:s)" : "time (min:s)");
        DrawLegend();
    }

    private void DrawLegend()
    {
        const int LegendTop = 30;
        int x = Left;
        _raster.FillRectangle(x, LegendTop + 6, SwatchPixels, 2, Calm);
        x = DrawEntry(x, LegendTop, "score");
        _raster.FillRectangle(x, LegendTop + 6, SwatchPixels, 2, Alarm);
        x = DrawEntry(x, LegendTop, "above the threshold");
        DrawDashes(x, x + SwatchPixels, LegendTop + 6);
        x = DrawEntry(x, LegendTop, string.Create(CultureInfo.InvariantCulture, $"threshold {_series.Threshold:0.0#}"));
        if (_series.Labels is not null)
        {
            _raster.FillRectangle(x, LegendTop + 1, SwatchPixels, BitmapFont.Ascent, Labelled);
            _ = DrawEntry(x, LegendTop, "marked as unusual by a person");
        }
    }

    private int DrawEntry(int x, int y, string text)
    {
        int textX = x + SwatchPixels + 6;
        _raster.DrawText(textX, y, text, Faint);
        return textX + BitmapFont.Measure(text) + LegendGap;
    }
}
