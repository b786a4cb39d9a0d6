using EdgeWatch.Core.Zones;

namespace EdgeWatch.Configuration.Zones;

/// <summary>An area that nobody is to see.</summary>
[TakesEffect(Effect.ReplacesCamera)]
public sealed class PrivacyMaskOptions
{
    /// <summary>What it hides, for who reads the config. <value>Default: none. <c>[a-z0-9_-]+</c>, at most 64 characters.</value></summary>
    [Holds(TextContent.Public)]
    public string Name { get; set; } = "";

    /// <summary>
    /// Its corners in order, as parts of the picture's width and height from the upper left corner: <c>[[0, 0.5], [1, 0.5], [1, 1]]</c>.
    /// Whatever it touches is black, and two pixels around it. <value>Required; three at least, each number 0–1.</value>
    /// </summary>
    public IList<RelativePoint> Points { get; set; } = [];

    /// <summary>The area.</summary>
    public Polygon ToPolygon() => new([.. Points]);
}
