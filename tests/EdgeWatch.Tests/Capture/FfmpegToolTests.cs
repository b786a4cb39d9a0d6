using EdgeWatch.Capture;

namespace EdgeWatch.Tests.Capture;

public sealed class FfmpegToolTests
{
    [Theory]
    [InlineData("ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers", 5)]
    [InlineData("ffmpeg version 4.2.7-0ubuntu0.1 Copyright (c) 2000-2022 the FFmpeg developers", 4)]
    [InlineData("ffmpeg version n7.1 Copyright (c) 2000-2024 the FFmpeg developers", 7)]
    [InlineData("ffmpeg version 10.0 Copyright", 10)]
    [InlineData("ffmpeg version N-112233-g0123456789 Copyright", FfmpegTool.Newest)]
    [InlineData("ffmpeg version 2024-05-02-git-71669f2ad5-full_build Copyright", FfmpegTool.Newest)]
    public void ParseMajorVersion_KnownForms(string answer, int expected) => Assert.Equal(expected, FfmpegTool.ParseMajorVersion(answer));

    [Fact]
    public void ParseMajorVersion_AnotherProgram_Throws() =>
        Assert.Throws<CaptureException>(() => FfmpegTool.ParseMajorVersion("avconv 12"));
}
