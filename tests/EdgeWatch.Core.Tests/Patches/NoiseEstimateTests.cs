using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

public sealed class NoiseEstimateTests
{
    [Fact]
    public void Estimate_follows_the_rule_step_by_step()
    {
        Random random = new(3);
        NoiseEstimate noise = new(3);
        double[] expected = [NoiseEstimate.Minimum, NoiseEstimate.Minimum, NoiseEstimate.Minimum];
        for (int frame = 0; frame < 2000; frame++)
        {
            float[] changes = [random.NextSingle() * 10, random.NextSingle(), frame < 1000 ? 50 : 0];
            noise.Follow(changes);
            for (int i = 0; i < 3; i++)
            {
                double factor = changes[i] > expected[i] ? 1.0025 : 0.9925;
                expected[i] = Math.Max(0.25, expected[i] * factor);
                Assert.Equal(expected[i], noise[i], expected[i] * 1e-3);
            }
        }
    }

    [Fact]
    public void Leaves_that_always_move_are_learned_to_the_lower_quarter_of_their_changes()
    {
        Random random = new(5);
        NoiseEstimate noise = new(1);

        for (int frame = 0; frame < 5000; frame++)
        {
            noise.Follow([4 + (4 * random.NextSingle())]);
        }

        Assert.InRange(noise[0], 4.7f, 5.3f);
    }

    [Fact]
    public void People_who_pass_now_and_then_are_not_learned_as_noise()
    {
        NoiseEstimate noise = new(1);

        for (int frame = 0; frame < 5000; frame++)
        {
            noise.Follow([frame % 10 < 5 ? 30 : 0.1f]);
        }

        Assert.InRange(noise[0], 0.25f, 0.3f);
    }

    [Theory]
    [InlineData(2, 5, 2)]
    [InlineData(0.1, 0.2, 0.25)]
    [InlineData(0, 9, 0.25)]
    public void A_limit_counts_at_once(float quietest, float loudest, float expected)
    {
        NoiseEstimate noise = new(2);

        noise.Limit(1, quietest, loudest);

        Assert.Equal([NoiseEstimate.Minimum, expected], noise.All.ToArray());
        Assert.Equal(12, noise.Beyond(1, least: 12));
        Assert.Equal(expected, noise.Beyond(1, least: 0));
    }
}
