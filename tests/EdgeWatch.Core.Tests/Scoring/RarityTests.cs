using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Tests.Scoring;

public sealed class RarityTests
{
    [Theory]
    [InlineData(10, 0.4)]
    [InlineData(1, 0.5)]
    [InlineData(0.1, 0.6)]
    [InlineData(0.01, 0.7)]
    public void A_tenth_more_is_ten_times_rarer(double timesPerDay, double score)
    {
        Assert.Equal(score, Rarity.ScoreOf(timesPerDay), 1e-12);
        Assert.Equal(timesPerDay, Rarity.TimesPerDay(score), timesPerDay * 1e-12);
    }

    [Fact]
    public void Scores_survive_the_round_trip()
    {
        for (int i = 0; i <= 100; i++)
        {
            Assert.Equal(i / 100.0, Rarity.ScoreOf(Rarity.TimesPerDay(i / 100.0)), 1e-12);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1e-300, 1)]
    [InlineData(1e6, 0)]
    [InlineData(double.PositiveInfinity, 0)]
    public void Scores_stay_between_0_and_1(double timesPerDay, double expected) => Assert.Equal(expected, Rarity.ScoreOf(timesPerDay));
}
