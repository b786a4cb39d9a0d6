using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class RowStatisticsTests
{
    private static readonly Gaussian Prior = new(0.1, 0.6);

    [Fact]
    public void Without_values_everything_is_as_the_prior_says()
    {
        RowStatistics statistics = new(3, Prior);

        foreach (int row in new[] { 0, 1, 2 })
        {
            Assert.Equal(0.1, statistics.Usual(new PatchPosition(row, 0)).Mean, 1e-12);
            Assert.Equal(0.6, statistics.Usual(new PatchPosition(row, 0)).Deviation, 1e-12);
        }
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(4, 3)]
    [InlineData(5, 200)]
    [InlineData(15, 5000)]
    public void Usual_is_that_of_the_row_and_its_neighbours_drawn_to_the_picture(int rows, int count)
    {
        Random random = new(count);
        RowStatistics statistics = new(rows, Prior);
        List<(int Row, double Value)> values = [];
        for (int i = 0; i < count; i++)
        {
            int row = random.Next(rows);
            values.Add((row, row + random.NextDouble()));
            statistics.Learn(new PatchPosition(row, i % 20), values[^1].Value);
        }

        for (int row = 0; row < rows; row++)
        {
            Gaussian usual = statistics.Usual(new PatchPosition(row, 3));
            Gaussian expected = PlainUsual(values, row);
            Assert.Equal(expected.Mean, usual.Mean, 1e-9);
            Assert.Equal(expected.Deviation, usual.Deviation, 1e-9);
        }
    }

    [Fact]
    public void A_row_two_further_away_only_counts_as_part_of_the_picture()
    {
        RowStatistics statistics = new(5, Prior);
        Learn(statistics, row: 0, value: 2, times: 10_000);

        Assert.Equal(2, statistics.Usual(new PatchPosition(1, 0)).Mean, 0.02);
        Gaussian far = statistics.Usual(new PatchPosition(2, 0));
        Learn(statistics, row: 2, value: 0, times: 10_000);

        Assert.Equal(2, far.Mean, 0.02);
        Assert.Equal(0, statistics.Usual(new PatchPosition(2, 0)).Mean, 0.02);
        Assert.Equal(1, statistics.Usual(new PatchPosition(1, 0)).Mean, 0.02);
    }

    [Fact]
    public void Values_that_are_all_alike_leave_the_smallest_deviation()
    {
        RowStatistics statistics = new(1, Prior);
        Learn(statistics, row: 0, value: 0.7, times: 200_000);

        Assert.Equal(RowStatistics.MinimumDeviation, statistics.Usual(new PatchPosition(0, 0)).Deviation);
    }

    [Fact]
    public void Past_the_limit_the_oldest_half_fades()
    {
        RowStatistics statistics = new(2, Prior);
        Learn(statistics, row: 0, value: 0, times: (int)RowStatistics.CountLimit);
        Assert.Equal(RowStatistics.CountLimit, statistics.Rows[0].Count);

        Learn(statistics, row: 0, value: 1, times: 1);
        Assert.Equal((RowStatistics.CountLimit / 2) + 1, statistics.Rows[0].Count);
        Learn(statistics, row: 0, value: 1, times: (int)RowStatistics.CountLimit / 2 - 1);

        Assert.Equal(RowStatistics.CountLimit, statistics.Rows[0].Count);
        Assert.Equal(0.5, statistics.Usual(new PatchPosition(0, 0)).Mean, 1e-3);
    }

    [Fact]
    public void Restored_statistics_say_the_same_and_go_on_alike()
    {
        RowStatistics statistics = new(3, Prior);
        Learn(statistics, row: 1, value: 0.9, times: 30);
        RowStatistics restored = new(3, Prior);
        Learn(restored, row: 0, value: 5, times: 100);

        SavedBytes.Copy(statistics.Save, restored.Restore);

        Assert.Equal(statistics.Usual(new PatchPosition(0, 0)), restored.Usual(new PatchPosition(0, 0)));
        Learn(statistics, row: 2, value: 3, times: 5);
        Learn(restored, row: 2, value: 3, times: 5);
        Assert.Equal(statistics.Usual(new PatchPosition(1, 0)).Mean, restored.Usual(new PatchPosition(1, 0)).Mean, 1e-12);
    }

    [Fact]
    public void Restore_OtherNumberOfRows_Throws() =>
        Assert.Throws<InvalidDataException>(() => SavedBytes.Copy(new RowStatistics(2, Prior).Save, new RowStatistics(3, Prior).Restore));

    private static void Learn(RowStatistics statistics, int row, double value, int times)
    {
        for (int i = 0; i < times; i++)
        {
            statistics.Learn(new PatchPosition(row, 0), value);
        }
    }

    /// <summary>The rule, from the values themselves: each source of knowledge is a list of weighted values.</summary>
    private static Gaussian PlainUsual(List<(int Row, double Value)> values, int row)
    {
        (double Weight, double Value)[] picture =
        [
            .. values.Select(value => (1.0, value.Value)), (25, Prior.Mean - Prior.Deviation), (25, Prior.Mean + Prior.Deviation),
        ];
        double scale = 50 / picture.Sum(value => value.Weight);
        (double Weight, double Value)[] around =
        [
            .. picture.Select(value => (value.Weight * scale, value.Value)),
            .. values.Where(value => Math.Abs(value.Row - row) <= 1).Select(value => (1.0, value.Value)),
        ];
        double total = around.Sum(value => value.Weight);
        double mean = around.Sum(value => value.Weight * value.Value) / total;
        double variance = around.Sum(value => value.Weight * (value.Value - mean) * (value.Value - mean)) / total;
        return new Gaussian(mean, Math.Max(0.1, Math.Sqrt(variance)));
    }
}
