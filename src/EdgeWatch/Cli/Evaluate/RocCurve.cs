namespace EdgeWatch.Cli.Evaluate;

/// <summary>How well scores tell anomalous frames from normal ones, over all thresholds.</summary>
internal static class RocCurve
{
    /// <summary>
    /// Area under the curve: the chance that an anomalous frame scores higher than a normal one, ties counting half (Mann and Whitney).
    /// </summary>
    /// <returns>0–1, or null when there are not both kinds of frames.</returns>
    public static double? Area(IReadOnlyList<double> scores, IReadOnlyList<bool> labels)
    {
        int[] order = Order(scores);
        double anomalous = 0;
        double rankSum = 0;
        for (int i = 0; i < order.Length;)
        {
            int next = EndOfTies(scores, order, i);
            double rank = (i + 1 + next) / 2.0;
            for (; i < next; i++)
            {
                if (labels[order[i]])
                {
                    anomalous++;
                    rankSum += rank;
                }
            }
        }

        double normal = order.Length - anomalous;
        return anomalous == 0 || normal == 0
            ? null
            : (rankSum - (anomalous * (anomalous + 1) / 2)) / (anomalous * normal);
    }

    /// <summary>Equal error rate: where as many normal frames are called anomalous as anomalous ones are missed.</summary>
    /// <returns>0–1, or null when there are not both kinds of frames.</returns>
    public static double? EqualErrorRate(IReadOnlyList<double> scores, IReadOnlyList<bool> labels)
    {
        int[] order = Order(scores);
        double anomalous = labels.Count(label => label);
        double normal = labels.Count - anomalous;
        if (anomalous == 0 || normal == 0)
        {
            return null;
        }

        // From the lowest threshold up: everything is called anomalous at first.
        double missed = 0;
        double falseAlarms = normal;
        (double lastMissed, double lastFalse) = (0, 1);
        for (int i = 0; i < order.Length;)
        {
            int next = EndOfTies(scores, order, i);
            for (; i < next; i++)
            {
                missed += labels[order[i]] ? 1 : 0;
                falseAlarms -= labels[order[i]] ? 0 : 1;
            }

            (double missRate, double falseRate) = (missed / anomalous, falseAlarms / normal);
            if (missRate >= falseRate)
            {
                return Crossing(lastMissed, lastFalse, missRate, falseRate);
            }

            (lastMissed, lastFalse) = (missRate, falseRate);
        }

        return 1;
    }

    private static double Crossing(double miss0, double false0, double miss1, double false1)
    {
        double before = false0 - miss0;
        double part = before / (before + miss1 - false1);
        return miss0 + (part * (miss1 - miss0));
    }

    private static int[] Order(IReadOnlyList<double> scores)
    {
        int[] order = [.. Enumerable.Range(0, scores.Count)];
        Array.Sort(order, (a, b) => scores[a].CompareTo(scores[b]));
        return order;
    }

    private static int EndOfTies(IReadOnlyList<double> scores, int[] order, int start)
    {
        int end = start + 1;
        while (end < order.Length && scores[order[end]] == scores[order[start]])
        {
            end++;
        }

        return end;
    }
}
