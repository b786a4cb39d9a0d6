using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>One region in an <see cref="EventMessage"/>.</summary>
internal sealed record RegionMessage(double? X, double? Y, double? Width, double? Height, double? Score)
{
    public static RegionMessage From(Region region) => new(
        WireNumber.Unit(region.X), WireNumber.Unit(region.Y), WireNumber.Unit(region.Width), WireNumber.Unit(region.Height), WireNumber.Unit(region.Score));
}
