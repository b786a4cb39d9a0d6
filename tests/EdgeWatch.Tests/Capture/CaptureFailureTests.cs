using EdgeWatch.Capture;

namespace EdgeWatch.Tests.Capture;

/// <summary>The lines are what ffmpeg 5.1 wrote, addresses in memory included.</summary>
public sealed class CaptureFailureTests
{
    [Theory]
    [InlineData(
        CaptureFailure.NotFound,
        "[rtsp @ 0x558f1c1469c0] method DESCRIBE failed: 404 Not Found",
        "rtsp://127.0.0.1:35833/nope: Server returned 404 Not Found")]
    [InlineData(CaptureFailure.NotFound, "/data/nosuch.mp4: No such file or directory")]
    [InlineData(
        CaptureFailure.NotFound,
        "[video4linux2,v4l2 @ 0x56393f4cc900] Cannot open video device /dev/video9: No such file or directory",
        "/dev/video9: No such file or directory")]
    [InlineData(
        CaptureFailure.NotFound,
        "[image2 @ 0x56435371f980] Could not open file : nodir/*.png",
        "Output file #0 does not contain any stream")]
    [InlineData(
        CaptureFailure.Refused,
        "[tcp @ 0x557dd1565880] Connection to tcp://127.0.0.1:1?timeout=10000000 failed: Connection refused",
        "rtsp://127.0.0.1:1/nope: Connection refused")]
    [InlineData(
        CaptureFailure.Unauthorized,
        "[rtsp @ 0x55e80b7149c0] method DESCRIBE failed: 401 Unauthorized",
        "rtsp://***@127.0.0.1:46091/cam: Server returned 401 Unauthorized (authorization failed)")]
    [InlineData(
        CaptureFailure.Unauthorized,
        "[concat @ 0x560df577ca00] Impossible to open 'rtsp://***@127.0.0.1:46091/cam'",
        "pipe:0: Server returned 401 Unauthorized (authorization failed)")]
    [InlineData(
        CaptureFailure.Unreachable,
        "[tcp @ 0x5593e2759880] Failed to resolve hostname nosuchhost.invalid: Name or service not known",
        "rtsp://nosuchhost.invalid/x: Input/output error")]
    [InlineData(CaptureFailure.Unreachable, "rtsp://10.0.0.9/x: No route to host")]
    [InlineData(CaptureFailure.Unreachable, "rtsp://10.0.0.9/x: Connection timed out")]
    [InlineData(CaptureFailure.Unreachable, "http://10.0.0.9/x: Connection timed out")]
    [InlineData(CaptureFailure.NoAnswer, "rtsp://127.0.0.1:18554/live: Invalid data found when processing input")]
    [InlineData(
        CaptureFailure.NoAnswer,
        "[concat @ 0x55fd04265c40] Impossible to open 'rtsp://***@127.0.0.1:18554/live'",
        "pipe:0: Invalid data found when processing input")]
    [InlineData(CaptureFailure.Busy, "[video4linux2,v4l2 @ 0x56393f4cc900] ioctl(VIDIOC_STREAMON): Device or resource busy")]
    [InlineData(
        CaptureFailure.NoVideo, "Guessed Channel Layout for Input Stream #0.0 : mono", "Output file #0 does not contain any stream")]
    [InlineData(
        CaptureFailure.UnsupportedFormat,
        "[mov,mp4,m4a,3gp,3g2,mj2 @ 0x555864a23900] moov atom not found",
        "notvideo.mp4: Invalid data found when processing input")]
    [InlineData(CaptureFailure.ProgramNotFound, "setsid: failed to execute /opt/cam: No such file or directory")]
    [InlineData(CaptureFailure.ProgramNotFound, "sh: 1: gst-launch-1.0: not found")]
    public void Classify_KnownLines_GivesShortWords(string expected, params string[] lines) =>
        Assert.Equal(expected, CaptureFailure.Classify(lines));

    [Fact]
    public void Classify_NothingWasWritten_GivesEnded() => Assert.Equal(CaptureFailure.Ended, CaptureFailure.Classify([]));

    [Fact]
    public void Classify_OnlyNoise_GivesEnded() => Assert.Equal(CaptureFailure.Ended, CaptureFailure.Classify(
    [
        "[swscaler @ 0x5625a33b5c00] [swscaler @ 0x5625a33c2bc0] deprecated pixel format used, make sure you did set range correctly",
        "[h264 @ 0x5625a33b5c00] non-existing PPS 0 referenced",
        "[mjpeg @ 0x561be272fe80] EOI missing, emulating",
    ]));

    [Fact]
    public void Classify_UnknownLine_GivesTheLastThatIsNoNoise_WithoutItsOrigin()
    {
        string[] lines =
        [
            "[rtsp @ 0x5625a33b5c00] Something older",
            "[rtsp @ 0x5625a33b5c00] [x @ 0x5625a33b5c00] Something new happened",
            "[mjpeg @ 0x561be272fe80] EOI missing, emulating",
        ];

        Assert.Equal("Something new happened", CaptureFailure.Classify(lines));
    }

    [Fact]
    public void Classify_CauseLongAgo_DoesNotCount()
    {
        IEnumerable<string> since = Enumerable.Range(0, 99).Select(i => $"Something else {i}");

        Assert.Equal("Something else 98", CaptureFailure.Classify(["x: Connection refused", .. since]));
    }
}
