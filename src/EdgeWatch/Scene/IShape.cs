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
