using EdgeWatch.Capture;

namespace EdgeWatch.Tests.Capture;

/// <summary>The lines are what ffmpeg 5.1, 4.4 and 7.1 write at the level "verbose".</summary>
public sealed class FfmpegReportTests
{
    private const string Small =
        "[graph 0 input from stream 0:0 @ 0x55cb32611f80] [verbose] w:320 h:240 pixfmt:yuvj420p tb:1/25 fr:25/1 sar:1/1";
    private const string Large =
        "[graph 0 input from stream 0:0 @ 0x55cb32655a80] [verbose] w:640 h:360 pixfmt:yuvj420p tb:1/25 fr:25/1 sar:1/1";

    [Fact]
    public void Take_WarningsAndErrors_AreKeptWithoutTheirLevel()
    {
        FfmpegReport report = new();

        Assert.Equal("rtsp://h/c: Connection refused", report.Take("[error] rtsp://h/c: Connection refused"));
        Assert.Equal("[tcp @ 0x55cb325be980] failed", report.Take("[tcp @ 0x55cb325be980] [warning] failed"));
        Assert.Equal("[a @ 0x1] [b @ 0x2] deprecated", report.Take("[a @ 0x1] [b @ 0x2] [warning] deprecated"));
    }

    [Fact]
    public void Take_WhatIsMereTalk_IsLeftOutWithTheLinesThatBelongToIt()
    {
        FfmpegReport report = new();

        Assert.Null(report.Take("[rtsp @ 0x55cb325be980] [verbose] SDP:"));
        Assert.Null(report.Take("s=Session"));
        Assert.Equal("x: End of file", report.Take("[error] x: End of file"));
    }

    [Fact]
    public void Take_PicturesThatAreDamaged_AreCounted()
    {
        FfmpegReport report = new();
        report.Take("[h264 @ 0x55cb325be980] [error] error while decoding MB 3 4");
        report.Take("[warning] rtsp://h/c: corrupt decoded frame in stream 0");
        report.Take("[vist#0:0/h264 @ 0x55cb325be980] [dec:h264 @ 0x55cb325be981] [warning] corrupt decoded frame");

        Assert.Equal(2, report.DamagedPictures);
    }

    [Theory]
    [InlineData(true, "m=audio 0 RTP/AVP 8", "a=rtpmap:8 PCMA/8000")]
    [InlineData(false, "m=audio 0 RTP/AVP 8", "m=video 0 RTP/AVP 96")]
    [InlineData(false, "v=0", "s=nothing yet")]
    public void OffersNoVideo_IsReadFromTheSessionDescription(bool expected, params string[] description)
    {
        FfmpegReport report = new();
        report.Take("[rtsp @ 0x55cb325be980] [verbose] SDP:");
        foreach (string line in description)
        {
            Assert.Null(report.Take(line));
        }

        Assert.Equal(expected, report.OffersNoVideo);
    }

    [Fact]
    public void Take_TheLinesOfAnotherProgram_AreKept()
    {
        FfmpegReport report = new();

        Assert.Equal("the sensor is too hot", report.Take("the sensor is too hot"));
        Assert.Equal("[sensor] 80 °C", report.Take("[sensor] 80 °C"));
    }

    [Fact]
    public void Format_IsWhatFfmpegFoundTheSourceToBe()
    {
        FfmpegReport report = new();

        report.Take("[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from '/a, from b.mp4':");

        Assert.Equal("mov,mp4,m4a,3gp,3g2,mj2", report.Format);
    }

    [Fact]
    public void PictureChanged_ASecondPictureOfAnotherSize_IsToldOnce()
    {
        FfmpegReport report = new();
        int told = 0;
        report.PictureChanged = () => told++;

        report.Take(Small);
        report.Take(Small);
        Assert.Equal(0, told);
        report.Take(Large);
        report.Take(Small);
        report.Take(Large);

        Assert.Equal(1, told);
        Assert.Equal("320×240 yuvj420p", report.First?.ToString());
        Assert.Equal("640×360 yuvj420p", report.Other?.ToString());
    }

    [Theory]
    [InlineData("w:320 h:240 pixfmt:yuv420p tb:1/25 fr:25/1 sar:1/1", "w:320 h:240 pixfmt:yuv420p tb:1/25 fr:25/1 sar:4/3")]
    [InlineData("w:320 h:240 pixfmt:yuv420p tb:1/25 fr:25/1 sar:1/1", "w:320 h:240 pixfmt:gray tb:1/25 fr:25/1 sar:1/1")]
    [InlineData("w:320 h:240 pixfmt:yuv420p tb:1/25 fr:25/1 sar:1/1", "w:320 h:240 pixfmt:yuvj420p tb:1/25 fr:25/1 sar:1/1")]
    [InlineData(
        "w:320 h:240 pixfmt:yuv420p tb:1/25 fr:25/1 sar:1/1 csp:unknown range:tv",
        "w:320 h:240 pixfmt:yuv420p tb:1/25 fr:25/1 sar:1/1 csp:unknown range:pc")]
    public void PictureChanged_AspectFormatAndRange_CountToo(string before, string after)
    {
        FfmpegReport report = new();

        report.Take($"[graph 0 input from stream 0:0 @ 0x55cb32611f80] [verbose] {before}");
        report.Take($"[graph 0 input from stream 0:0 @ 0x55cb32611f80] [verbose] {after}");

        Assert.NotNull(report.Other);
    }

    [Fact]
    public void PictureChanged_AnAspectThatIsSaidLater_IsNoChange()
    {
        FfmpegReport report = new();

        report.Take("[graph 0 input from stream 0:0 @ 0x55cb32611f80] [verbose] w:320 h:240 pixfmt:yuv420p tb:1/90000 fr:25/1 sar:0/1");
        report.Take("[graph 0 input from stream 0:0 @ 0x55cb32611f80] [verbose] w:320 h:240 pixfmt:yuv420p tb:1/90000 fr:10/1 sar:1/1");

        Assert.Null(report.Other);
    }
}
