namespace EdgeWatch.Evaluation;

/// <summary>What the evaluation of several scenes found.</summary>
internal sealed record SuiteReport
{
    /// <summary>By scene.</summary>
    public required IReadOnlyDictionary<string, SuiteFigures> Scenes { get; init; }

    /// <summary>By the name of clips that several scenes have: what is alike in them. Empty where no two scenes do.</summary>
    public required IReadOnlyDictionary<string, SuiteFigures> Clips { get; init; }

    /// <summary>All test clips of all scenes together.</summary>
    public required SuiteFigures All { get; init; }

    /// <summary>Mean AUC over the scenes that have both kinds of frames.</summary>
    public required double? MeanAuc { get; init; }

    /// <summary>Scenes that could not be measured, and why.</summary>
    public required IReadOnlyDictionary<string, string> LeftOut { get; init; }

    /// <summary>The threshold that alarms are counted at.</summary>
    public required double Threshold { get; init; }

    /// <summary>Frames analysed a second.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>The kinds of departure that counted.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>By what speeds counted: <c>both</c>, <c>network</c> or <c>matching</c>.</summary>
    public required string SpeedBy { get; init; }

    /// <summary>Name, version and hash of the network.</summary>
    public required string Model { get; init; }

    /// <summary>Each scene's whole report, as if it had been evaluated alone.</summary>
    public required IReadOnlyDictionary<string, EvaluationReport> Reports { get; init; }
}

/// <summary>What counts of some clips: a line of the table. Rates and areas are 0–1; null where the clips do not say.</summary>
internal sealed record SuiteFigures
{
    /// <summary>AUC over all frames, raw scores.</summary>
    public required double? MicroAuc { get; init; }

    /// <summary>Mean AUC over the clips that have both kinds of frames.</summary>
    public required double? MacroAuc { get; init; }

    /// <summary>Average precision in which an anomaly counts the less the later it is told of.</summary>
    public required double? LatencyAwareAp { get; init; }

    /// <summary>Stretches of anomalous frames.</summary>
    public required int Anomalies { get; init; }

    /// <summary>Those of them that an alert found.</summary>
    public required int AnomaliesDetected { get; init; }

    /// <summary>Median time from the first anomalous frame to the alert, of the anomalies that were detected.</summary>
    public required double? DetectionDelayS { get; init; }

    /// <summary>Alerts that find no anomaly.</summary>
    public required int FalseAlarms { get; init; }

    /// <summary>The same in an hour of normal frames.</summary>
    public required double? FalseAlarmsPerHour { get; init; }

    /// <summary>Seconds of normal frames.</summary>
    public required double NormalS { get; init; }

    /// <summary>Part of them during which any alert was on.</summary>
    public required double? NormalAlarmed { get; init; }

    /// <summary>The figures of clips.</summary>
    /// <param name="clips">Scored clips.</param>
    /// <param name="framesPerSecond">Their rate.</param>
    public static SuiteFigures Of(IReadOnlyList<ClipScores> clips, double framesPerSecond)
    {
        AlarmTally alarms = new(framesPerSecond);
        foreach (ClipScores clip in clips)
        {
            alarms.Add(clip.Alerts, clip.Labels);
        }

        FrameMeasures measures = new(clips);
        return new SuiteFigures
        {
            MicroAuc = measures.MicroAuc,
            MacroAuc = measures.MacroAuc,
            LatencyAwareAp = LatencyAwarePrecision.Of(clips, framesPerSecond),
            Anomalies = alarms.Anomalies,
            AnomaliesDetected = alarms.Detected,
            DetectionDelayS = alarms.DetectionDelaySeconds,
            FalseAlarms = alarms.FalseAlarms,
            FalseAlarmsPerHour = alarms.FalseAlarmsPerHour,
            NormalS = Math.Round(alarms.NormalSeconds, 1),
            NormalAlarmed = alarms.AlarmedPart,
        };
    }
}
