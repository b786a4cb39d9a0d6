using EdgeWatch.Core.Normality;

namespace EdgeWatch.Evaluation;

/// <summary>What an evaluation is made from: clips, the truth about them, and what of the daemon is to be measured.</summary>
internal sealed record EvaluationInput
{
    /// <summary>Clips to learn from.</summary>
    public required IReadOnlyList<Clip> Normal { get; init; }

    /// <summary>Clips to score; no two of one name.</summary>
    public required IReadOnlyList<Clip> Test { get; init; }

    /// <summary>Which of their frames are anomalous.</summary>
    public required Labels Labels { get; init; }

    /// <summary>Folder that shows where they are anomalous; null: the place of anomalies is not measured.</summary>
    public string? MasksFolder { get; init; }

    /// <summary>Frames analysed a second.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>Score at which alarms are counted.</summary>
    public required double Threshold { get; init; }

    /// <summary>Kinds of departure that count; null: all.</summary>
    public IReadOnlyList<Kind>? Kinds { get; init; }

    /// <summary>By what speeds count.</summary>
    public SpeedMeasure SpeedBy { get; init; }

    /// <summary>Whether to measure again after learning from less.</summary>
    public bool LearningCurve { get; init; }
}
