using System.Numerics;

namespace EdgeWatch.Scene;

/// <summary>A circle drawn with a thick line.</summary>
internal readonly struct Ring(Vector2 centre, float radius, float halfThickness) : IShape
{
    public float Left => centre.X - radius - halfThickness;

    public float Top => centre.Y - radius - halfThickness;

    public float Right => centre.X + radius + halfThickness;

    public float Bottom => centre.Y + radius + halfThickness;

    public float Distance(float x, float y)
    {
        float dx = x - centre.X;
        float dy = y - centre.Y;
        return MathF.Abs(MathF.Sqrt((dx * dx) + (dy * dy)) - radius) - halfThickness;
    }
}
