using EdgeWatch.Core.Configuration;
using EdgeWatch.Core.Model;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Cli.Evaluate;

/// <summary>What to evaluate on.</summary>
/// <param name="Normal">Clips to learn from.</param>
/// <param name="Test">Clips to score.</param>
/// <param name="Labels">Which of their frames are anomalous.</param>
/// <param name="FramesPerSecond">Frames analysed a second.</param>
/// <param name="Threshold">Score at which alarms are counted.</param>
internal sealed record EvaluateRequest(
    IReadOnlyList<Clip> Normal, IReadOnlyList<Clip> Test, Labels Labels, double FramesPerSecond, double Threshold)
{
    /// <summary>Nothing is learned from test clips.</summary>
    private static readonly LearningPolicy Learned = new(TimeSpan.Zero);

    /// <summary>Learns, scores and measures.</summary>
    public async Task<EvaluationReport> RunAsync(OfflineWatch evaluation, IPatchModel model, CancellationToken cancellationToken)
    {
        await evaluation.LearnAsync(Normal, cancellationToken);
        StageSnapshot before = StageSnapshot.Of(evaluation.Watch.Times);
        AlarmTally alarms = new(AlertPolicy.Resolve(new AlertOptions { Threshold = Threshold }, new AlertOptions()), FramesPerSecond);
        List<double> scores = [];
        List<bool> labels = [];
        Dictionary<string, ClipReport> clips = [];
        for (int i = 0; i < Test.Count; i++)
        {
            List<double> raw = [];
            List<double> calibrated = [];
            evaluation.Progress?.Invoke($"scoring {Test[i].Name}", (double)i / Test.Count);
            await evaluation.ScoreAsync(Test[i], Learned, Keep, cancellationToken);
            bool[] truth = Labels.For(Test[i], raw.Count);
            clips[Test[i].Name] = new ClipReport(raw.Count, RocCurve.Area(raw, truth));
            alarms.Add(calibrated, truth);
            scores.AddRange(raw);
            labels.AddRange(truth);

            ValueTask Keep(ScoredFrame frame)
            {
                raw.Add(frame.Score.Raw);
                calibrated.Add(frame.Score.Score);
                return ValueTask.CompletedTask;
            }
        }

        StageSnapshot spent = StageSnapshot.Of(evaluation.Watch.Times) - before;
        return new EvaluationReport
        {
            MicroAuc = RocCurve.Area(scores, labels),
            MacroAuc = clips.Values.Any(clip => clip.Auc is not null) ? clips.Values.Average(clip => clip.Auc) : null,
            Eer = RocCurve.EqualErrorRate(scores, labels),
            Clips = clips,
            FalseAlarmsPerHour = alarms.FalseAlarmsPerHour,
            DetectionDelayS = alarms.DetectionDelaySeconds,
            Anomalies = alarms.Anomalies,
            AnomaliesDetected = alarms.Detected,
            Threshold = Threshold,
            TokensPerFrame = spent.TokensPerFrame,
            MsPerFrame = spent.MillisecondsPerFrame,
            Frames = scores.Count,
            NormalFrames = evaluation.NormalFrames,
            LookAheadFrames = Core.Scoring.CausalSmoother.DelayFrames,
            Model = $"{model.Name} (sha256 {model.Sha256})",
        };
    }
}
