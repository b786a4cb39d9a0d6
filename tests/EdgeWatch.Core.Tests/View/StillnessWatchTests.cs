using EdgeWatch.Core.Tests.Normality;
using EdgeWatch.Core.View;

namespace EdgeWatch.Core.Tests.View;

public sealed class StillnessWatchTests
{
    private const int SamplesOfAMinute = 120;

    private readonly StillnessWatch _watch = new();

    /// <summary>Each for a few seconds, weeks apart; none of them is a frozen picture.</summary>
    [Theory]
    [InlineData(8, 15)]
    [InlineData(9, 17)]
    public void Short_stalls_do_not_hide_a_frozen_picture_for_good(int first, int second)
    {
        Go(SamplesOfAMinute);
        Stall(first);
        Go(SamplesOfAMinute);
        Stall(second);
        Go(SamplesOfAMinute);
        Assert.Equal(second, _watch.UsualRun);

        Assert.True(IsFrozenAfter(SamplesOfAMinute));
    }

    [Fact]
    public void A_stall_in_the_learning_time_is_forgotten_after_two_days()
    {
        Go(SamplesOfAMinute);
        Stall(SamplesOfAMinute, whileItLasts: true);
        Go(SamplesOfAMinute);
        Assert.False(IsFrozenAfter(SamplesOfAMinute));

        Go(2 * StillnessWatch.SamplesOfUsual);

        Assert.True(IsFrozenAfter(SamplesOfAMinute));
    }

    /// <summary>A camera that sends a picture a minute.</summary>
    [Fact]
    public void What_comes_every_minute_is_usual_for_good()
    {
        for (int minute = 0; minute < 3 * StillnessWatch.SamplesOfUsual / SamplesOfAMinute; minute++)
        {
            Stall(SamplesOfAMinute - 5, whileItLasts: minute < 10);
            Go(5);
            Assert.False(_watch.IsFrozen);
        }
    }

    [Fact]
    public void What_was_accepted_is_usual_for_good_and_after_a_restart()
    {
        Go(SamplesOfAMinute);
        _watch.Accept();
        StillnessWatch restored = new();
        SavedBytes.Copy(_watch.Save, restored.Restore);

        Go(3 * StillnessWatch.SamplesOfUsual);

        Assert.False(IsFrozenAfter(SamplesOfAMinute));
        Assert.Equal(_watch.UsualRun, restored.UsualRun);
    }

    private void Go(int samples) => Show(samples, difference: 2, stillPart: 0.1, whileItLasts: false);

    private void Stall(int samples, bool whileItLasts = false) => Show(samples, difference: 0, stillPart: 0.5, whileItLasts);

    private void Show(int samples, double difference, double stillPart, bool whileItLasts)
    {
        for (int i = 0; i < samples; i++)
        {
            _watch.Observe(difference, stillPart);
            _watch.Learn(whileItLasts);
        }
    }

    private bool IsFrozenAfter(int samples)
    {
        for (int i = 0; i < samples; i++)
        {
            _watch.Observe(0, 1);
        }

        return _watch.IsFrozen;
    }
}
