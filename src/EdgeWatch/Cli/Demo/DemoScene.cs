using EdgeWatch.Scene;

namespace EdgeWatch.Cli.Demo;

/// <summary>The scene of a demo: half of it to learn from, then the planted anomaly.</summary>
/// <param name="Seconds">Its length.</param>
/// <param name="Seed">Which scene.</param>
internal sealed record DemoScene(int Seconds, int Seed)
{
    private const double LearnedPart = 0.5;
    private const double AnomalyPart = 0.7;

    /// <summary>How much of it is learned from.</summary>
    public TimeSpan Learning => TimeSpan.FromSeconds(Seconds * LearnedPart);

    /// <summary>The pictures, and which of them show the anomaly.</summary>
    public SceneGenerator CreateGenerator() => new(new SceneOptions
    {
        Duration = TimeSpan.FromSeconds(Seconds),
        Seed = Seed,
        AnomalyAt = TimeSpan.FromSeconds(Seconds * AnomalyPart),
    });
}
