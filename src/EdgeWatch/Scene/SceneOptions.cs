using EdgeWatch.Core.Frames;

namespace EdgeWatch.Scene;

/// <summary>What the demo scene shows. The same options always give the same pictures.</summary>
public sealed record SceneOptions
{
    /// <summary>Length of the recording. <value>Default 60 s; more than 0.</value></summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Frames a second. <value>Default 10; 1–60.</value></summary>
    public int FramesPerSecond { get; init; } = 10;

    /// <summary>Decides who walks where and when, and in which clothes. <value>Default 1.</value></summary>
    public int Seed { get; init; } = 1;

    /// <summary>When the cyclist enters the picture; null for nothing but ordinary life. <value>Default null.</value></summary>
    public TimeSpan? AnomalyAt { get; init; }

    /// <summary>
    /// Length of a day, with an empty night, busy mornings, weather and people who differ more; null for always the same.
    /// <value>Default null.</value>
    /// </summary>
    public TimeSpan? Day { get; init; }

    /// <summary>Size of the pictures; the scene is laid out for 4:3. <value>Default 640×480; even numbers.</value></summary>
    public FrameSize Size { get; init; } = new(640, 480);
}
