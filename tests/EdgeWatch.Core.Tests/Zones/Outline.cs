using System.Globalization;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Core.Tests.Zones;

/// <summary>Writes areas shortly.</summary>
internal static class Outline
{
    /// <summary>An area from its corners: "0 0, 1 0, 0 1".</summary>
    public static Polygon Of(string points) => new(
    [
        .. points.Split(',', StringSplitOptions.TrimEntries)
            .Select(point => point.Split(' '))
            .Select(point => new RelativePoint(
                double.Parse(point[0], CultureInfo.InvariantCulture), double.Parse(point[1], CultureInfo.InvariantCulture))),
    ]);
}
