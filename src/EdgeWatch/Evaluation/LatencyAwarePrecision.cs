using EdgeWatch.Core.Events;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Evaluation;

/// <summary>
/// How well scores tell of what happens, soon and about nothing else, over all thresholds: average precision in which an anomaly counts as
/// recalled the less the later it is told of. After the idea of Liu et al., Rethinking Metrics and Benchmarks of Video Anomaly Detection,
/// arXiv 2505.19022; how credit falls is EdgeWatch's own choice (README.md beside this file has the formula).
/// </summary>
internal static class LatencyAwarePrecision
{
    /// <summary>
    /// Being told so late is worth half. It is the time after which the daemon sends its next message about an event that goes on: who was
    /// not told by then has missed one.
    /// </summary>
    public static readonly TimeSpan HalfLife = EventTracker.FirstUpdateInterval;

    private const int Normal = -1;

    /// <summary>Mean precision over the steps of recall.</summary>
    /// <param name="clips">Clips with raw scores and labels.</param>
    /// <param name="framesPerSecond">Their rate.</param>
    /// <returns>0–1; null where nothing happens.</returns>
    public static double? Of(IReadOnlyList<ClipScores> clips, double framesPerSecond)
    {
        List<JudgedFrame> frames = [];
        int anomalies = 0;
        foreach (ClipScores clip in clips)
        {
            anomalies = Judge(clip, anomalies, framesPerSecond, frames);
        }

        return anomalies == 0 ? null : Area([.. frames.OrderByDescending(frame => frame.Score)], anomalies) / anomalies;
    }

    /// <summary>Adds a clip's frames to <paramref name="frames"/>.</summary>
    /// <returns>Anomalies so far.</returns>
    private static int Judge(ClipScores clip, int anomalies, double framesPerSecond, List<JudgedFrame> frames)
    {
        int next = 0;
        foreach (Stretch anomaly in Stretch.In(clip.Labels))
        {
            for (; next < anomaly.First; next++)
            {
                frames.Add(new JudgedFrame(clip.Raw[next], Normal, 0));
            }

            for (; next <= anomaly.Last; next++)
            {
                double late = (next - anomaly.First + DelayedSmoother.DelayFrames) / framesPerSecond;
                frames.Add(new JudgedFrame(clip.Raw[next], anomalies, Math.Pow(2, -late / HalfLife.TotalSeconds)));
            }

            anomalies++;
        }

        for (; next < clip.Raw.Count; next++)
        {
            frames.Add(new JudgedFrame(clip.Raw[next], Normal, 0));
        }

        return anomalies;
    }

    /// <summary>From the highest threshold down: each anomaly is first told of in ever earlier frames.</summary>
    private static double Area(JudgedFrame[] frames, int anomalies)
    {
        double[] credits = new double[anomalies];
        double area = 0;
        int right = 0;
        for (int start = 0, end = 0; start < frames.Length; start = end)
        {
            double gained = 0;
            for (; end < frames.Length && frames[end].Score == frames[start].Score; end++)
            {
                if (frames[end].Anomaly is not Normal and int anomaly)
                {
                    right++;
                    double more = Math.Max(frames[end].Credit - credits[anomaly], 0);
                    credits[anomaly] += more;
                    gained += more;
                }
            }

            area += gained * right / end;
        }

        return area;
    }

    /// <summary>A frame as a threshold at its score would have it.</summary>
    /// <param name="Score">Raw score.</param>
    /// <param name="Anomaly">Number of the anomaly that it shows; <see cref="Normal"/> for none.</param>
    /// <param name="Credit">What being told of the anomaly with this frame is worth, 0–1.</param>
    private readonly record struct JudgedFrame(double Score, int Anomaly, double Credit);
}
