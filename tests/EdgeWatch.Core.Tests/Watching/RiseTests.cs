using EdgeWatch.Core.Watching;

namespace EdgeWatch.Core.Tests.Watching;

public sealed class RiseTests
{
    private const double High = Rise.Least;
    private const double Low = Rise.Least - 0.01;

    private static readonly TimeSpan Frame = TimeSpan.FromSeconds(0.1);

    private readonly Rise _rise = new();

    [Fact]
    public void What_is_high_is_a_beginning_for_three_seconds_and_no_longer()
    {
        Assert.Equal(0, Beginnings(Low, 100));
        Assert.Equal(30, Beginnings(High, 100));
        Assert.Equal(0, Beginnings(High, 100));
    }

    [Fact]
    public void After_three_seconds_of_quiet_another_may_begin()
    {
        Beginnings(High, 50);
        Beginnings(Low, 29);
        Assert.Equal(0, Beginnings(High, 1));
        Beginnings(Low, 30);
        Assert.Equal(1, Beginnings(High, 1));
    }

    [Fact]
    public void Scores_that_go_up_and_down_are_a_beginning_for_three_seconds_in_all()
    {
        int beginnings = Enumerable.Range(0, 1000).Sum(_ => Beginnings(High, 1) + Beginnings(Low, 1));

        Assert.Equal(15, beginnings);
    }

    private int Beginnings(double score, int frames) => Enumerable.Range(0, frames).Count(_ => _rise.Observe(score, Frame));
}
