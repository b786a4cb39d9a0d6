using System.Numerics;

namespace EdgeWatch.Scene;

/// <summary>Paints shapes with smooth edges at positions between the pixels. Coordinates are in units of <see cref="SceneView"/>.</summary>
internal readonly ref struct ShapePainter(I420Canvas canvas, float scale, Sunlight sun)
{
    private readonly I420Canvas _canvas = canvas;

    public void Disc(Vector2 centre, float radius, YuvColor color) => Fill(Capsule.Disc(centre * scale, radius * scale), color);

    public void Line(Vector2 from, Vector2 to, float radius, YuvColor color) => Line(from, radius, to, radius, color);

    public void Line(Vector2 from, float fromRadius, Vector2 to, float toRadius, YuvColor color) =>
        Fill(new Capsule(from * scale, fromRadius * scale, to * scale, toRadius * scale), color);

    public void Circle(Vector2 centre, float radius, float halfThickness, YuvColor color) =>
        Fill(new Ring(centre * scale, radius * scale, halfThickness * scale), color);

    /// <summary>Darkens the ground under something of a height, most in the middle, not at all at the radii of noon and beyond.</summary>
    public void Shadow(Vector2 centre, Vector2 radii, float height)
    {
        Vector2 reach = new(sun.Lean * height / 2, 0);
        Fill(new Shade((centre + reach) * scale, (radii + Vector2.Abs(reach)) * scale), YuvColor.Black, sun.Strength, radii.Y * scale);
    }

    private void Fill<TShape>(TShape shape, YuvColor color, float opacity = 1, float softness = 1)
        where TShape : struct, IShape
    {
        FillLuma(shape, color.Y, opacity * I420Canvas.Opaque, softness);
        FillChroma(shape, color, opacity * I420Canvas.Opaque, MathF.Max(softness, 2));
    }

    private void FillLuma<TShape>(TShape shape, byte luma, float opacity, float softness)
        where TShape : struct, IShape
    {
        int width = _canvas.Size.Width;
        int left = Math.Max(0, (int)(shape.Left - softness));
        int right = Math.Min(width, (int)(shape.Right + softness) + 1);
        int bottom = Math.Min(_canvas.Size.Height, (int)(shape.Bottom + softness) + 1);
        float sharpness = 1 / softness;
        for (int y = Math.Max(0, (int)(shape.Top - softness)); y < bottom; y++)
        {
            Span<byte> row = _canvas.Luma.Slice(y * width, width);
            for (int x = left; x < right; x++)
            {
                float coverage = 0.5f - (shape.Distance(x + 0.5f, y + 0.5f) * sharpness);
                if (coverage > 0)
                {
                    row[x] = I420Canvas.Mix(row[x], luma, (int)(MathF.Min(coverage, 1) * opacity));
                }
            }
        }
    }

    // A chroma sample covers 2×2 pixels and lies in their middle.
    private void FillChroma<TShape>(TShape shape, YuvColor color, float opacity, float softness)
        where TShape : struct, IShape
    {
        int width = _canvas.Size.ChromaWidth;
        int left = Math.Max(0, (int)(shape.Left - softness) / 2);
        int right = Math.Min(width, ((int)(shape.Right + softness) / 2) + 1);
        int bottom = Math.Min(_canvas.Size.ChromaHeight, ((int)(shape.Bottom + softness) / 2) + 1);
        float sharpness = 1 / softness;
        for (int y = Math.Max(0, (int)(shape.Top - softness) / 2); y < bottom; y++)
        {
            Span<byte> rowU = _canvas.ChromaU.Slice(y * width, width);
            Span<byte> rowV = _canvas.ChromaV.Slice(y * width, width);
            for (int x = left; x < right; x++)
            {
                float coverage = 0.5f - (shape.Distance((2 * x) + 1f, (2 * y) + 1f) * sharpness);
                if (coverage > 0)
                {
                    int alpha = (int)(MathF.Min(coverage, 1) * opacity);
                    rowU[x] = I420Canvas.Mix(rowU[x], color.U, alpha);
                    rowV[x] = I420Canvas.Mix(rowV[x], color.V, alpha);
                }
            }
        }
    }
}
