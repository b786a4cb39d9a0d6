using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Tests.Scoring;

public sealed class DelayedSmootherTests
{
    [Fact]
    public void Result_is_the_weighted_mean_of_nine_frames_before_and_those_after()
    {
        Random random = new(1);
        DelayedSmoother smoother = new();
        List<double> values = [];
        for (int newest = 0; newest < 60; newest++)
        {
            values.Add(random.NextDouble());
            smoother.Add(values[newest]);
            for (int lag = 0; lag <= Math.Min(newest, DelayedSmoother.DelayFrames); lag++)
            {
                Assert.Equal(PlainMean(values, newest - lag), smoother.At(lag), 1e-12);
            }
        }
    }

    [Fact]
    public void Something_steady_stays_as_it_is_from_the_first_frame_on()
    {
        DelayedSmoother smoother = new();
        for (int frame = 0; frame < 30; frame++)
        {
            smoother.Add(3.5);
            Assert.Equal(3.5, smoother.At(Math.Min(frame, DelayedSmoother.DelayFrames)), 1e-12);
        }
    }

    [Fact]
    public void A_flash_peaks_at_its_own_frame_five_frames_later()
    {
        DelayedSmoother smoother = new();
        List<double> results = [];
        for (int frame = 0; frame < 40; frame++)
        {
            smoother.Add(frame == 20 ? 1 : 0);
            if (frame >= DelayedSmoother.DelayFrames)
            {
                results.Add(smoother.At(DelayedSmoother.DelayFrames));
            }
        }

        Assert.Equal(20, results.IndexOf(results.Max()));
        Assert.Equal(0, results[14]);
        Assert.True(results[15] > 0 && results[29] > 0);
        Assert.Equal(0, results[30]);
    }

    [Fact]
    public void Clear_forgets_the_values_of_before()
    {
        DelayedSmoother smoother = new();
        for (int frame = 0; frame < 20; frame++)
        {
            smoother.Add(100);
        }

        smoother.Clear();
        smoother.Add(1);

        Assert.Equal(1, smoother.At(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => smoother.At(1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    public void A_lag_that_is_not_kept_is_refused(int lag)
    {
        DelayedSmoother smoother = new();
        for (int frame = 0; frame < 20; frame++)
        {
            smoother.Add(1);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => smoother.At(lag));
    }

    private static double PlainMean(List<double> values, int frame)
    {
        double sum = 0;
        double weights = 0;
        for (int other = Math.Max(0, frame - 9); other < values.Count; other++)
        {
            double weight = Math.Exp(-(other - frame) * (other - frame) / 18.0);
            sum += weight * values[other];
            weights += weight;
        }

        return sum / weights;
    }
}
