using EdgeWatch.Capture;
using EdgeWatch.Core.Languages;

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

    [Theory]
    [InlineData(CaptureFailure.Declined, "[rtsp @ 0x1] method SETUP failed: 461 Unsupported transport")]
    [InlineData(CaptureFailure.Declined, "[rtsp @ 0x1] method DESCRIBE failed: 454 Session Not Found")]
    [InlineData(CaptureFailure.Declined, "http://h/v: Server returned 5XX Server Error reply")]
    [InlineData(CaptureFailure.Declined, "rtsp://h/v: Server returned 400 Bad Request")]
    [InlineData(CaptureFailure.Busy, "[rtsp @ 0x1] method SETUP failed: 453 Not Enough Bandwidth")]
    [InlineData(
        CaptureFailure.Busy,
        "[http @ 0x1] HTTP error 503 Service Unavailable",
        "http://h/v: Server returned 5XX Server Error reply")]
    [InlineData(CaptureFailure.NotSecure, "[tls @ 0x1] error:0A00010B:SSL routines::wrong version number: TLS handshake failed")]
    [InlineData(CaptureFailure.NotAllowed, "/dev/video0: Permission denied")]
    [InlineData(CaptureFailure.WrongOption, "Unrecognized option 'rtsp_transprot'.", "Error splitting the argument list: Option not found")]
    [InlineData(
        CaptureFailure.WrongOption,
        "[rtsp @ 0x1] Unable to parse option value \"xyz\"",
        "Error setting option rtsp_transport to value xyz.")]
    [InlineData(
        CaptureFailure.DecoderFails,
        "[AVHWDeviceContext @ 0x1] No VA display found for device /dev/dri/x.",
        "Device creation failed: -22.")]
    [InlineData(CaptureFailure.DecoderFails, "[fatal] Unknown decoder 'h264_v4l2m2n'")]
    [InlineData(
        CaptureFailure.DecoderFails,
        "[AVHWDeviceContext @ 0x560335974540] [error] Could not dynamically load CUDA",
        "[error] Device creation failed: -1.",
        "[error] Device setup failed for decoder on input stream #0:0 : Operation not permitted")]
    [InlineData(
        CaptureFailure.DecoderFails,
        "[h264_v4l2m2m @ 0x55a79c138240] [error] Could not find a valid device",
        "[error] Error while opening decoder for input stream #0:0 : Invalid argument")]
    [InlineData(CaptureFailure.BrokenOff, "/dev/video0: Input/output error")]
    [InlineData(CaptureFailure.BrokenOff, "[tcp @ 0x1] Connection reset by peer")]
    [InlineData(CaptureFailure.NoResources, "Error while filtering: Cannot allocate memory")]
    [InlineData(CaptureFailure.NoVideo, "Stream map '0:V:0' matches no streams.", "To ignore this, add a trailing '?' to the map.")]
    public void Classify_WhatElseCamerasAnswer_HasItsReason(string expected, params string[] lines) =>
        Assert.Equal(expected, CaptureFailure.Classify(lines, exitCode: 1));

    [Theory]
    [InlineData(null, CaptureFailure.Ended)]
    [InlineData(0, CaptureFailure.Ended)]
    [InlineData(1, CaptureFailure.ProgramFailed)]
    [InlineData(137, CaptureFailure.Killed)]
    [InlineData(139, CaptureFailure.Killed)]
    public void Classify_NoWords_GoesByTheExitCode(int? exitCode, string expected) =>
        Assert.Equal(expected, CaptureFailure.Classify([], exitCode));

    [Fact]
    public void Classify_AnyLine_GivesAReasonOfOurs()
    {
        string[] ours = [.. Reasons()];
        foreach (string line in new[] { "", "?", "Invalid", "Error", "segfault", "rtsp", "[x @ 0x1] y", new string('z', 400) })
        {
            Assert.Contains(CaptureFailure.Classify([line], exitCode: 1), ours);
        }
    }

    [Fact]
    public void Advice_EveryReason_HasSomethingToDo() =>
        Assert.All(Reasons(), reason =>
            Assert.True(CaptureAdvice.Of(reason, Language.English).Length > 20, $"nothing is said to do about: {reason}"));

    [Fact]
    public void Tell_BeginsWithTheReason_AndEndsWithTheWordsOfFfmpeg()
    {
        string told = CaptureAdvice.Tell(CaptureFailure.Refused, "rtsp://h/c: Connection refused");

        Assert.StartsWith("refused: ", told, StringComparison.Ordinal);
        Assert.EndsWith(" (rtsp://h/c: Connection refused)", told, StringComparison.Ordinal);
    }

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
    public void Classify_UnknownLine_IsAFailureOfTheProgram_AndTheLastThatIsNoNoiseIsItsDetail()
    {
        string[] lines =
        [
            "[rtsp @ 0x5625a33b5c00] Something older",
            "[rtsp @ 0x5625a33b5c00] [x @ 0x5625a33b5c00] Something new happened",
            "[mjpeg @ 0x561be272fe80] EOI missing, emulating",
        ];

        Assert.Equal(CaptureFailure.ProgramFailed, CaptureFailure.Classify(lines));
        Assert.Equal("Something new happened", CaptureFailure.LastMeaningful(lines));
    }

    private static IEnumerable<string> Reasons() => typeof(CaptureFailure)
        .GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)
        .Select(field => (string)field.GetRawConstantValue()!);

    [Fact]
    public void Classify_CauseLongAgo_DoesNotCount()
    {
        IEnumerable<string> since = Enumerable.Range(0, 99).Select(i => $"Something else {i}");

        Assert.Equal(CaptureFailure.ProgramFailed, CaptureFailure.Classify(["x: Connection refused", .. since]));
    }
}
