using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Onvif;

/// <summary>A stream that a camera offers.</summary>
/// <param name="Profile">What the camera calls it.</param>
/// <param name="Encoding"><c>H264</c>, <c>H265</c>, <c>JPEG</c>, …; empty if it does not say.</param>
/// <param name="Size">Its picture; null if the camera does not say.</param>
/// <param name="FramesPerSecond">0 if the camera does not say.</param>
/// <param name="Url">Where it is, without user and password.</param>
internal sealed record VideoStream(string Profile, string Encoding, FrameSize? Size, double FramesPerSecond, string Url)
{
    /// <summary>
    /// Rows from which on a stream's pictures are good enough for people; 240 are analysed (<see cref="PatchGrid.DefaultAnalysisRows"/>).
    /// </summary>
    public const int GoodRows = PatchGrid.DefaultAnalysisRows * 3 / 2;

    /// <summary>
    /// The stream that costs least and shows enough: the smallest of at least <see cref="GoodRows"/>, else the largest; Motion JPEG, which
    /// takes ten times the bandwidth, and pictures of unknown size only where there is nothing else.
    /// </summary>
    /// <returns>Null if there is none.</returns>
    public static VideoStream? Best(IEnumerable<VideoStream> streams)
    {
        VideoStream[] all = [.. streams];
        return all.Where(stream => stream.Size is { } size && size.Height >= GoodRows && !stream.IsJpeg).MinBy(stream => stream.Pixels)
            ?? all.Where(stream => !stream.IsJpeg).MaxBy(stream => stream.Pixels)
            ?? all.Where(stream => stream.Size is { } size && size.Height >= GoodRows).MinBy(stream => stream.Pixels)
            ?? all.MaxBy(stream => stream.Pixels);
    }

    private bool IsJpeg => Encoding.Contains("JPEG", StringComparison.OrdinalIgnoreCase);

    private long Pixels => Size is { } size ? (long)size.Width * size.Height : 0;
}
