namespace EdgeWatch.Evaluation;

/// <summary>What the scores of all frames come to. Raw scores, nothing scaled per clip.</summary>
internal sealed class FrameMeasures
{
    private readonly IReadOnlyList<ClipScores> _clips;
    private readonly int[] _clipOfFrame;
    private readonly RocCurve _curve;

    /// <summary>Measures clips.</summary>
    public FrameMeasures(IReadOnlyList<ClipScores> clips)
    {
        _clips = clips;
        _clipOfFrame = [.. clips.SelectMany((clip, i) => Enumerable.Repeat(i, clip.Raw.Count))];
        _curve = CurveOf(clip => clip.Raw);
    }

    /// <summary>AUC over all frames of all clips.</summary>
    public double? MicroAuc => _curve.Area();

    /// <summary>Mean AUC over the clips that have both kinds of frames.</summary>
    public double? MacroAuc => MeanAuc([.. Enumerable.Repeat(1, _clips.Count)]);

    /// <summary>Equal error rate over all frames.</summary>
    public double? Eer => _curve.EqualErrorRate();

    /// <summary>Interval of <see cref="MicroAuc"/>.</summary>
    public Interval? MicroAucInterval => Bootstrap.Of(_clips.Count, counts => _curve.Area(WeightsOf(counts)));

    /// <summary>Interval of <see cref="MacroAuc"/>.</summary>
    public Interval? MacroAucInterval => Bootstrap.Of(_clips.Count, MeanAuc);

    /// <summary>Interval of <see cref="Eer"/>.</summary>
    public Interval? EerInterval => Bootstrap.Of(_clips.Count, counts => _curve.EqualErrorRate(WeightsOf(counts)));

    /// <summary>AUC over all frames with smoothing over the past alone.</summary>
    public double? MicroAucWithoutDelay => CurveOf(clip => clip.WithoutDelay).Area();

    /// <summary>AUC over all frames, each by itself.</summary>
    public double? MicroAucUnsmoothed => CurveOf(clip => clip.Unsmoothed).Area();

    private RocCurve CurveOf(Func<ClipScores, IEnumerable<double>> scores) =>
        new([.. _clips.SelectMany(scores)], [.. _clips.SelectMany(clip => clip.Labels)]);

    private double[] WeightsOf(int[] counts) => [.. _clipOfFrame.Select(clip => (double)counts[clip])];

    private double? MeanAuc(int[] counts)
    {
        double sum = 0;
        int clips = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            sum += counts[i] * (_clips[i].Auc ?? 0);
            clips += _clips[i].Auc is null ? 0 : counts[i];
        }

        return clips == 0 ? null : sum / clips;
    }
}
