using System.Globalization;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Evidence;

/// <summary>What a video is like that is made of pictures.</summary>
internal sealed record VideoFormat
{
    /// <summary>Pictures of four bytes a pixel: red, green, blue, and one that is ignored (<see cref="RgbPicture"/>).</summary>
    public const string Rgb = "rgb0";

    /// <summary>I420 pictures (<see cref="Frame"/>).</summary>
    public const string Yuv420 = "yuv420p";

    /// <summary>Size of the pictures; where a side is odd, the video has one pixel more.</summary>
    public required FrameSize Size { get; init; }

    /// <summary>Pictures a second; more than 0.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>How the pictures come: <see cref="Rgb"/> or <see cref="Yuv420"/>.</summary>
    public required string Pixels { get; init; }

    /// <summary>Whether everything else on the machine goes before it; it then takes one thread and half the memory.</summary>
    public bool GivesWay { get; init; }

    /// <summary>What it takes at most over some seconds; null for as much as it needs.</summary>
    public double? MostBitsPerSecond { get; init; }

    /// <summary>What ffmpeg is told of its input.</summary>
    public IEnumerable<string> Input =>
    [
        "-f", "rawvideo", "-pix_fmt", Pixels, "-video_size", $"{Size.Width}x{Size.Height}",
        "-framerate", FramesPerSecond.ToString("0.######", CultureInfo.InvariantCulture), "-i", "pipe:0",
    ];
}
