using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Configuration.Clips;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Tests.Configuration;

public sealed class PolicyTests
{
    [Theory]
    [InlineData(0, 0.05)]
    [InlineData(0.1, 0.101)]
    [InlineData(0.04999, 0.05)]
    [InlineData(0.2345, 0.235)]
    [InlineData(0.5, 0.501)]
    public void The_least_threshold_lets_an_alert_end(double hysteresis, double least)
    {
        Assert.Equal(least, AlertPolicy.LeastThreshold(hysteresis), 9);
        Assert.True(least > hysteresis);
    }

    [Fact]
    public void Resolve_NothingGiven_TakesTheDefaults()
    {
        AlertPolicy policy = new AlertOptions().Resolve(new AlertOptions());

        Assert.Equal(0.5, policy.Threshold);
        Assert.Equal(0.4, policy.Release, 12);
        Assert.Equal(TimeSpan.FromSeconds(0.3), policy.MinimumLength);
        Assert.Equal(TimeSpan.FromSeconds(3), policy.EndAfter);
        Assert.Equal(TimeSpan.FromSeconds(10), policy.Cooldown);
        Assert.Equal(
            new LearningPolicy(TimeSpan.FromMinutes(30)) { Quarantine = TimeSpan.FromMinutes(20) },
            new LearningOptions().Resolve(new LearningOptions()));
    }

    [Fact]
    public void Resolve_EveryValueOnBothLevels_TakesTheCameras()
    {
        AlertOptions topLevel = new()
        {
            Threshold = 0.9,
            Hysteresis = 0.3,
            MinimumLength = TimeSpan.FromSeconds(1),
            EndAfter = TimeSpan.FromSeconds(2),
            Cooldown = TimeSpan.FromSeconds(3),
            EscalateAfter = TimeSpan.FromSeconds(7),
        };
        AlertOptions camera = new()
        {
            Threshold = 0.8,
            Hysteresis = 0.2,
            MinimumLength = TimeSpan.FromSeconds(4),
            EndAfter = TimeSpan.FromSeconds(5),
            Cooldown = TimeSpan.FromSeconds(6),
            EscalateAfter = TimeSpan.FromSeconds(8),
        };

        AlertPolicy policy = camera.Resolve(topLevel);

        Assert.Equal(0.8, policy.Threshold);
        Assert.Equal(0.6, policy.Release, 12);
        Assert.Equal(TimeSpan.FromSeconds(4), policy.MinimumLength);
        Assert.Equal(TimeSpan.FromSeconds(5), policy.EndAfter);
        Assert.Equal(TimeSpan.FromSeconds(6), policy.Cooldown);
        Assert.Equal(TimeSpan.FromSeconds(8), policy.EscalateAfter);
        Assert.Equal(TimeSpan.FromSeconds(7), new AlertOptions().Resolve(topLevel).EscalateAfter);
        Assert.Equal(TimeSpan.FromSeconds(8), camera.Over(topLevel).EscalateAfter);
    }

    [Fact]
    public void Resolve_HysteresisFromAboveAndThresholdFromCamera_GoTogether()
    {
        AlertPolicy policy = new AlertOptions { Threshold = 0.7 }.Resolve(new AlertOptions { Threshold = 0.9, Hysteresis = 0.4 });

        Assert.Equal(0.3, policy.Release, 12);
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(0.5, 0.53)]
    [InlineData(10, 0.4)]
    [InlineData(0.001, 0.8)]
    [InlineData(1000, 0.2)]
    public void Resolve_Sensitivity_IsTheThresholdThatIsReachedSoOften(double falseAlarmsPerDay, double threshold)
    {
        AlertOptions alerts = new() { Sensitivity = new SensitivityOptions { FalseAlarmsPerDay = falseAlarmsPerDay } };

        Assert.Equal(threshold, alerts.Resolve(new AlertOptions { Threshold = 0.9 }).Threshold, 9);
        Assert.Equal(threshold, new AlertOptions().Resolve(alerts).Threshold, 9);
        Assert.Equal(0.9, new AlertOptions { Threshold = 0.9 }.Resolve(alerts).Threshold);
    }

    [Fact]
    public void Resolve_LearningOnBothLevels_TakesTheCameras()
    {
        LearningOptions topLevel = new() { Duration = TimeSpan.FromHours(1), Quarantine = TimeSpan.Zero };
        LearningOptions camera = new() { Duration = TimeSpan.FromHours(2), Quarantine = TimeSpan.FromHours(3) };

        Assert.Equal(new LearningPolicy(TimeSpan.FromHours(2)) { Quarantine = TimeSpan.FromHours(3) }, camera.Resolve(topLevel));
        Assert.Equal(new LearningPolicy(TimeSpan.FromHours(1)) { Quarantine = TimeSpan.Zero }, new LearningOptions().Resolve(topLevel));
    }

    [Fact]
    public void Resolve_ClipsOnBothLevels_TakesTheCameras()
    {
        TimeSpan second = TimeSpan.FromSeconds(1);
        ClipOptions topLevel = new() { Enabled = false, PreRoll = second, PostRoll = 2 * second, Longest = 6 * second, MaxMebibytes = 3 };
        ClipOptions camera = new() { Enabled = true, PreRoll = 3 * second, PostRoll = 4 * second, Longest = 7 * second, MaxMebibytes = 5 };
        (topLevel.Audio, camera.Audio) = (true, false);

        Assert.Equal(new ClipPolicy(true, 5 * second, 5 * second, 60 * second, 32), new ClipOptions().Resolve(new ClipOptions()));
        Assert.Equal(new ClipPolicy(false, second, 2 * second, 6 * second, 3) { Audio = true }, new ClipOptions().Resolve(topLevel));
        Assert.Equal(new ClipPolicy(true, 3 * second, 4 * second, 7 * second, 5), camera.Resolve(topLevel));
    }
}
