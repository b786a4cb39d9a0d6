using EdgeWatch.Evaluation;

namespace EdgeWatch.Tests.Evaluation;

public sealed class LatencyAwarePrecisionTests
{
    private const double FramesPerSecond = 10;

    /// <summary>Half a second of smoothing at a half-life of ten: what being told with the first frame is worth.</summary>
    private static readonly double AtOnce = Math.Pow(2, -0.05);

    [Fact]
    public void What_is_told_at_once_and_about_nothing_else_gets_all_but_the_smoothing_delay() =>
        Assert.Equal(AtOnce, Of(Clip([0, 0, 1, 1, 0], [false, false, true, true, false])), 1e-12);

    [Fact]
    public void Ten_seconds_later_it_is_worth_half()
    {
        // 2: the anomaly's last frame; 1: 99 normal ones; 0: the anomaly up to then.
        double[] scores = [.. Enumerable.Repeat(0.0, 100), 2, .. Enumerable.Repeat(1.0, 99)];
        bool[] labels = [.. Enumerable.Range(0, 200).Select(i => i <= 100)];

        double expected = (AtOnce / 2) + (AtOnce / 2 * 101 / 200);
        Assert.Equal(expected, Of(Clip(scores, labels)), 1e-12);
    }

    [Fact]
    public void Precision_is_the_part_of_the_told_time_in_which_something_happens() =>
        Assert.Equal(AtOnce / 4, Of(Clip([1, 1, 1, 1], [false, false, false, true])), 1e-12);

    [Fact]
    public void Each_step_of_recall_counts_with_the_precision_there()
    {
        double second = Math.Pow(2, -0.06);

        // 3: the second frame of the anomaly; 2: a normal one; 1: its first frame.
        double expected = second + ((AtOnce - second) * 2 / 3);
        Assert.Equal(expected, Of(Clip([2, 1, 3], [false, true, true])), 1e-12);
    }

    [Fact]
    public void Anomalies_count_alike_however_long_they_last()
    {
        ClipScores seen = Clip([5, 0], [true, false]);
        ClipScores missed = Clip([-1, -1, -1, 0], [true, true, true, false]);

        // The long one is told of only with a threshold below everything: 4 of 6 frames are anomalous.
        Assert.Equal((AtOnce + (AtOnce * 4 / 6)) / 2, Of(seen, missed), 1e-12);
    }

    [Fact]
    public void Where_nothing_happens_there_is_none() =>
        Assert.Null(LatencyAwarePrecision.Of([Clip([1, 2], [false, false])], FramesPerSecond));

    private static double Of(params ClipScores[] clips) => LatencyAwarePrecision.Of(clips, FramesPerSecond)!.Value;

    private static ClipScores Clip(double[] scores, bool[] labels)
    {
        ClipScores clip = new(new Clip("clip", "clip", IsImageFolder: false)) { Labels = labels };
        clip.Raw.AddRange(scores);
        return clip;
    }
}
