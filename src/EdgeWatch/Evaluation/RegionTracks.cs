namespace EdgeWatch.Evaluation;

/// <summary>
/// The anomalous regions of one clip and which of them are the same thing over time. Masks do not say so: a region goes on as the one of
/// the next frame that overlaps it most.
/// </summary>
/// <param name="ByFrame">The regions of each frame with the number of their track.</param>
/// <param name="Lengths">Regions of each track.</param>
internal sealed record RegionTracks(IReadOnlyList<IReadOnlyList<(Box Region, int Track)>> ByFrame, IReadOnlyList<int> Lengths)
{
    /// <summary>Follows the regions of a clip's masks.</summary>
    public static RegionTracks Of(IReadOnlyList<FrameMask> masks)
    {
        List<IReadOnlyList<(Box, int)>> frames = [];
        List<int> lengths = [];
        IReadOnlyList<(Box, int)> before = [];
        foreach (FrameMask mask in masks)
        {
            before = Continue(before, mask.Regions, lengths);
            frames.Add(before);
        }

        return new RegionTracks(frames, lengths);
    }

    private static List<(Box Region, int Track)> Continue(
        IReadOnlyList<(Box Region, int Track)> before, IReadOnlyList<Box> regions, List<int> lengths)
    {
        int[] tracks = [.. Enumerable.Repeat(-1, regions.Count)];
        var pairs = from old in before
                    from i in Enumerable.Range(0, regions.Count)
                    let overlap = old.Region.IntersectionOverUnion(regions[i])
                    where overlap > 0
                    orderby overlap descending
                    select (old.Track, Region: i);
        HashSet<int> continued = [];
        foreach ((int track, int region) in pairs)
        {
            if (tracks[region] < 0 && continued.Add(track))
            {
                tracks[region] = track;
            }
        }

        for (int i = 0; i < tracks.Length; i++)
        {
            if (tracks[i] < 0)
            {
                tracks[i] = lengths.Count;
                lengths.Add(0);
            }

            lengths[tracks[i]]++;
        }

        return [.. regions.Zip(tracks)];
    }
}
