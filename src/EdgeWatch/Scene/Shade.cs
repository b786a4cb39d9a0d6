using System.Numerics;

namespace EdgeWatch.Scene;

/// <summary>
/// An axis-parallel patch of shade. Its "edge" lies half-way to its radii, so that with a softness of its vertical radius it fades
/// from the middle to nothing exactly at the radii.
/// </summary>
internal readonly struct Shade(Vector2 centre, Vector2 radii) : IShape
{
    public float Left => centre.X - radii.X;

    public float Top => centre.Y - radii.Y;

    public float Right => centre.X + radii.X;

    public float Bottom => centre.Y + radii.Y;

    public float Distance(float x, float y)
    {
        float dx = (x - centre.X) / radii.X;
        float dy = (y - centre.Y) / radii.Y;
        return (MathF.Sqrt((dx * dx) + (dy * dy)) - 0.5f) * radii.Y;
    }
}
