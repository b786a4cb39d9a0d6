using System.Globalization;
using EdgeWatch.Capture.Decoding;
using EdgeWatch.Configuration;

namespace EdgeWatch.Capture;

/// <summary>
/// The program that reads one camera and writes yuv4mpeg to its standard output: program, arguments and standard input.
/// </summary>
/// <remarks>
/// Luma arrives as it is in the source. Left alone, ffmpeg 5.1 squeezes full-range pictures (JPEG, grey, RGB) into 16–235 on the way
/// to yuv420p, so that a grey 200 arrives as 188; asking for yuvj420p instead stretches limited-range H.264. Calling both ends of the
/// scaler full range makes it copy the numbers in either case.
/// <para>
/// /proc/PID/cmdline is readable by every user of the machine unless /proc is mounted with hidepid. So credentials do not go there:
/// ffmpeg reads them on its standard input in a one-line concat script. Its older versions (before 5) cannot take input options
/// from such a script; they get the credentials in the URL.
/// </para>
/// </remarks>
internal sealed record CaptureCommand
{
    /// <summary>
    /// First major version of ffmpeg whose concat script takes input options, and whose RTSP time limit is <c>-timeout</c>.
    /// </summary>
    private const int ModernVersion = 5;

    /// <summary>
    /// First major version of ffmpeg in which <c>-fps_mode</c> is sure to be there; <c>-vsync</c>, its older name, will be gone one day.
    /// </summary>
    private const int FpsModeVersion = 6;

    /// <summary>
    /// Least time that ffmpeg itself waits for the network; longer where frames may be rarer, since it cannot tell rare from dead.
    /// </summary>
    private static readonly TimeSpan LeastNetworkLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What takes longer between two frames of a recording is a hole in its timestamps, and is left out: waited for, it would look like a
    /// camera that has stalled. Half of the default of <see cref="CameraOptions.StallTimeout"/>.
    /// </summary>
    private const string LongestPauseSeconds = "10";

    private static readonly TimeSpan LongestPauseOfRecordings =
        TimeSpan.FromSeconds(double.Parse(LongestPauseSeconds, CultureInfo.InvariantCulture));

    /// <summary>
    /// How many seconds a packet's time may be off before ffmpeg throws it away and makes up times of its own, 25 frames a second: never.
    /// Its default of 30 hours is less than what a clock jumps that is set for the first time after months without power.
    /// </summary>
    private const string NoTimeIsTooFarOff = "1000000000";

    /// <summary>
    /// Decoder threads of a camera. ffmpeg's threads decode a frame each, so that a second one holds every frame back until the next
    /// comes, and costs 4 MB: worth it only where one core does not keep up, which <c>input_options</c> can say.
    /// </summary>
    private const string ThreadsLive = "1";

    /// <summary>Decoder threads of a recording, which may be read as fast as possible.</summary>
    private const string ThreadsOfRecordings = "2";

    /// <summary>The filters are cheap, and each of a frame waits for the one before it: threads of their own only cost.</summary>
    private const string FilterThreads = "1";

    private const string StandardInputName = "pipe:0";

    private const string Protocols = "pipe,fd,rtsp,rtsps,rtp,srtp,tcp,udp,tls,http,https,httpproxy,crypto";

    /// <summary>Those of ffmpeg's input options that belong to the network stream, not to the decoder.</summary>
    private static readonly HashSet<string> StreamOptions =
    [
        "-rtsp_transport", "-rtsp_flags", "-allowed_media_types", "-timeout", "-stimeout", "-rw_timeout", "-fflags", "-probesize",
        "-analyzeduration", "-fpsprobesize", "-buffer_size", "-reorder_queue_size", "-max_delay", "-user_agent", "-headers", "-referer",
        "-cookies", "-auth_type", "-http_proxy", "-seekable", "-reconnect", "-reconnect_streamed", "-reconnect_delay_max",
        "-tls_verify", "-verifyhost", "-ca_file", "-cert_file", "-key_file",
    ];

    /// <summary>Those of them whose values may be secrets.</summary>
    private static readonly string[] SecretOptions = ["-headers", "-cookies", "-http_proxy"];

    private string[] _secrets = [];

    private CaptureCommand(string program, IReadOnlyList<string> arguments)
    {
        Program = program;
        Arguments = arguments;
    }

    /// <summary>Name or path of the program.</summary>
    public string Program { get; }

    /// <summary>Its arguments; no shell sees them.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>What it reads on its standard input; empty: nothing. May hold a secret.</summary>
    public string StandardInput { get; private init; } = "";

    /// <summary>Builds the command for a camera. Reads nothing from anywhere.</summary>
    /// <param name="options">The camera.</param>
    /// <param name="source">What its source turned out to be.</param>
    /// <param name="credentials">For RTSP and HTTP; others ignore them.</param>
    /// <param name="ffmpeg">The ffmpeg to use; a <see cref="SourceKind.Command"/> goes without.</param>
    /// <param name="tapAddress">Where the compressed stream goes besides; null: nowhere.</param>
    /// <param name="withSound">Whether the camera's sound goes there, too; only of <see cref="SourceKind.Rtsp"/>.</param>
    /// <param name="decoder">What decodes video, where that suits the source; null: software.</param>
    public static CaptureCommand For(
        CameraOptions options, CaptureSource source, Credentials credentials, FfmpegTool ffmpeg, string? tapAddress = null,
        HardwareDecoder? decoder = null, bool withSound = false)
    {
        CaptureCommand command = For(options, source, credentials, ffmpeg, HardwareDecoder.Suits(source) ? decoder : null, withSound);
        return tapAddress is null ? command : new CaptureCommand(
            command.Program, [.. command.Arguments, .. TapArguments.For(tapAddress, LongestPauseOfStream(options, source), withSound)])
        {
            StandardInput = command.StandardInput,
            _secrets = command._secrets,
        };
    }

    private static CaptureCommand For(
        CameraOptions options, CaptureSource source, Credentials credentials, FfmpegTool ffmpeg, HardwareDecoder? decoder, bool withSound)
    {
        if (source.Kind == SourceKind.Command)
        {
            return new CaptureCommand(options.Command[0], [.. options.Command.Skip(1)]);
        }

        if (source.Kind is not (SourceKind.Rtsp or SourceKind.Http) || source.IsFed)
        {
            return Direct(options, source, source.IsFed ? StandardInputName : source.Location, ffmpeg, decoder, withSound);
        }

        string url = credentials.InsertInto(source.Location);
        string query = url.Split('?', 2) is [_, { Length: > 0 } after] ? after : "";
        bool isSecret = Redaction.Redact(url) != url || query.Length > 0 || options.InputOptions.Any(SecretOptions.Contains);
        CaptureCommand command = isSecret && ffmpeg.MajorVersion >= ModernVersion
            ? Scripted(options, source, url, ffmpeg, decoder, withSound)
            : Direct(options, source, url, ffmpeg, decoder, withSound);
        string password = credentials.Password;
        string[] secrets = [Uri.EscapeDataString(password), password, query];
        return command with { _secrets = [.. secrets.Where(secret => secret.Length > 0)] };
    }

    /// <summary>Builds the command that passes raw pictures on: see <see cref="TapTrial"/>.</summary>
    /// <param name="ffmpeg">Path of the program.</param>
    /// <param name="width">Columns and rows of the pictures on its standard input, three bytes a pixel.</param>
    /// <param name="tapAddress">Where they go.</param>
    public static CaptureCommand ForTrial(string ffmpeg, int width, string tapAddress) => new(
        ffmpeg,
        [
            .. Start(ThreadsLive), "-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", $"{width}x{width}", "-i", StandardInputName,
            .. TapArguments.For(tapAddress, LongestPauseOfRecordings, withSound: false),
        ]);

    /// <summary>Takes every secret of this command out of a text.</summary>
    public string Redact(string text) =>
        _secrets.Aggregate(Redaction.Redact(text), (redacted, secret) => redacted.Replace(secret, "***", StringComparison.Ordinal));

    /// <summary>The command line without secrets, for a log.</summary>
    public override string ToString() => Redact(string.Join(' ', Arguments.Prepend(Program)));

    private static CaptureCommand Direct(
        CameraOptions options, CaptureSource source, string location, FfmpegTool ffmpeg, HardwareDecoder? decoder, bool withSound) => new(
        ffmpeg.Path,
        [
            .. Start(source.IsPlayback ? ThreadsOfRecordings : ThreadsLive),
            .. StreamArguments(options, source, ffmpeg, withSound), .. InputArguments(options, source), .. decoder?.Arguments ?? [],
            .. options.InputOptions,
            "-i", location,
            .. OutputArguments(options, source, ffmpeg, decoder),
        ]);

    private static CaptureCommand Scripted(
        CameraOptions options, CaptureSource source, string url, FfmpegTool ffmpeg, HardwareDecoder? decoder, bool withSound)
    {
        List<string> script = ["ffconcat version 1.0", $"file '{url.Replace("'", @"'\''", StringComparison.Ordinal)}'"];
        List<string> decoding = [];
        string[] all = [.. StreamArguments(options, source, ffmpeg, withSound), .. options.InputOptions];
        for (int i = 0; i < all.Length; i++)
        {
            if (StreamOptions.Contains(all[i]) && i + 1 < all.Length)
            {
                script.Add($"option {all[i][1..]} '{all[++i].Replace("'", @"'\''", StringComparison.Ordinal)}'");
            }
            else
            {
                decoding.Add(all[i]);
            }
        }

        string[] concat = ["-f", "concat", "-safe", "0", "-protocol_whitelist", Protocols, .. NoRateProbe];
        return new CaptureCommand(
            ffmpeg.Path,
            [
                .. Start(ThreadsLive), .. concat, .. InputArguments(options, source), .. decoder?.Arguments ?? [], .. decoding,
                "-i", StandardInputName,
                .. OutputArguments(options, source, ffmpeg, decoder),
            ])
        {
            StandardInput = string.Join('\n', script) + '\n',
        };
    }

    // What ffmpeg says of the picture while it runs (FfmpegReport) it says at the level "verbose".
    private static string[] Start(string threads) =>
        ["-hide_banner", "-loglevel", "level+verbose", "-nostats", "-nostdin", "-threads", threads, "-filter_threads", FilterThreads];

    /// <summary>Otherwise ffmpeg waits for up to 20 frames to tell a rate that nobody asks for: minutes, with some cameras.</summary>
    private static string[] NoRateProbe => ["-fpsprobesize", "0"];

    private static string[] StreamArguments(CameraOptions options, CaptureSource its, FfmpegTool ffmpeg, bool sound) => its.Kind switch
    {
        SourceKind.Rtsp =>
        [
            "-rtsp_transport", "tcp",
            "-allowed_media_types", sound ? "video+audio" : "video",
            ffmpeg.MajorVersion >= ModernVersion ? "-timeout" : "-stimeout", NetworkLimitMicroseconds(options),
            "-fflags", "+genpts+discardcorrupt",
            .. NoRateProbe,
        ],
        SourceKind.Http when its.IsFed => NoRateProbe,
        SourceKind.Http => ["-rw_timeout", NetworkLimitMicroseconds(options), "-fflags", "nobuffer", .. NoRateProbe],
        _ => [],
    };

    /// <summary>
    /// What takes longer between two packets is no pause any more. Of a recording that is played again and again, times are left alone:
    /// ffmpeg 5 tells the filter that would change them that the stream is over when the first round is, and it takes nothing more.
    /// </summary>
    private static TimeSpan? LongestPauseOfStream(CameraOptions options, CaptureSource source) =>
        !source.IsPlayback ? options.StallTimeout
        : options.Playback is Playback.Loop ? null
        : LongestPauseOfRecordings;

    private static string NetworkLimitMicroseconds(CameraOptions options) =>
        Invariant(Math.Max(LeastNetworkLimit.TotalMicroseconds, options.StallTimeout.TotalMicroseconds));

    private static string[] InputArguments(CameraOptions options, CaptureSource source) => source.Kind switch
    {
        SourceKind.Rtsp => TimesOfArrival,
        SourceKind.Http => [.. FedArguments(source.Sight), .. TimesOfArrival, "-flags", "low_delay"],
        SourceKind.Device => ["-f", "v4l2"],
        SourceKind.Sequence =>
            [.. PlaybackArguments(options), .. PictureArguments(options), "-start_number", Invariant(source.StartNumber)],
        SourceKind.Folder => [.. PlaybackArguments(options), .. PictureArguments(options), "-c:v", source.Codec, "-pattern_type", "glob"],
        _ => PlaybackArguments(options),
    };

    private static string[] FedArguments(HttpSight sight) => sight switch
    {
        HttpSight.JpegStream => ["-f", "mjpeg"],
        HttpSight.Jpeg => ["-f", "mpjpeg"],
        HttpSight.Png => ["-f", "mpjpeg", "-c:v", "png"],
        _ => [],
    };

    // Motion JPEG carries no times, and ffmpeg would take it for 25 frames a second; cameras' own RTP times are wrong too often.
    private static string[] TimesOfArrival => ["-use_wallclock_as_timestamps", "1"];

    private static string[] PictureArguments(CameraOptions options) =>
        ["-f", "image2", "-framerate", Invariant(options.SequenceFramesPerSecond)];

    private static string[] PlaybackArguments(CameraOptions options) => options.Playback == Playback.Loop ? ["-stream_loop", "-1"] : [];

    /// <summary>The first stream that is video: a cover picture of a sound file is none.</summary>
    private static string[] OutputArguments(CameraOptions options, CaptureSource source, FfmpegTool ffmpeg, HardwareDecoder? decoder) =>
    [
        "-map", "0:V:0", "-an", "-sn", "-dn", "-vf", Filter(options, source, decoder), .. FramesAsTheyCome(options, ffmpeg),
        "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "pipe:1",
    ];

    /// <summary>
    /// No frame is repeated to fill a rate, and none comes out that was numbered anew: when the picture changes in flight, ffmpeg sets its
    /// filters up again, counts from 0, and would squeeze what follows into the size of before.
    /// </summary>
    private static string[] FramesAsTheyCome(CameraOptions options, FfmpegTool ffmpeg) =>
    [
        "-r", Invariant(options.FramesPerSecond),
        ffmpeg.MajorVersion >= FpsModeVersion ? "-fps_mode" : "-vsync", "vfr",
        "-dts_error_threshold", NoTimeIsTooFarOff,
    ];

    private static string Filter(CameraOptions options, CaptureSource source, HardwareDecoder? decoder)
    {
        string rate = Invariant(options.FramesPerSecond);
        string frames = !source.IsPlayback ? Thinned(rate)
            : options.Speed == PlaybackSpeed.Native ? $"realtime=limit={LongestPauseSeconds},{Thinned(rate)}"
            : $"{WithoutHoles(rate)},fps={rate}";

        // As many rows as are analysed, or twice that for better pictures. An
        // odd column is cut, since rescaling for it would change every pixel.
        return $"{frames},{decoder?.Download}crop=trunc(iw/2)*2:ih:0:0,"
            + $"scale=w=-2:h='{options.AnalysisRows}*clip(trunc(ih/{options.AnalysisRows}),1,2)':flags=area:in_range=full:out_range=full,"
            + $"settb=AVTB,setpts=N/{rate}/TB";
    }

    /// <summary>
    /// Leaves frames out above a rate. Each accepted one makes the next due an interval later than it was due itself; up to half an
    /// interval early is in time, so that a camera that sends at just this rate loses none. A time before that of the last frame is a
    /// clock that was set back: begin anew. One that was set forward lets one frame pass early. So no step of the clock does harm.
    /// </summary>
    private static string Thinned(string rate) =>
        $"select='if(isnan(t),1,if(lt(t,ld(1)),st(0,t));st(1,t);if(gte(t,ld(0)-0.5/{rate}),1+0*st(0,max(t,ld(0))+1/{rate}),0))'";

    private static string WithoutHoles(string rate) =>
        "setpts='if(isnan(PREV_INPTS),PTS,"
        + $"PREV_OUTPTS+if(between(PTS-PREV_INPTS,0,{LongestPauseSeconds}/TB),PTS-PREV_INPTS,1/{rate}/TB))'";

    private static string Invariant(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
