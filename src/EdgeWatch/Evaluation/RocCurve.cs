namespace EdgeWatch.Evaluation;

/// <summary>
/// How well scores tell anomalous from normal, over all thresholds. What is scored may be frames or pixels, and each may count more than
/// once: a weight stands for so many alike.
/// </summary>
internal sealed class RocCurve
{
    private readonly IReadOnlyList<bool> _labels;
    private readonly int[] _order;
    private readonly int[] _endsOfTies;

    /// <summary>Sorts scores.</summary>
    /// <param name="scores">Higher is more anomalous.</param>
    /// <param name="labels">Whether each is anomalous; as many as scores.</param>
    public RocCurve(IReadOnlyList<double> scores, IReadOnlyList<bool> labels)
    {
        if (scores.Count != labels.Count)
        {
            throw new ArgumentException($"{scores.Count} scores and {labels.Count} labels.", nameof(labels));
        }

        _labels = labels;
        _order = [.. Enumerable.Range(0, scores.Count)];
        Array.Sort(_order, (a, b) => scores[a].CompareTo(scores[b]));
        _endsOfTies = [.. EndsOfTies(scores, _order)];
    }

    /// <inheritdoc cref="Area(ReadOnlySpan{double})"/>
    public static double? Area(IReadOnlyList<double> scores, IReadOnlyList<bool> labels) => new RocCurve(scores, labels).Area();

    /// <inheritdoc cref="EqualErrorRate(ReadOnlySpan{double})"/>
    public static double? EqualErrorRate(IReadOnlyList<double> scores, IReadOnlyList<bool> labels) =>
        new RocCurve(scores, labels).EqualErrorRate();

    /// <summary>
    /// Area under the curve: the chance that something anomalous scores higher than something normal, ties counting half (Mann and
    /// Whitney).
    /// </summary>
    /// <param name="weights">How often each counts, 0 or more; empty: once.</param>
    /// <returns>0–1, or null when there are not both kinds.</returns>
    public double? Area(ReadOnlySpan<double> weights = default)
    {
        double anomalous = 0;
        double normal = 0;
        double pairs = 0;
        int start = 0;
        foreach (int end in _endsOfTies)
        {
            (double anomalousHere, double normalHere) = Weigh(start, end, weights);
            pairs += anomalousHere * (normal + (normalHere / 2));
            anomalous += anomalousHere;
            normal += normalHere;
            start = end;
        }

        return anomalous == 0 || normal == 0 ? null : pairs / (anomalous * normal);
    }

    /// <summary>Equal error rate: where as large a part of the normal is called anomalous as of the anomalous is missed.</summary>
    /// <param name="weights">How often each counts, 0 or more; empty: once.</param>
    /// <returns>0–1, or null when there are not both kinds.</returns>
    public double? EqualErrorRate(ReadOnlySpan<double> weights = default)
    {
        (double anomalous, double normal) = Weigh(0, _order.Length, weights);
        if (anomalous == 0 || normal == 0)
        {
            return null;
        }

        // From the lowest threshold up: everything is called anomalous at first.
        double missed = 0;
        double falseAlarms = normal;
        (double lastMissed, double lastFalse) = (0, 1);
        int start = 0;
        foreach (int end in _endsOfTies)
        {
            (double anomalousHere, double normalHere) = Weigh(start, end, weights);
            missed += anomalousHere;
            falseAlarms -= normalHere;
            (double missRate, double falseRate) = (missed / anomalous, falseAlarms / normal);
            if (missRate >= falseRate)
            {
                return Crossing(lastMissed, lastFalse, missRate, falseRate);
            }

            (lastMissed, lastFalse) = (missRate, falseRate);
            start = end;
        }

        return 1;
    }

    private static double Crossing(double miss0, double false0, double miss1, double false1)
    {
        double before = false0 - miss0;
        double part = before / (before + miss1 - false1);
        return miss0 + (part * (miss1 - miss0));
    }

    private static IEnumerable<int> EndsOfTies(IReadOnlyList<double> scores, int[] order)
    {
        for (int i = 1; i <= order.Length; i++)
        {
            if (i == order.Length || scores[order[i]] != scores[order[i - 1]])
            {
                yield return i;
            }
        }
    }

    private (double Anomalous, double Normal) Weigh(int start, int end, ReadOnlySpan<double> weights)
    {
        double anomalous = 0;
        double normal = 0;
        for (int i = start; i < end; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[_order[i]];
            anomalous += _labels[_order[i]] ? weight : 0;
            normal += _labels[_order[i]] ? 0 : weight;
        }

        return (anomalous, normal);
    }
}
