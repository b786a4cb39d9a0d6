using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Watching;

/// <summary>What is usual at each place of a camera's picture, in numbers for people. A copy, good for ever.</summary>
public sealed class LearnedPlaces
{
    private LearnedPlaces(SceneNormality normality)
    {
        Places = PlaceLooks.GridOf(normality.Grid);
        Learned = normality.Learned;
        VisitsPerHour = new double[Places.Count];
        WidthsPerFrame = new double[Places.Count];
        DirectionSeconds = new double[Places.Count * DirectionNormality.Sectors];
        StaySeconds = new double[Places.Count];
    }

    /// <summary>The places.</summary>
    public PatchGrid Places { get; }

    /// <summary>How much video has been learned from.</summary>
    public TimeSpan Learned { get; }

    /// <summary>How often something moves there: ten-second visits an hour, 360 at most; row-major.</summary>
    public double[] VisitsPerHour { get; }

    /// <summary>How fast, in widths of the picture a frame; row-major.</summary>
    public double[] WidthsPerFrame { get; }

    /// <summary>Which way: seconds of motion by sector of 45°, clockwise from the right, <c>[places, 8]</c>.</summary>
    public double[] DirectionSeconds { get; }

    /// <summary>How long what comes there stays, in seconds; row-major.</summary>
    public double[] StaySeconds { get; }

    /// <summary>That of a camera.</summary>
    public static LearnedPlaces Of(SceneNormality normality)
    {
        ArgumentNullException.ThrowIfNull(normality);
        LearnedPlaces learned = new(normality);
        for (int patch = 0; patch < normality.Grid.Count; patch++)
        {
            learned.Add(normality, patch);
        }

        return learned;
    }

    /// <summary>A place of several patches is as its busiest.</summary>
    private void Add(SceneNormality normality, int patch)
    {
        PatchGrid grid = normality.Grid;
        PatchPosition position = grid.PositionOf(patch);
        int place = Places.IndexOf(PlaceLooks.PlaceOf(Places, grid, position));
        PlaceNormality visits = Of<PlaceNormality>(normality, PlaceNormality.Kind);
        double hours = visits.Stretches * PlaceNormality.VisitLength.TotalHours;
        VisitsPerHour[place] = Math.Max(VisitsPerHour[place], hours == 0 ? 0 : visits.Visits[patch] / hours);
        Gaussian usual = Of<SpeedNormality>(normality, SpeedNormality.Kind).Network.Usual(position);
        double speed = Math.Exp(usual.Mean) - PatchAttributes.SpeedOffset;
        WidthsPerFrame[place] = Math.Max(WidthsPerFrame[place], speed / grid.Width);
        StaySeconds[place] = Math.Max(StaySeconds[place], Of<DwellNormality>(normality, DwellNormality.Kind).UsualSeconds(position));
        ReadOnlySpan<double> directions = Of<DirectionNormality>(normality, DirectionNormality.Kind).SecondsOf(patch);
        for (int sector = 0; sector < directions.Length; sector++)
        {
            DirectionSeconds[(place * directions.Length) + sector] += directions[sector];
        }
    }

    private static T Of<T>(SceneNormality normality, Kind kind) => (T)normality.ByKind[kind.Index];
}
