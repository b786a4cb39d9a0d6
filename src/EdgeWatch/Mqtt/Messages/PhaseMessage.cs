using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>What a camera is doing.</summary>
internal enum CameraPhase
{
    /// <summary>It learns what is normal and gives no alerts.</summary>
    Learning,

    /// <summary>It gives alerts.</summary>
    Watching,

    /// <summary>Light or view are changing as a whole: nothing can be said about single places, so nothing is scored.</summary>
    SceneChange,
}

/// <summary>Payload of a camera's <c>phase</c>.</summary>
/// <param name="Phase">Learning, watching, or neither because the whole scene changes.</param>
/// <param name="Progress">Part of the learning time that has passed, 0–1; 1 when it is over.</param>
/// <param name="SecondsLeft">Whole seconds of learning left; 0 when it is over.</param>
internal sealed record PhaseMessage(
    [property: JsonConverter(typeof(SnakeCaseEnumConverter<CameraPhase>))] CameraPhase Phase, double? Progress, long SecondsLeft)
{
    /// <summary>All phases as they are written.</summary>
    public static IEnumerable<string> Names => Enum.GetNames<CameraPhase>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);

    /// <summary>The camera gives alerts.</summary>
    public static PhaseMessage Watching { get; } = new(CameraPhase.Watching, Progress: 1, SecondsLeft: 0);

    /// <summary>The camera learns.</summary>
    public static PhaseMessage Learning(double progress, TimeSpan left) => Of(CameraPhase.Learning, progress, left);

    /// <summary>The whole scene changes, during or after the learning time.</summary>
    public static PhaseMessage SceneChange(double progress, TimeSpan left) => Of(CameraPhase.SceneChange, progress, left);

    private static PhaseMessage Of(CameraPhase phase, double progress, TimeSpan left) =>
        new(phase, WireNumber.Unit(progress), Math.Max(0, (long)Math.Ceiling(left.TotalSeconds)));
}
