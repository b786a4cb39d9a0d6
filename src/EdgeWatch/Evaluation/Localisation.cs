namespace EdgeWatch.Evaluation;

/// <summary>How well the place of anomalies is found. Areas are 0–1; null where the masks do not say.</summary>
internal sealed record Localisation
{
    /// <summary>AUC over all pixels.</summary>
    public required double? PixelAuc { get; init; }

    /// <summary>
    /// AUC over frames, where an anomalous one counts as found when 40 % of its anomalous pixels are (Mahadevan et al., 2010).
    /// </summary>
    public required double? PixelCriterionAuc { get; init; }

    /// <summary>Region-based detection criterion; see <see cref="RegionMeasures"/>.</summary>
    public required double? Rbdc { get; init; }

    /// <summary>Track-based detection criterion.</summary>
    public required double? Tbdc { get; init; }

    /// <summary>Anomalous regions of all frames.</summary>
    public required int Regions { get; init; }

    /// <summary>Tracks that they form.</summary>
    public required int Tracks { get; init; }

    /// <summary>Measures clips, masks included.</summary>
    public static Localisation Of(IReadOnlyList<ClipScores> clips)
    {
        PatchMap[] maps = [.. clips.SelectMany(clip => clip.Patches)];
        FrameMask[] masks = [.. clips.SelectMany(clip => clip.Masks)];
        RegionMeasures regions = new(clips);
        return new Localisation
        {
            PixelAuc = PixelMeasures.Auc(maps, masks),
            PixelCriterionAuc = PixelMeasures.CriterionAuc(maps, masks),
            Rbdc = regions.RegionBased,
            Tbdc = regions.TrackBased,
            Regions = regions.Regions,
            Tracks = regions.Tracks,
        };
    }
}
