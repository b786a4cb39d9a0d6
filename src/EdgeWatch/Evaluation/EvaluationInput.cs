using EdgeWatch.Core.Normality;

namespace EdgeWatch.Evaluation;

/// <summary>What an evaluation is made from: clips and the truth about them.</summary>
internal sealed record EvaluationInput
{
    /// <summary>Clips to learn from.</summary>
    public required IReadOnlyList<Clip> Normal { get; init; }

    /// <summary>Clips to score.</summary>
    public required IReadOnlyList<Clip> Test { get; init; }

    /// <summary>Which of their frames are anomalous.</summary>
    public required Labels Labels { get; init; }

    /// <summary>Folder that shows where they are anomalous; null: the place of anomalies is not measured.</summary>
    public string? MasksFolder { get; init; }

    /// <summary>Whether to measure again after learning from less.</summary>
    public bool LearningCurve { get; init; }

    /// <summary>What of the daemon is measured.</summary>
    public required EvaluationSettings Settings { get; init; }

    /// <summary>Labels, masks and results are found by a clip's name.</summary>
    /// <exception cref="EdgeWatchException">Two test clips have the same name.</exception>
    public void RequireDistinctNames()
    {
        foreach (IGrouping<string, Clip> alike in Test.GroupBy(clip => clip.Name).Where(alike => alike.Count() > 1))
        {
            string paths = string.Join(" and ", alike.Select(clip => clip.Path));
            throw new EdgeWatchException($"Two test clips have the name \"{alike.Key}\", by which labels are found: {paths}.");
        }
    }
}

/// <summary>What of the daemon is measured, on whatever clips.</summary>
internal sealed record EvaluationSettings
{
    /// <summary>Frames analysed a second.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>Score at which alarms are counted.</summary>
    public required double Threshold { get; init; }

    /// <summary>Kinds of departure that count; null: all.</summary>
    public IReadOnlyList<Kind>? Kinds { get; init; }

    /// <summary>By what speeds count.</summary>
    public SpeedMeasure SpeedBy { get; init; }
}
