using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Configuration.Clips;
using EdgeWatch.Configuration.Zones;
using EdgeWatch.Core.Glance;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Configuration;

/// <summary>One camera: where its pictures come from and what differs from the defaults.</summary>
[TakesEffect(Effect.RestartsCamera)]
public sealed class CameraOptions
{
    /// <summary>Default of <see cref="FramesPerSecond"/>.</summary>
    public const double DefaultFramesPerSecond = SceneWatch.DefaultFramesPerSecond;

    /// <summary>Least <see cref="FramesPerSecond"/>.</summary>
    public const double MinFramesPerSecond = 1;

    /// <summary>Greatest <see cref="FramesPerSecond"/>.</summary>
    public const double MaxFramesPerSecond = 30;

    /// <summary>What <see cref="AnalysisRows"/> may be.</summary>
    public static readonly IReadOnlyList<int> AllowedAnalysisRows = [PatchGrid.DefaultAnalysisRows, 480, 720];

    /// <summary>Default of <see cref="GlancesPerSecond"/>.</summary>
    public const double DefaultGlancesPerSecond = GlanceStage.DefaultPerSecond;

    /// <summary>Least <see cref="GlancesPerSecond"/> beside 0: what has stayed is told after a minute and a half.</summary>
    public const double MinGlancesPerSecond = 0.1;

    /// <summary>Greatest <see cref="GlancesPerSecond"/>.</summary>
    public const double MaxGlancesPerSecond = 5;

    /// <summary>Default of <see cref="SequenceFramesPerSecond"/>.</summary>
    public const double DefaultSequenceFramesPerSecond = 10;

    /// <summary>Least <see cref="SequenceFramesPerSecond"/>.</summary>
    public const double MinSequenceFramesPerSecond = 1;

    /// <summary>Greatest <see cref="SequenceFramesPerSecond"/>.</summary>
    public const double MaxSequenceFramesPerSecond = 60;

    /// <summary>Default of <see cref="PollsPerSecond"/>.</summary>
    public const double DefaultPollsPerSecond = 1;

    /// <summary>Least <see cref="PollsPerSecond"/>.</summary>
    public const double MinPollsPerSecond = 0.02;

    /// <summary>Greatest <see cref="PollsPerSecond"/>.</summary>
    public const double MaxPollsPerSecond = 10;

    /// <summary>Characters that an <see cref="Id"/> may have at most: it becomes part of topics and of file names.</summary>
    public const int MaxIdLength = 64;

    /// <summary>Names that no camera can have: topics of the node stand in their place.</summary>
    public static readonly IReadOnlyList<string> ReservedIds = ["request", "response"];

    /// <summary>Default of <see cref="StallTimeout"/>.</summary>
    public static readonly TimeSpan DefaultStallTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Least <see cref="StallTimeout"/>.</summary>
    public static readonly TimeSpan MinStallTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Greatest <see cref="StallTimeout"/>.</summary>
    public static readonly TimeSpan MaxStallTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Name in topics and files. <value>Required; unique; <c>[a-z0-9_-]+</c>, at most 64 characters.</value></summary>
    [Holds(TextContent.Public)]
    public string Id { get; set; } = "";

    /// <summary>
    /// An RTSP or HTTP(S) URL, a device (<c>/dev/video0</c>), a video file, or an image sequence pattern (<c>/data/%04d.jpg</c>).
    /// Credentials do not belong into a URL: see <see cref="Username"/>. A relative path starts at the config file's folder.
    /// <value>Required unless <see cref="Command"/> is given.</value>
    /// </summary>
    [Holds(TextContent.UrlOrPath)]
    public string Source { get; set; } = "";

    /// <summary>Whether <see cref="Source"/> is a URL rather than a path.</summary>
    public bool HasUrl => IsUrl(Source);

    /// <summary>A program and its arguments that writes yuv4mpeg to its standard output, run without a shell.
    /// Its arguments are seen by every user of the machine (<c>ps</c>): a password belongs into a file that the program reads.
    /// <value>Instead of <see cref="Source"/>.</value></summary>
    [Holds(TextContent.Arguments)]
    public IList<string> Command { get; set; } = [];

    /// <summary>User name for a source that is a URL. <value>Default: none.</value></summary>
    [Holds(TextContent.Public)]
    public string Username { get; set; } = "";

    /// <summary>File whose first line is the password for the source; goes with <see cref="Username"/>.
    /// <value>Default: none.</value></summary>
    [Holds(TextContent.PasswordFile)]
    public string PasswordFile { get; set; } = "";

    /// <summary>Frames analysed a second. Raising it costs processor time in proportion; the model knows 8–15.
    /// <value>Default 10; 1–30.</value></summary>
    public double FramesPerSecond { get; set; } = DefaultFramesPerSecond;

    /// <summary>
    /// Rows of the analysed picture. The model is trained for things 18 to 60 rows high; more rows bring small and distant things into
    /// that range and near ones out of it, and cost processor time in proportion to what moves.
    /// <value>Default 240; 240, 480 or 720.</value>
    /// </summary>
    public int AnalysisRows { get; set; } = PatchGrid.DefaultAnalysisRows;

    /// <summary>
    /// How often the whole picture is glanced at, whether or not anything moves, for what stands there or is gone. Raising it costs
    /// processor time in proportion (a glance takes 6.6 ms of one core of an x86 machine, about ten times that of a Raspberry Pi 4) and
    /// tells sooner what has stayed, which takes ten glances. It can be changed at any time; what was learned stays.
    /// <value>Default 2; 0.1–5, or 0 for never.</value>
    /// </summary>
    public double GlancesPerSecond { get; set; } = DefaultGlancesPerSecond;

    /// <summary>For files and image sequences: play once or in a loop. <value>Default <see cref="Playback.Once"/>.</value></summary>
    public Playback Playback { get; set; } = Playback.Once;

    /// <summary>For files and image sequences: at their own speed or as fast as possible.
    /// <value>Default <see cref="PlaybackSpeed.Native"/>.</value></summary>
    public PlaybackSpeed Speed { get; set; } = PlaybackSpeed.Native;

    /// <summary>Frame rate of an image sequence. <value>Default 10; 1–60.</value></summary>
    public double SequenceFramesPerSecond { get; set; } = DefaultSequenceFramesPerSecond;

    /// <summary>How often a second an HTTP address that shows a single picture is asked for it. Raising it shows motion, for which about 8
    /// are needed, and costs the camera and the network in proportion. Two pictures have to come within stall_timeout.
    /// <value>Default 1; 0.02–10.</value></summary>
    public double PollsPerSecond { get; set; } = DefaultPollsPerSecond;

    /// <summary>
    /// What decodes the video of a URL or a file: software; auto, which tries once what this machine seems to have and takes software where
    /// no picture comes; v4l2m2m (Raspberry Pi up to the 4, H.264), vaapi (Intel, AMD), nvdec (NVIDIA's graphics cards), nvv4l2dec or
    /// nvmpi (Jetson, H.264, with NVIDIA's ffmpeg or jetson-ffmpeg). <value>Default software.</value>
    /// </summary>
    public VideoDecoder Decoder { get; set; } = VideoDecoder.Software;

    /// <summary>Which device decodes: of vaapi its file, of nvdec its number. <value>Default: /dev/dri/renderD128; the first.</value>
    /// </summary>
    [Holds(TextContent.Public)]
    public string DecoderDevice { get; set; } = "";

    /// <summary>Options for ffmpeg that go before the input, for unusual cameras, for example <c>["-c:v", "hevc_v4l2m2m"]</c>.
    /// <value>Default: none.</value></summary>
    [Holds(TextContent.Arguments)]
    public IList<string> InputOptions { get; set; } = [];

    /// <summary>No frame for this long means that the camera has stalled and is restarted; the first frame may take twice as long, and at
    /// least 15 s. Raise it for cameras that send less than one frame in ten seconds.
    /// <value>Default 20 s; 2 s–10 min.</value></summary>
    public TimeSpan StallTimeout { get; set; } = DefaultStallTimeout;

    /// <summary>Whether the camera is watched at all. <value>Default true.</value></summary>
    [TakesEffect(Effect.AtOnce)]
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Where alerts are wanted and where not. With a zone of the kind watch, alerts come from zones alone. What happens elsewhere is
    /// learned all the same. <value>Default: none; the whole picture counts.</value>
    /// </summary>
    [TakesEffect(Effect.AtOnce)]
    public IList<ZoneOptions> Zones { get; set; } = [];

    /// <summary>
    /// Areas that nobody is to see: they are made black before a picture is scored, stored or sent, and nothing is told of them.
    /// <value>Default: none.</value>
    /// </summary>
    [TakesEffect(Effect.ReplacesCamera)]
    public IList<PrivacyMaskOptions> PrivacyMasks { get; set; } = [];

    /// <summary>What differs from the top-level <c>alerts</c>.</summary>
    public AlertOptions Alerts { get; set; } = new();

    /// <summary>What differs from the top-level <c>learning</c>.</summary>
    public LearningOptions Learning { get; set; } = new();

    /// <summary>What differs from the top-level <c>clips</c>.</summary>
    public ClipOptions Clips { get; set; } = new();

    /// <summary>Whether a text that names a source is a URL rather than a path.</summary>
    internal static bool IsUrl(string source) => source.Contains("://", StringComparison.Ordinal);
}

/// <summary>What happens at the end of a file.</summary>
public enum Playback
{
    /// <summary>The camera is finished.</summary>
    Once,

    /// <summary>It starts again.</summary>
    Loop,
}

/// <summary>How fast a file is played.</summary>
public enum PlaybackSpeed
{
    /// <summary>As a camera would deliver it.</summary>
    Native,

    /// <summary>As fast as it can be read and analysed; no frame is left out.</summary>
    Fastest,
}
