namespace EdgeWatch.Evaluation;

/// <summary>The scores of one clip's frames, in order, with the truth about them.</summary>
/// <param name="clip">The clip.</param>
internal sealed class ClipScores(Clip clip)
{
    /// <summary>The clip.</summary>
    public Clip Clip => clip;

    /// <summary>Raw scores, as the daemon has them: smoothed, late by the smoothing delay.</summary>
    public List<double> Raw { get; } = [];

    /// <summary>The alerts that the daemon would have given, in order.</summary>
    public IReadOnlyList<AlertSpan> Alerts { get; set; } = [];

    /// <summary>Raw scores smoothed over the past alone, without delay.</summary>
    public List<double> WithoutDelay { get; } = [];

    /// <summary>Raw scores of single frames.</summary>
    public List<double> Unsmoothed { get; } = [];

    /// <summary>The frames' active patches; empty when nobody asks where the anomalies are.</summary>
    public List<PatchMap> Patches { get; } = [];

    /// <summary>Whether each frame is anomalous.</summary>
    public bool[] Labels { get; set; } = [];

    /// <summary>Where it is anomalous; empty when nobody asks.</summary>
    public IReadOnlyList<FrameMask> Masks { get; set; } = [];

    /// <summary>Its AUC; null when all its frames are of one kind.</summary>
    public double? Auc { get; set; }
}
