using System.Numerics;

namespace EdgeWatch.Scene;

/// <summary>A shape in pixels, given by its signed distance: negative inside.</summary>
internal interface IShape
{
    /// <summary>Left end.</summary>
    float Left { get; }

    /// <summary>Upper end.</summary>
    float Top { get; }

    /// <summary>Right end.</summary>
    float Right { get; }

    /// <summary>Lower end.</summary>
    float Bottom { get; }

    /// <summary>Distance of a point from the shape's edge.</summary>
    float Distance(float x, float y);
}


/// <summary>A thick line with round ends, which may be of different widths; a disc when both ends are one point.</summary>
internal readonly struct Capsule : IShape
{
    private readonly Vector2 _from;
    private readonly Vector2 _along;
    private readonly float _fromRadius;
    private readonly float _radiusChange;
    private readonly float _inverseLengthSquared;

    public Capsule(Vector2 from, float fromRadius, Vector2 to, float toRadius)
    {
        _from = from;
        _along = to - from;
        _fromRadius = fromRadius;
        _radiusChange = toRadius - fromRadius;
        float lengthSquared = _along.LengthSquared();
        _inverseLengthSquared = lengthSquared > 0 ? 1 / lengthSquared : 0;
        Left = MathF.Min(from.X - fromRadius, to.X - toRadius);
        Right = MathF.Max(from.X + fromRadius, to.X + toRadius);
        Top = MathF.Min(from.Y - fromRadius, to.Y - toRadius);
        Bottom = MathF.Max(from.Y + fromRadius, to.Y + toRadius);
    }

    public float Left { get; }

    public float Top { get; }

    public float Right { get; }

    public float Bottom { get; }

    public static Capsule Disc(Vector2 centre, float radius) => new(centre, radius, centre, radius);

    public float Distance(float x, float y)
    {
        float dx = x - _from.X;
        float dy = y - _from.Y;
        float part = Math.Clamp(((dx * _along.X) + (dy * _along.Y)) * _inverseLengthSquared, 0, 1);
        dx -= part * _along.X;
        dy -= part * _along.Y;
        return MathF.Sqrt((dx * dx) + (dy * dy)) - _fromRadius - (part * _radiusChange);
    }
}


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
