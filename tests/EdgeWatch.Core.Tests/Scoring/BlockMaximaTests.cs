using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Tests.Normality;

namespace EdgeWatch.Core.Tests.Scoring;

public sealed class BlockMaximaTests
{
    private const double BlocksPerDay = 17_280;
    private static readonly TimeSpan Frame = TimeSpan.FromSeconds(0.1);

    [Theory]
    [InlineData(2, 0.5)]
    [InlineData(3, 0.3)]
    public void Expected_times_per_day_are_those_of_the_distribution_that_the_maxima_come_from(double location, double scale)
    {
        Random random = new(11);
        BlockMaxima maxima = new(priorDeviation: 0.3);
        for (int block = 0; block < 50_000; block++)
        {
            maxima.Observe(location - (scale * Math.Log(-Math.Log(random.NextDouble()))), BlockMaxima.BlockLength);
        }

        foreach (double timesPerDay in new[] { 1000, 100, 10, 1, 0.1 })
        {
            double raw = location - (scale * Math.Log(-Math.Log(1 - (timesPerDay / BlocksPerDay))));
            Assert.Equal(timesPerDay, BlockMaxima.TimesPerDay(maxima.Variate(raw)), timesPerDay * 0.15);
        }
    }

    [Fact]
    public void A_block_is_five_seconds_and_counts_its_maximum()
    {
        BlockMaxima maxima = new(1);
        for (int frame = 0; frame < 120; frame++)
        {
            maxima.Observe(frame % 50, Frame);
        }

        Assert.Equal(new Moments(2, 98, 2 * 49 * 49), maxima.Blocks);
    }

    [Fact]
    public void Without_blocks_the_prior_alone_decides()
    {
        BlockMaxima maxima = new(priorDeviation: 0.3);
        double scale = 0.3 * Math.Sqrt(6) / Math.PI;

        Assert.Equal(0.57721566, maxima.Variate(0), 1e-6);
        Assert.Equal(0.57721566 + (1 / scale), maxima.Variate(1), 1e-6);
    }

    [Fact]
    public void A_handful_of_equal_blocks_keeps_the_spread_of_the_prior_nearly()
    {
        BlockMaxima maxima = new(priorDeviation: 0.3);
        for (int block = 0; block < 5; block++)
        {
            maxima.Observe(2, BlockMaxima.BlockLength);
        }

        double scale = Math.Sqrt(0.09 * 10 / 15) * Math.Sqrt(6) / Math.PI;
        Assert.Equal((0.5 / scale) + 0.57721566, maxima.Variate(2.5), 1e-6);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1)]
    [InlineData(10_000)]
    public void The_variate_of_a_rarity_is_reached_so_often(double timesPerDay) =>
        Assert.Equal(timesPerDay, BlockMaxima.TimesPerDay(BlockMaxima.VariateOf(timesPerDay)), timesPerDay * 1e-3);

    /// <summary>
    /// A day in which something is surprising in three of ten blocks, and nights of any length in which nothing is: what a day's liveliest
    /// moments reach stays as rare as it is, and does not become the event of a year because it was quiet.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5_000)]
    [InlineData(50_000)]
    public void A_night_does_not_make_the_next_morning_an_event(int quietBlocks)
    {
        const double Part = 0.3;
        (double location, double scale) = (1, 0.5);
        Random random = new(5);
        BlockMaxima maxima = new(priorDeviation: 0.5);
        for (int block = 0; block < 8000; block++)
        {
            double lively = Math.Max(0.1, location - (scale * Math.Log(-Math.Log(random.NextDouble()))));
            maxima.Observe(random.NextDouble() < Part ? lively : 0, BlockMaxima.BlockLength);
        }

        for (int block = 0; block < quietBlocks; block++)
        {
            maxima.Observe(0, BlockMaxima.BlockLength);
        }

        double part = Part * 8000 / (8000 + quietBlocks);
        double raw = location - (scale * Math.Log(1 / (BlocksPerDay * part)));
        Assert.InRange(BlockMaxima.TimesPerDay(maxima.Variate(raw)), 1 / 3.0, 3);
    }

    /// <summary>A quiet place where something comes 86 times a day: the highest of it a day is what is reached once a day.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void What_comes_now_and_then_to_a_quiet_place_is_as_rare_as_it_is(double location)
    {
        const double Part = 0.005;
        const int LearnedDays = 3;
        const int WatchedDays = 4;
        Random random = new(5);
        BlockMaxima maxima = new(priorDeviation: 0.5);
        int reached = 0;
        for (int block = 0; block < (LearnedDays + WatchedDays) * BlocksPerDay; block++)
        {
            double lively = Math.Max(0.1, location - (0.5 * Math.Log(-Math.Log(random.NextDouble()))));
            double raw = random.NextDouble() < Part ? lively : 0;
            bool isWatched = block >= LearnedDays * BlocksPerDay;
            reached += isWatched && raw > 0 && BlockMaxima.TimesPerDay(maxima.Variate(raw)) <= 1 ? 1 : 0;
            maxima.Observe(raw, BlockMaxima.BlockLength);
        }

        Assert.InRange(reached, 0, 3 * WatchedDays);
    }

    /// <summary>A week of an empty yard: what would not have been notable on the first day is not on the last.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public void Quiet_hours_do_not_make_a_trifle_an_event(int blocks)
    {
        BlockMaxima maxima = new(priorDeviation: 0.3);
        for (int block = 0; block < blocks; block++)
        {
            maxima.Observe(block % 50 == 0 ? 0.1 : 0, BlockMaxima.BlockLength);
        }

        Assert.InRange(BlockMaxima.TimesPerDay(maxima.Variate(0.6)), 30, 300);
        Assert.True(BlockMaxima.TimesPerDay(maxima.Variate(2)) < 0.01);
    }

    /// <summary>Half an hour of an empty yard: a kind of which little is known at first is as sure of it as the others.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void However_wide_a_prior_is_quiet_hours_narrow_it_to_the_same(double priorDeviation)
    {
        BlockMaxima maxima = new(priorDeviation);
        for (int block = 0; block < 1000; block++)
        {
            maxima.Observe(0, BlockMaxima.BlockLength);
        }

        Assert.Equal(3 * Math.PI / (Math.Sqrt(6) * BlockMaxima.LeastDeviation), maxima.Variate(3) - maxima.Variate(0), 1e-9);
    }

    [Fact]
    public void Many_equal_blocks_leave_a_finite_score()
    {
        BlockMaxima maxima = new(priorDeviation: 0.3);
        for (int block = 0; block < 100_000; block++)
        {
            maxima.Observe(2, BlockMaxima.BlockLength);
        }

        Assert.True(double.IsFinite(maxima.Variate(2)));
        Assert.True(double.IsFinite(maxima.Variate(3)));
        Assert.True(maxima.Variate(2.1) > maxima.Variate(2));
    }

    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 24)]
    [InlineData(4, 40)]
    public void Something_odd_in_less_than_a_tenth_of_the_learning_time_does_not_set_the_spread(int odd, int blocks)
    {
        BlockMaxima clean = new(priorDeviation: 0.3);
        BlockMaxima spoiled = new(priorDeviation: 0.3);
        for (int block = 0; block < blocks; block++)
        {
            double normal = 1 + (0.05 * (block % 5));
            clean.Observe(normal, BlockMaxima.BlockLength);
            spoiled.Observe(block < odd ? 5 : normal, BlockMaxima.BlockLength);
        }

        Assert.True(spoiled.Variate(4) > 0.5 * clean.Variate(4), $"{spoiled.Variate(4)} instead of {clean.Variate(4)}");
    }

    [Fact]
    public void What_is_in_more_than_a_tenth_of_the_blocks_is_a_busy_hour_and_counts_in_full()
    {
        BlockMaxima maxima = new(priorDeviation: 0.3);
        for (int block = 0; block < 1000; block++)
        {
            maxima.Observe(block % 8 == 0 ? 3 : 0, BlockMaxima.BlockLength);
        }

        double part = (125 + 0.5) / (1000 + 1);
        Assert.Equal(0.57721566 - Math.Log(part), maxima.Variate(3), 1e-6);
    }

    [Fact]
    public void A_block_on_approval_counts_once_the_next_one_is_over()
    {
        BlockMaxima maxima = new(1);
        maxima.Observe(1, BlockMaxima.BlockLength, onApproval: true);
        Assert.Equal(default, maxima.Blocks);

        maxima.Observe(2, BlockMaxima.BlockLength, onApproval: true);
        Assert.Equal(new Moments(1, 1, 1), maxima.Blocks);

        maxima.Observe(3, BlockMaxima.BlockLength);
        Assert.Equal(new Moments(3, 6, 14), maxima.Blocks);
    }

    [Fact]
    public void What_led_up_to_something_unusual_is_withdrawn_on_both_sides_of_a_blocks_end()
    {
        BlockMaxima maxima = new(1);
        maxima.Observe(1, BlockMaxima.BlockLength);
        maxima.Observe(7, BlockMaxima.BlockLength, onApproval: true);
        maxima.Observe(9, TimeSpan.FromSeconds(4.9), onApproval: true);

        maxima.Withdraw();
        maxima.Observe(1, TimeSpan.FromSeconds(4.9), onApproval: true);
        Assert.Equal(new Moments(1, 1, 1), maxima.Blocks);
        maxima.Observe(1, Frame, onApproval: true);
        maxima.Observe(1, BlockMaxima.BlockLength, onApproval: true);

        Assert.Equal(new Moments(2, 2, 2), maxima.Blocks);
    }

    [Fact]
    public void Past_the_limit_the_oldest_half_fades()
    {
        BlockMaxima maxima = new(1);
        Moments[] bins = new Moments[SortedMoments.BinCount];
        bins[0] = new Moments(BlockMaxima.BlockLimit, 0, 0);
        SavedBytes.Copy(writer => Numbers.Save(writer, bins), maxima.Restore);

        maxima.Observe(4, BlockMaxima.BlockLength);

        Assert.Equal(new Moments((BlockMaxima.BlockLimit / 2) + 1, 4, 16), maxima.Blocks);
    }

    [Fact]
    public void Restoring_forgets_the_block_that_is_not_over()
    {
        BlockMaxima maxima = new(1);
        maxima.Observe(100, TimeSpan.FromSeconds(4.9));

        SavedBytes.Copy(new BlockMaxima(1).Save, maxima.Restore);
        maxima.Observe(1, BlockMaxima.BlockLength);

        Assert.Equal(new Moments(1, 1, 1), maxima.Blocks);
    }

    [Theory]
    [InlineData(double.NegativeInfinity, BlocksPerDay)]
    [InlineData(-20, BlocksPerDay)]
    [InlineData(0, BlocksPerDay * 0.63212055882855767)]
    [InlineData(9.7572, 1)]
    [InlineData(13.815, 0.01729)]
    [InlineData(13.816, 0.01728)]
    [InlineData(50, 3.3329e-18)]
    [InlineData(double.PositiveInfinity, 0)]
    public void Times_per_day_are_right_from_the_usual_to_the_very_rare(double variate, double expected) =>
        Assert.Equal(expected, BlockMaxima.TimesPerDay(variate), expected * 1e-3);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_prior_without_spread_is_refused(double deviation) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BlockMaxima(deviation));
}
