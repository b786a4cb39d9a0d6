using EdgeWatch.Capture;
using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Capture;

public sealed class CaptureCommandTests
{
    private const string Scale =
        "crop=trunc(iw/2)*2:ih:0:0,scale=w=-2:h='240*clip(trunc(ih/240),1,2)':flags=area:in_range=full:out_range=full,"
        + "settb=AVTB,setpts=N/10/TB";

    private const string Thinned =
        "select='if(isnan(t),1,if(lt(t,ld(1)),st(0,t));st(1,t);if(gte(t,ld(0)-0.5/10),1+0*st(0,max(t,ld(0))+1/10),0))'";

    private static readonly FfmpegTool Ffmpeg5 = new("/usr/bin/ffmpeg", 5);
    private static readonly FfmpegTool Ffmpeg4 = new("/usr/bin/ffmpeg", 4);
    private static readonly Credentials Login = new("adm", "p@s:s/w%d '?");

    [Fact]
    public void For_Rtsp_IsTheWholeKnownCommand()
    {
        CaptureCommand command = Build(SourceKind.Rtsp, "rtsp://10.0.0.2:554/cam");

        Assert.Equal("/usr/bin/ffmpeg", command.Program);
        Assert.Equal(
            "-hide_banner -loglevel level+verbose -nostats -nostdin -threads 1 -filter_threads 1 "
            + "-rtsp_transport tcp -allowed_media_types video "
            + "-timeout 20000000 -fflags +genpts+discardcorrupt -fpsprobesize 0 -use_wallclock_as_timestamps 1 "
            + $"-i rtsp://10.0.0.2:554/cam -map 0:V:0 -an -sn -dn -vf {Thinned},{Scale} "
            + "-r 10 -vsync vfr -dts_error_threshold 1000000000 -pix_fmt yuv420p -f yuv4mpegpipe pipe:1",
            string.Join(' ', command.Arguments));
        Assert.Equal("", command.StandardInput);
    }

    [Fact]
    public void For_RtspAndOldFfmpeg_TimesOutByItsOldName() =>
        Assert.Contains("-stimeout 20000000", Text(Build(SourceKind.Rtsp, "rtsp://h/c", ffmpeg: Ffmpeg4)), StringComparison.Ordinal);

    [Fact]
    public void For_Http_UsesTimesOfArrival() => Assert.Contains(
        "-rw_timeout 20000000 -fflags nobuffer -fpsprobesize 0 -use_wallclock_as_timestamps 1 -flags low_delay -i http://h/video",
        Text(Build(SourceKind.Http, "http://h/video")),
        StringComparison.Ordinal);

    [Fact]
    public void For_Device_NamesItsFormat() =>
        Assert.Contains("-f v4l2 -i /dev/video0 -map", Text(Build(SourceKind.Device, "/dev/video0")), StringComparison.Ordinal);

    [Theory]
    [InlineData(Playback.Once, PlaybackSpeed.Fastest, "-threads 2 -filter_threads 1 -i /v.mp4")]
    [InlineData(Playback.Once, PlaybackSpeed.Native, "-threads 2 -filter_threads 1 -i /v.mp4")]
    [InlineData(Playback.Loop, PlaybackSpeed.Native, "-threads 2 -filter_threads 1 -stream_loop -1 -i /v.mp4")]
    [InlineData(Playback.Loop, PlaybackSpeed.Fastest, "-threads 2 -filter_threads 1 -stream_loop -1 -i /v.mp4")]
    public void For_File_FollowsPlayback(Playback playback, PlaybackSpeed speed, string expected)
    {
        CameraOptions options = new() { Playback = playback, Speed = speed };

        string command = Text(Build(SourceKind.File, "/v.mp4", options));

        Assert.Contains(expected, command, StringComparison.Ordinal);
        Assert.Equal(speed == PlaybackSpeed.Native, command.Contains("realtime=limit=10,select=", StringComparison.Ordinal));
        Assert.Equal(speed == PlaybackSpeed.Fastest, command.Contains(",fps=10,", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, "10000000")]
    [InlineData(120, "120000000")]
    public void For_StallTimeout_IsHowLongFfmpegWaitsToo(int stallSeconds, string expected)
    {
        CameraOptions options = new() { StallTimeout = TimeSpan.FromSeconds(stallSeconds) };

        Assert.Contains($"-timeout {expected} ", Text(Build(SourceKind.Rtsp, "rtsp://h/c", options)), StringComparison.Ordinal);
        Assert.Contains($"-rw_timeout {expected} ", Text(Build(SourceKind.Http, "http://h/c", options)), StringComparison.Ordinal);
    }

    [Fact]
    public void For_NewerFfmpeg_NamesTheFrameModeByItsNewName()
    {
        string command = Text(Build(SourceKind.Rtsp, "rtsp://h/c", ffmpeg: new FfmpegTool("/usr/bin/ffmpeg", 7)));

        Assert.Contains("-fps_mode vfr", command, StringComparison.Ordinal);
        Assert.DoesNotContain("-vsync", command, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("JpegStream", "-f mjpeg -use_wallclock_as_timestamps 1 -flags low_delay -i pipe:0")]
    [InlineData("Jpeg", "-f mpjpeg -use_wallclock_as_timestamps 1 -flags low_delay -i pipe:0")]
    [InlineData("Png", "-f mpjpeg -c:v png -use_wallclock_as_timestamps 1 -flags low_delay -i pipe:0")]
    public void For_WhatFfmpegCannotReadItself_ItReadsItsInput(string sight, string expected)
    {
        CaptureSource source = new(SourceKind.Http, "http://h/secret", Sight: Enum.Parse<HttpSight>(sight));
        CaptureCommand command = CaptureCommand.For(new CameraOptions(), source, Login, Ffmpeg5);

        Assert.Contains(expected, Text(command), StringComparison.Ordinal);
        Assert.DoesNotContain("http:", Text(command), StringComparison.Ordinal);
        Assert.DoesNotContain("adm", Text(command), StringComparison.Ordinal);
    }

    [Fact]
    public void For_Sequence_GivesRateAndFirstNumber()
    {
        CameraOptions options = new() { Speed = PlaybackSpeed.Fastest, SequenceFramesPerSecond = 12.5 };
        CaptureCommand command = CaptureCommand.For(
            options, new CaptureSource(SourceKind.Sequence, "/d/%04d.jpg", 7), Credentials.None, Ffmpeg5);

        Assert.Contains("-f image2 -framerate 12.5 -start_number 7 -i /d/%04d.jpg", Text(command), StringComparison.Ordinal);
    }

    [Fact]
    public void For_Folder_UsesItsGlobAndNamesTheCodec()
    {
        CaptureSource source = new(SourceKind.Folder, "/d/*.[jJ][pP][gG]", Codec: "mjpeg");
        CaptureCommand command = CaptureCommand.For(new CameraOptions(), source, Credentials.None, Ffmpeg5);

        Assert.Contains(
            "-f image2 -framerate 10 -c:v mjpeg -pattern_type glob -i /d/*.[jJ][pP][gG]", Text(command), StringComparison.Ordinal);
    }

    [Fact]
    public void For_Command_IsRunAsItIs()
    {
        CameraOptions options = new() { Command = ["rpicam", "-o", "$(reboot)"] };
        CaptureCommand command = Build(SourceKind.Command, "rpicam", options);

        Assert.Equal("rpicam", command.Program);
        Assert.Equal(["-o", "$(reboot)"], command.Arguments);
    }

    [Fact]
    public void For_InputOptions_GoRightBeforeTheInputAndSoWin()
    {
        CameraOptions options = new() { InputOptions = ["-rtsp_transport", "udp", "-c:v", "h264_v4l2m2m"] };

        Assert.Contains(
            "-rtsp_transport udp -c:v h264_v4l2m2m -i rtsp://h/c",
            Text(Build(SourceKind.Rtsp, "rtsp://h/c", options)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void For_Credentials_AreNotOnTheCommandLine()
    {
        CameraOptions options = new() { InputOptions = ["-rtsp_transport", "udp", "-c:v", "h264_v4l2m2m"] };
        CaptureCommand command = CaptureCommand.For(
            options, new CaptureSource(SourceKind.Rtsp, "rtsp://old:one@h:554/it's"), Login, Ffmpeg5);

        string text = Text(command);
        Assert.DoesNotContain("adm", text, StringComparison.Ordinal);
        Assert.DoesNotContain("p%40s", text, StringComparison.Ordinal);
        Assert.Contains("-c:v h264_v4l2m2m -i pipe:0", text, StringComparison.Ordinal);
        Assert.Equal(
            """
            ffconcat version 1.0
            file 'rtsp://adm:p%40s%3As%2Fw%25d%20%27%3F@h:554/it'\''s'
            option rtsp_transport 'tcp'
            option allowed_media_types 'video'
            option timeout '20000000'
            option fflags '+genpts+discardcorrupt'
            option fpsprobesize '0'
            option rtsp_transport 'udp'

            """,
            command.StandardInput);
    }

    [Theory]
    [InlineData("rtsp://adm:geheim@h:554/cam")]
    [InlineData("rtsp://h:554/user=adm&password=geheim&channel=1")]
    public void For_CredentialsInTheUrlAgainstAllAdvice_AreNotOnTheCommandLineEither(string url)
    {
        CaptureCommand command = Build(SourceKind.Rtsp, url);

        Assert.DoesNotContain("geheim", Text(command), StringComparison.Ordinal);
        Assert.Contains($"file '{url}'", command.StandardInput, StringComparison.Ordinal);
    }

    /// <summary>Any parameter may be a key, and ffmpeg repeats the address in its complaints.</summary>
    [Fact]
    public void For_QueriesAndHeaders_AreNotOnTheCommandLineAndAreRedacted()
    {
        CaptureCommand query = Build(SourceKind.Http, "http://cam/video?channel=1&key=geheim");
        CaptureCommand header = CaptureCommand.For(
            new CameraOptions { InputOptions = ["-headers", "Authorization: Bearer geheim"] },
            new CaptureSource(SourceKind.Http, "http://cam/video"),
            Credentials.None,
            Ffmpeg5);

        Assert.DoesNotContain("geheim", Text(query) + Text(header), StringComparison.Ordinal);
        Assert.Contains("option headers 'Authorization: Bearer geheim'", header.StandardInput, StringComparison.Ordinal);
        Assert.Equal("http://cam/video?***: Not found", query.Redact("http://cam/video?channel=1&key=geheim: Not found"));
    }

    [Fact]
    public void For_CredentialsAndOldFfmpeg_StandInTheUrlAndAreRedacted()
    {
        CaptureCommand command = CaptureCommand.For(new CameraOptions(), new CaptureSource(SourceKind.Rtsp, "rtsp://h/c"), Login, Ffmpeg4);

        Assert.Contains("rtsp://adm:p%40s%3As%2Fw%25d%20%27%3F@h/c", command.Arguments);
        Assert.Contains("rtsp://***@h/c", command.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong: p@s:s/w%d '? was sent")]
    [InlineData("wrong: p%40s%3As%2Fw%25d%20%27%3F was sent")]
    public void Redact_ThePasswordAnywhere_IsReplaced(string line)
    {
        CaptureCommand command = CaptureCommand.For(new CameraOptions(), new CaptureSource(SourceKind.Rtsp, "rtsp://h/c"), Login, Ffmpeg5);

        Assert.Equal("wrong: *** was sent", command.Redact(line));
    }

    private static CaptureCommand Build(SourceKind kind, string location, CameraOptions? options = null, FfmpegTool? ffmpeg = null) =>
        CaptureCommand.For(options ?? new CameraOptions(), new CaptureSource(kind, location), Credentials.None, ffmpeg ?? Ffmpeg5);

    private static string Text(CaptureCommand command) => string.Join(' ', command.Arguments);
}
