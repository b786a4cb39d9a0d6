using EdgeWatch.Core.Frames;

namespace EdgeWatch.Evidence;

/// <summary>What an overlay video is like.</summary>
public sealed record OverlayVideoOptions
{
    /// <summary>Path of the MP4 file to write.</summary>
    public required string Path { get; init; }

    /// <summary>Size of the frames; the video is higher by the score strip.</summary>
    public required FrameSize Size { get; init; }

    /// <summary>Frames a second of the video; more than 0.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>The threshold to draw, 0–1 without its ends.</summary>
    public required double Threshold { get; init; }

    /// <summary>Name or path of ffmpeg. <value>Default <c>ffmpeg</c>.</value></summary>
    public string FfmpegPath { get; init; } = "ffmpeg";
}
