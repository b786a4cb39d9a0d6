using System.Text.Json.Serialization;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>Payload of a camera's <c>phase</c>.</summary>
/// <param name="Phase">Learning or watching.</param>
/// <param name="Progress">Part of the learning time that has passed, 0–1; 1 while watching.</param>
/// <param name="SecondsLeft">Whole seconds of learning left; 0 while watching.</param>
internal sealed record PhaseMessage(
    [property: JsonConverter(typeof(SnakeCaseEnumConverter<CameraPhase>))] CameraPhase Phase, double? Progress, long SecondsLeft)
{
    /// <summary>The camera gives alerts.</summary>
    public static PhaseMessage Watching { get; } = new(CameraPhase.Watching, Progress: 1, SecondsLeft: 0);

    /// <summary>The camera learns.</summary>
    public static PhaseMessage Learning(double progress, TimeSpan left) =>
        new(CameraPhase.Learning, WireNumber.Unit(progress), Math.Max(0, (long)Math.Ceiling(left.TotalSeconds)));
}
