using EdgeWatch.Evaluation;

namespace EdgeWatch.Tests.Evaluation;

public sealed class RocCurveTests
{
    [Fact]
    public void Area_is_the_chance_that_an_anomalous_one_scores_higher()
    {
        (double[] scores, bool[] labels) = Draw(200);

        Assert.Equal(AreaByPairs(scores, labels), RocCurve.Area(scores, labels)!.Value, 1e-12);
    }

    [Fact]
    public void A_weight_counts_like_so_many_alike()
    {
        (double[] scores, bool[] labels) = Draw(100);
        double[] weights = [.. Enumerable.Range(0, scores.Length).Select(i => (double)(i % 4))];
        int[] repeated = [.. Enumerable.Range(0, scores.Length).SelectMany(i => Enumerable.Repeat(i, i % 4))];
        double[] repeatedScores = [.. repeated.Select(i => scores[i])];
        bool[] repeatedLabels = [.. repeated.Select(i => labels[i])];
        RocCurve curve = new(scores, labels);

        Assert.Equal(AreaByPairs(repeatedScores, repeatedLabels), curve.Area(weights)!.Value, 1e-12);
        Assert.Equal(RocCurve.EqualErrorRate(repeatedScores, repeatedLabels)!.Value, curve.EqualErrorRate(weights)!.Value, 1e-12);
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4 }, 0)] // 3 and 4 are anomalous: told apart
    [InlineData(new double[] { 3, 4, 1, 2 }, 1)]
    [InlineData(new double[] { 1, 3, 2, 4 }, 0.5)]
    [InlineData(new double[] { 5, 5, 5, 5 }, 0.5)]
    public void EqualErrorRate_is_where_both_errors_are_alike(double[] scores, double expected) =>
        Assert.Equal(expected, RocCurve.EqualErrorRate(scores, [false, false, true, true])!.Value, 1e-12);

    [Fact]
    public void EqualErrorRate_lies_between_the_errors_of_the_nearest_thresholds()
    {
        (double[] scores, bool[] labels) = Draw(300);
        var errors = scores.Distinct()
            .Select(
                threshold => (Miss: Part(label: true, score => score < threshold), False: Part(label: false, score => score >= threshold)))
            .ToArray();

        double rate = RocCurve.EqualErrorRate(scores, labels)!.Value;

        Assert.InRange(
            rate,
            errors.Where(error => error.Miss <= error.False).Max(error => error.Miss),
            errors.Where(error => error.Miss >= error.False).Min(error => error.Miss));

        double Part(bool label, Func<double, bool> isWrong) =>
            (double)Enumerable.Range(0, scores.Length).Count(i => labels[i] == label && isWrong(scores[i]))
            / labels.Count(other => other == label);
    }

    [Fact]
    public void Without_both_kinds_there_is_no_curve()
    {
        Assert.Null(RocCurve.Area([1, 2], [true, true]));
        Assert.Null(RocCurve.EqualErrorRate([1, 2], [false, false]));
        Assert.Null(RocCurve.Area([], []));
    }

    [Fact]
    public void Infinite_scores_are_tied() =>
        Assert.Equal(0.75, RocCurve.Area([double.NegativeInfinity, double.NegativeInfinity, 1], [false, true, true]));

    /// <summary>Scores with many ties, some of which tell the labels apart.</summary>
    private static (double[] Scores, bool[] Labels) Draw(int count)
    {
        Random random = new(7);
        bool[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0)];
        return ([.. labels.Select(label => (double)(random.Next(12) + (label ? 4 : 0)))], labels);
    }

    private static double AreaByPairs(double[] scores, bool[] labels)
    {
        double pairs = 0;
        double won = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            for (int j = 0; j < scores.Length; j++)
            {
                if (labels[i] && !labels[j])
                {
                    pairs++;
                    won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }

        return won / pairs;
    }
}
