using EdgeWatch.Core.Patches;

namespace EdgeWatch.Evaluation;

/// <summary>
/// Localisation by regions: the criteria of Ramachandra and Jones, "Street Scene: A new dataset and evaluation protocol for video anomaly
/// detection", WACV 2020. At a threshold the patches above it that hang together are the detected regions, as rectangles. A true region is
/// detected when one of them overlaps it by <see cref="Overlap"/> (IoU); a track when <see cref="TrackPart"/> of its regions are. A
/// detected region that overlaps no true one so far is false. Both measures are the area under the rate of detection over the false regions
/// a frame, from 0 to 1 of them.
/// </summary>
internal sealed class RegionMeasures
{
    /// <summary>β of the paper.</summary>
    public const double Overlap = 0.1;

    /// <summary>α of the paper.</summary>
    public const double TrackPart = 0.1;

    /// <summary>Thresholds, denser towards the high ones, where there are few false regions.</summary>
    private const int Thresholds = 200;

    private readonly IReadOnlyList<ClipScores> _clips;
    private readonly RegionTracks[] _truth;

    /// <summary>Measures clips, masks included.</summary>
    public RegionMeasures(IReadOnlyList<ClipScores> clips)
    {
        _clips = clips;
        _truth = [.. clips.Select(clip => RegionTracks.Of(clip.Masks))];
        Regions = _truth.Sum(clip => clip.Lengths.Sum());
        Tracks = _truth.Sum(clip => clip.Lengths.Count);
        if (Regions > 0)
        {
            RatesAt[] curve = [.. ThresholdsOf(clips).Select(Measure)];
            RegionBased = Area(curve.Select(point => (point.FalseRegions, point.Regions)));
            TrackBased = Area(curve.Select(point => (point.FalseRegions, point.Tracks)));
        }
    }

    /// <summary>Anomalous regions of all frames.</summary>
    public int Regions { get; }

    /// <summary>Tracks that they form.</summary>
    public int Tracks { get; }

    /// <summary>RBDC, 0–1; null without any region.</summary>
    public double? RegionBased { get; }

    /// <summary>TBDC, 0–1; null without any region.</summary>
    public double? TrackBased { get; }

    /// <summary>
    /// Area under the best rate that is reached with so many false regions a frame or fewer, from 0 to 1 of them; past the last point it
    /// stays.
    /// </summary>
    internal static double Area(IEnumerable<(double FalseRegions, double Rate)> points)
    {
        double area = 0;
        double best = 0;
        double reached = 0;
        foreach ((double falseRegions, double rate) in points.Where(point => point.FalseRegions <= 1).OrderBy(point => point.FalseRegions))
        {
            area += best * (falseRegions - reached);
            reached = falseRegions;
            best = Math.Max(best, rate);
        }

        return area + (best * (1 - reached));
    }

    /// <summary>Scores by rank: 1, …, all of them, in a geometric series.</summary>
    private static IEnumerable<double> ThresholdsOf(IReadOnlyList<ClipScores> clips)
    {
        double[] scores = [.. clips.SelectMany(clip => clip.Patches).SelectMany(map => map.Scores).OrderDescending()];
        return scores.Length == 0
            ? [0]
            : Enumerable.Range(0, Thresholds)
                .Select(i => scores[(int)Math.Round(Math.Pow(scores.Length, i / (Thresholds - 1.0))) - 1])
                .Distinct();
    }

    private static List<Box> Detect(PatchMap map, double threshold)
    {
        bool[] cells = new bool[map.Grid.Count];
        bool any = false;
        for (int k = 0; k < map.Indices.Length; k++)
        {
            cells[map.Indices[k]] = map.Scores[k] >= threshold;
            any |= cells[map.Indices[k]];
        }

        return any ? new ConnectedRegions(map.Grid.Rows, map.Grid.Columns).Take(cells) : [];
    }

    private RatesAt Measure(double threshold)
    {
        int found = 0;
        int tracksFound = 0;
        int falseRegions = 0;
        for (int i = 0; i < _clips.Count; i++)
        {
            int[] foundOfTrack = new int[_truth[i].Lengths.Count];
            for (int frame = 0; frame < _clips[i].Patches.Count; frame++)
            {
                falseRegions += Match(_clips[i].Patches[frame], threshold, _truth[i].ByFrame[frame], foundOfTrack);
            }

            found += foundOfTrack.Sum();
            tracksFound += foundOfTrack.Zip(_truth[i].Lengths).Count(track => track.First >= TrackPart * track.Second);
        }

        double frames = _clips.Sum(clip => clip.Patches.Count);
        return new RatesAt(falseRegions / frames, (double)found / Regions, (double)tracksFound / Tracks);
    }

    /// <summary>Counts the true regions that are found by their track, and returns the number of false ones.</summary>
    private static int Match(PatchMap map, double threshold, IReadOnlyList<(Box Region, int Track)> truth, int[] foundOfTrack)
    {
        List<Box> detected = [.. Detect(map, threshold).Select(box => box.Times(PatchGrid.PatchSize * map.Grid.Scale))];
        foreach ((Box region, int track) in truth)
        {
            foundOfTrack[track] += detected.Any(box => box.IntersectionOverUnion(region) >= Overlap) ? 1 : 0;
        }

        return detected.Count(box => truth.All(entry => box.IntersectionOverUnion(entry.Region) < Overlap));
    }

    private sealed record RatesAt(double FalseRegions, double Regions, double Tracks);
}
