using EdgeWatch.Core.Frames;

namespace EdgeWatch.Mqtt.Commands;

/// <summary>A picture that somebody asked for.</summary>
/// <param name="Jpeg">A JPEG file.</param>
/// <param name="Size">Width and height.</param>
/// <param name="CapturedAt">When it was taken.</param>
internal sealed record CameraPicture(byte[] Jpeg, FrameSize Size, DateTimeOffset CapturedAt);
