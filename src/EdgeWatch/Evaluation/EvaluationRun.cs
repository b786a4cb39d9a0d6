using EdgeWatch.Capture;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Evaluation;

/// <summary>Learns, scores and measures.</summary>
/// <param name="input">On what.</param>
/// <param name="model">The network.</param>
/// <param name="ffmpeg">The ffmpeg to use.</param>
/// <param name="progress">Told what is being done and how far it is.</param>
internal sealed class EvaluationRun(EvaluationInput input, IPatchModel model, FfmpegTool ffmpeg, Action<string, double?> progress)
{
    /// <summary>First point of a learning curve; each further one has twice as much.</summary>
    private const double FirstMinutes = 0.5;

    private const double SecondsPerMinute = 60;

    /// <summary>Nothing is learned from test clips.</summary>
    private static readonly LearningPolicy Learned = new(TimeSpan.Zero);

    private readonly double _framesPerSecond = input.Settings.FramesPerSecond;

    private readonly AlertPolicy _policy = new AlertOptions { Threshold = input.Settings.Threshold }.Resolve(new AlertOptions());

    private readonly Masks? _masks = input.MasksFolder is { } folder
        ? new Masks(folder, (clip, token) => Recording.ReadAsync(clip.Path, input.Settings.FramesPerSecond, ffmpeg, token))
        : null;

    /// <summary>The test clips that are scored, in order.</summary>
    public IReadOnlyList<ClipScores> Clips { get; private set; } = [];

    /// <summary>The report.</summary>
    /// <exception cref="EdgeWatchException">Clips, labels or masks cannot be read or do not fit one another.</exception>
    public async Task<EvaluationReport> RunAsync(CancellationToken cancellationToken)
    {
        input.RequireDistinctNames();
        using OfflineWatch watch = CreateWatch();
        await watch.LearnAsync(input.Normal, cancellationToken);
        StageSnapshot before = StageSnapshot.Of(watch.Watch.Times);
        List<ClipScores> clips = await ScoreAsync(watch, _masks, cancellationToken);
        StageSnapshot spent = StageSnapshot.Of(watch.Watch.Times) - before;
        Clips = clips;
        AlarmTally alarms = new(_framesPerSecond);
        clips.ForEach(clip => alarms.Add(clip.Alerts, clip.Labels));
        FrameMeasures measures = new(clips);
        return new EvaluationReport
        {
            MicroAuc = measures.MicroAuc,
            MicroAucInterval = measures.MicroAucInterval,
            MacroAuc = measures.MacroAuc,
            MacroAucInterval = measures.MacroAucInterval,
            Eer = measures.Eer,
            EerInterval = measures.EerInterval,
            LatencyAwareAp = LatencyAwarePrecision.Of(clips, _framesPerSecond),
            MicroAucWithoutDelay = measures.MicroAucWithoutDelay,
            MicroAucUnsmoothed = measures.MicroAucUnsmoothed,
            Localisation = _masks is null ? null : Localisation.Of(clips),
            LearningCurve = input.LearningCurve
                ? [.. await CurveAsync(watch.NormalFrames, cancellationToken), Point(watch.NormalFrames, measures)]
                : null,
            Clips = clips.ToDictionary(clip => clip.Clip.Name, clip => ReportOn(clip, alarms)),
            FalseAlarms = alarms.FalseAlarms,
            FalseAlarmsPerHour = alarms.FalseAlarmsPerHour,
            NormalS = Math.Round(alarms.NormalSeconds, 1),
            NormalAlarmed = alarms.AlarmedPart,
            DetectionDelayS = alarms.DetectionDelaySeconds,
            Anomalies = alarms.Anomalies,
            AnomaliesDetected = alarms.Detected,
            Threshold = input.Settings.Threshold,
            TokensPerFrame = spent.TokensPerFrame,
            MsPerFrame = spent.MillisecondsPerFrame,
            Frames = clips.Sum(clip => clip.Raw.Count),
            NormalFrames = watch.NormalFrames,
            FramesPerSecond = _framesPerSecond,
            LookAheadFrames = DelayedSmoother.DelayFrames,
            Kinds = [.. (input.Settings.Kinds ?? Kinds.All).Select(kind => kind.Name)],
            SpeedBy = input.Settings.SpeedBy.ToString().ToLowerInvariant(),
            Model = $"{model.Name} (sha256 {model.Sha256})",
        };
    }

    private ClipReport ReportOn(ClipScores clip, AlarmTally alarms)
    {
        IReadOnlyList<Stretch> anomalies = Stretch.In(clip.Labels);
        return new ClipReport(
            clip.Raw.Count,
            clip.Auc,
            [.. clip.Alerts.Select(alert => ReportOn(alert, alarms.IsFalse(alert, anomalies)))]);
    }

    private AlertReport ReportOn(AlertSpan alert, bool isFalse) => new(
        Seconds(alert.First),
        Seconds(alert.Told + DelayedSmoother.DelayFrames),
        Seconds(alert.Last),
        isFalse,
        [.. alert.Reasons.Select(reason => reason.Kind.Name)],
        string.Join("; ", alert.Reasons.Select(reason => reason.In(Language.English))),
        alert.Things);

    private double Seconds(int frame) => Math.Round(frame / _framesPerSecond, 1);

    private OfflineWatch CreateWatch() => new(
        model, _framesPerSecond, (clip, token) => Recording.ReadAsync(clip.Path, _framesPerSecond, ffmpeg, token))
    {
        Kinds = input.Settings.Kinds,
        SpeedBy = input.Settings.SpeedBy,
        Progress = progress,
    };

    private async Task<List<ClipScores>> ScoreAsync(OfflineWatch watch, Masks? masks, CancellationToken cancellationToken)
    {
        List<ClipScores> clips = [];
        foreach (Clip clip in input.Test)
        {
            progress($"scoring {clip.Name}", (double)clips.Count / input.Test.Count);
            clips.Add(await ScoreAsync(watch, clip, masks, cancellationToken));
        }

        return clips;
    }

    private async Task<ClipScores> ScoreAsync(OfflineWatch watch, Clip clip, Masks? masks, CancellationToken cancellationToken)
    {
        ClipScores scores = new(clip);
        using SceneEvents events = new(clip.Name, _policy, TimeProvider.System);
        AlertSpans alerts = new(_framesPerSecond);
        PatchHeat? heat = null;
        FrameScore[] byKind = new FrameScore[Kinds.Count];
        FrameSize size = default;
        watch.Processed = KeepUndelayed;
        await watch.ScoreAsync(clip, Learned, Keep, cancellationToken);
        Note(events.Close(EndCause.Stopped));
        scores.Alerts = alerts.Ended;
        scores.Labels = await input.Labels.ForAsync(
            clip, scores.Raw.Count, own => VideoFile.CountFramesAsync(own.Path, ffmpeg, cancellationToken));
        scores.Auc = RocCurve.Area(scores.Raw, scores.Labels);
        if (masks is not null)
        {
            scores.Masks = await masks.OfAsync(clip, scores.Raw.Count, size, cancellationToken);
        }

        return scores;

        ValueTask Keep(ScoredFrame frame)
        {
            size = frame.Frame.Size;
            scores.Raw.Add(frame.Score.Raw);
            Note(events.Observe(frame, heat ??= new PatchHeat(watch.Watch)));
            if (masks is not null)
            {
                scores.Patches.Add(PatchMap.Of(frame, watch.Watch));
            }

            return ValueTask.CompletedTask;
        }

        void Note(SceneAlert? told)
        {
            if (told is not null)
            {
                alerts.Note(scores.Raw.Count - 1, told.Event);
            }
        }

        void KeepUndelayed(SceneWatch now)
        {
            scores.WithoutDelay.Add(now.Normality.Scorer.ScoreAt(0, byKind).Raw);
            scores.Unsmoothed.Add(now.Normality.Scorer.UnsmoothedScore(byKind).Raw);
        }
    }

    /// <summary>The points before the last one.</summary>
    private async Task<List<LearningPoint>> CurveAsync(int allFrames, CancellationToken cancellationToken)
    {
        List<LearningPoint> curve = [];
        for (double minutes = FirstMinutes; FramesIn(minutes) < allFrames; minutes *= 2)
        {
            using OfflineWatch watch = CreateWatch();
            await watch.LearnAsync(input.Normal, cancellationToken, FramesIn(minutes));
            curve.Add(Point(watch.NormalFrames, new FrameMeasures(await ScoreAsync(watch, masks: null, cancellationToken))));
        }

        return curve;
    }

    private int FramesIn(double minutes) => (int)Math.Round(minutes * SecondsPerMinute * _framesPerSecond);

    private LearningPoint Point(int frames, FrameMeasures measures) => new(
        Math.Round(frames / _framesPerSecond / SecondsPerMinute, 3), frames, measures.MicroAuc, measures.MacroAuc, measures.Eer);
}
