using EdgeWatch.Evaluation;

namespace EdgeWatch.Tests.Evaluation;

public sealed class BootstrapTests
{
    [Fact]
    public void Interval_of_a_mean_is_that_of_the_normal_approximation()
    {
        double[] values = [.. Enumerable.Range(0, 200).Select(i => (double)(i % 10))];
        double error = Math.Sqrt(values.Average(value => value * value) - (values.Average() * values.Average())) / Math.Sqrt(values.Length);

        Interval interval = Bootstrap.Of(values.Length, counts => counts.Select((count, i) => count * values[i]).Sum() / values.Length)!;

        Assert.Equal(values.Average() - (1.96 * error), interval.Low, 0.1 * error * 1.96);
        Assert.Equal(values.Average() + (1.96 * error), interval.High, 0.1 * error * 1.96);
    }

    [Fact]
    public void Every_draw_has_as_many_clips_as_there_are() => Bootstrap.Of(12, counts =>
    {
        Assert.Equal(12, counts.Sum());
        return 0;
    });

    [Fact]
    public void The_same_clips_give_the_same_interval() =>
        Assert.Equal(Bootstrap.Of(12, counts => counts[0]), Bootstrap.Of(12, counts => counts[0]));

    [Fact]
    public void One_clip_says_nothing_about_others() => Assert.Null(Bootstrap.Of(1, _ => 1));

    [Fact]
    public void A_measure_that_most_draws_do_not_have_has_no_interval() =>
        Assert.Null(Bootstrap.Of(4, counts => counts[0] == 1 ? 1 : null));
}
