using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>Cameras for config files.</summary>
internal static class LiveCamera
{
    /// <summary>Id of the camera that most tests have.</summary>
    public const string Id = "square";

    /// <summary>Shows someone fast every ten seconds, for ever.</summary>
    public static string WithAnomalies(SceneClip clip, string id = Id) => $"id: {id}, source: {clip.AnomalyFile}, playback: loop";

    /// <summary>
    /// Shows ordinary life for twenty seconds, and then someone fast, for ever: by then there are pictures of what is normal, and daemon
    /// and browser have long been started, which takes all that a small machine has.
    /// </summary>
    public static string OrdinaryThenAnomaly(SceneClip clip, string id = Id) => $"id: {id}, source: {clip.File}, playback: loop";

    /// <summary>Shows ordinary life for ever.</summary>
    public static string Ordinary(SceneClip clip, string id = Id) => $"id: {id}, source: {clip.NormalFile}, playback: loop";
}
