using SkiaSharp;

namespace EdgeWatch.Cli.Score;

/// <summary>
/// Draws scores as a curve with the area below it: in one colour up to the threshold, in another above. Not for two threads.
/// </summary>
internal sealed class ScoreCurve : IDisposable
{
    /// <summary>Pixels. A peak of a single frame is as wide, however many frames share a column.</summary>
    private const float LineThickness = 1.7f;

    private readonly SKPathBuilder _builder = new();
    private readonly float _ground;
    private readonly SKPaint _line;
    private readonly SKPaint _area;

    /// <param name="calm">Colour up to the threshold.</param>
    /// <param name="alarm">Colour above it.</param>
    /// <param name="threshold">Row of the threshold.</param>
    /// <param name="ground">Row of score 0, below the threshold.</param>
    /// <param name="areaAlpha">Opacity of the area, 0–255.</param>
    public ScoreCurve(SKColor calm, SKColor alarm, float threshold, float ground, byte areaAlpha)
    {
        _ground = ground;
        _line = Paint(calm, alarm, threshold);
        _line.IsStroke = true;
        _line.StrokeWidth = LineThickness;
        _line.StrokeCap = SKStrokeCap.Round;
        _area = Paint(calm.WithAlpha(areaAlpha), alarm.WithAlpha(areaAlpha), threshold);
    }

    /// <summary>Draws one curve without a gap; a single point is a dot.</summary>
    public void Draw(SKCanvas canvas, ReadOnlySpan<SKPoint> points)
    {
        if (points.IsEmpty)
        {
            return;
        }

        Begin(points);
        _builder.LineTo(points[^1].X, _ground);
        _builder.LineTo(points[0].X, _ground);
        _builder.Close();
        DrawPath(canvas, _area);
        Begin(points);
        DrawPath(canvas, _line);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _builder.Dispose();
        _line.Dispose();
        _area.Dispose();
    }

    // A gradient without a way between its colours.
    private static SKPaint Paint(SKColor calm, SKColor alarm, float threshold)
    {
        using SKShader shader = SKShader.CreateLinearGradient(
            new SKPoint(0, threshold), new SKPoint(0, threshold + 1), [alarm, calm], [0.5f, 0.5f], SKShaderTileMode.Clamp);
        return new SKPaint { Shader = shader, IsAntialias = true };
    }

    private void Begin(ReadOnlySpan<SKPoint> points)
    {
        _builder.MoveTo(points[0]);
        foreach (SKPoint point in points)
        {
            _builder.LineTo(point);
        }
    }

    private void DrawPath(SKCanvas canvas, SKPaint paint)
    {
        using SKPath path = _builder.Detach();
        canvas.DrawPath(path, paint);
    }
}
