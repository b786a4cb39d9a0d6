using System.Text.Json.Serialization;

namespace EdgeWatch.Evaluation;

/// <summary>What an evaluation found. Rates and areas are 0–1; null where the clips do not say.</summary>
internal sealed record EvaluationReport
{
    /// <summary>AUC over all frames of all test clips, raw scores, nothing scaled per clip.</summary>
    public required double? MicroAuc { get; init; }

    /// <summary>Where it lies with 95 % confidence, by a bootstrap over clips.</summary>
    public required Interval? MicroAucInterval { get; init; }

    /// <summary>Mean AUC over the clips that have both kinds of frames.</summary>
    public required double? MacroAuc { get; init; }

    /// <summary>Its 95 % interval.</summary>
    public required Interval? MacroAucInterval { get; init; }

    /// <summary>Equal error rate over all frames.</summary>
    public required double? Eer { get; init; }

    /// <summary>Its 95 % interval.</summary>
    public required Interval? EerInterval { get; init; }

    /// <summary>Average precision over all frames in which an anomaly counts the less the later it is told of.</summary>
    public required double? LatencyAwareAp { get; init; }

    /// <summary>AUC over all frames when scores are smoothed over the past alone.</summary>
    public required double? MicroAucWithoutDelay { get; init; }

    /// <summary>AUC over all frames when scores are not smoothed at all.</summary>
    public required double? MicroAucUnsmoothed { get; init; }

    /// <summary>How well the place of anomalies is found; null without masks.</summary>
    public required Localisation? Localisation { get; init; }

    /// <summary>AUC against minutes of normal video; null when not asked for.</summary>
    public required IReadOnlyList<LearningPoint>? LearningCurve { get; init; }

    /// <summary>By clip.</summary>
    public required IReadOnlyDictionary<string, ClipReport> Clips { get; init; }

    /// <summary>Alerts at <see cref="Threshold"/> that find no anomaly.</summary>
    public required int FalseAlarms { get; init; }

    /// <summary>The same in an hour of normal frames.</summary>
    public required double? FalseAlarmsPerHour { get; init; }

    /// <summary>Seconds of normal frames.</summary>
    public required double NormalS { get; init; }

    /// <summary>Part of them during which any alert was on.</summary>
    public required double? NormalAlarmed { get; init; }

    /// <summary>Median time from the first anomalous frame to the alert, of the anomalies that were detected.</summary>
    public required double? DetectionDelayS { get; init; }

    /// <summary>Stretches of anomalous frames.</summary>
    public required int Anomalies { get; init; }

    /// <summary>Those of them that an alert found.</summary>
    public required int AnomaliesDetected { get; init; }

    /// <summary>The threshold that alarms are counted at.</summary>
    public required double Threshold { get; init; }

    /// <summary>Active patches in a test frame, on average.</summary>
    public required double TokensPerFrame { get; init; }

    /// <summary>Time of a test frame in each stage, on average.</summary>
    public required StageMilliseconds MsPerFrame { get; init; }

    /// <summary>Test frames.</summary>
    public required int Frames { get; init; }

    /// <summary>Frames that normality was learned from.</summary>
    public required int NormalFrames { get; init; }

    /// <summary>Frames analysed a second.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>Frames after the scored one that its score takes into account.</summary>
    public required int LookAheadFrames { get; init; }

    /// <summary>The kinds of departure that counted.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>By what speeds counted: <c>both</c>, <c>network</c> or <c>matching</c>.</summary>
    public required string SpeedBy { get; init; }

    /// <summary>Name, version and hash of the network.</summary>
    public required string Model { get; init; }
}

/// <summary>One clip's part of a report.</summary>
/// <param name="Frames">Its frames.</param>
/// <param name="Auc">Its AUC; null when all its frames are of one kind.</param>
/// <param name="Alerts">Its alerts, in order.</param>
internal sealed record ClipReport(int Frames, double? Auc, IReadOnlyList<AlertReport> Alerts);

/// <summary>An alert of a clip, in seconds from the clip's first frame.</summary>
/// <param name="FromS">Its first unusual frame.</param>
/// <param name="ToldS">When its first message came, smoothing delay included.</param>
/// <param name="ToS">Its last unusual frame.</param>
/// <param name="IsFalse">Whether it finds no anomaly.</param>
/// <param name="Kinds">The kinds of departure that it is of, the most important first.</param>
/// <param name="Reason">The same in words.</param>
/// <param name="Things">Numbers of the things that its messages name; they go on from clip to clip.</param>
internal sealed record AlertReport(
    double FromS, double ToldS, double ToS, bool IsFalse, IReadOnlyList<string> Kinds, string Reason, IReadOnlyList<long> Things);

/// <summary>How good it is after learning from the first part of the normal clips.</summary>
/// <param name="Minutes">Minutes of normal video.</param>
/// <param name="NormalFrames">The same in frames.</param>
/// <param name="MicroAuc">AUC over all test frames.</param>
/// <param name="MacroAuc">Mean AUC over the clips.</param>
/// <param name="Eer">Equal error rate.</param>
internal sealed record LearningPoint(double Minutes, int NormalFrames, double? MicroAuc, double? MacroAuc, double? Eer);

/// <summary>Milliseconds a frame by stage.</summary>
internal sealed record StageMilliseconds(double Gate, double Encode, double Model, double Glance, double Score, double Total);

/// <summary>Writes reports without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(SuiteReport))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
