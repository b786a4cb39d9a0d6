using System.Diagnostics;
using System.Globalization;

namespace EdgeWatch.TestKit.Capture;

/// <summary>A real RTSP server (GStreamer's) on a free loopback port: shows a test picture, or what it is given.</summary>
public sealed class RtspServer : IDisposable
{
    /// <summary>The system's own interpreter: it is the one that sees the distribution's bindings.</summary>
    public const string Python = "/usr/bin/python3";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A ball on black, at <see cref="FramesPerSecond"/>; the element <c>link</c> may be told to lose some of them.
    /// </summary>
    private static readonly string Ball = Encoded(
        $"videotestsrc is-live=true pattern=ball ! video/x-raw,width={Width},height={Height},framerate={FramesPerSecond}/1 "
        + "! identity name=link");

    private readonly string[] _login;
    private readonly string _stream;
    private readonly string _script;
    private Process _process;

    private RtspServer(string script, string stream, Process process, int port, string[] login)
    {
        _script = script;
        _stream = stream;
        _process = process;
        Port = port;
        _login = login;
    }

    /// <summary>Picture width of the stream.</summary>
    public const int Width = 640;

    /// <summary>Picture height of the stream.</summary>
    public const int Height = 480;

    /// <summary>Frames a second of the stream.</summary>
    public const int FramesPerSecond = 10;

    /// <summary>Port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Where the stream is, without credentials.</summary>
    public string Url => $"rtsp://127.0.0.1:{Port}/cam";

    /// <summary>Starts a server.</summary>
    /// <param name="username">Name that viewers need; null: none.</param>
    /// <param name="password">Their password.</param>
    public static Task<RtspServer> StartAsync(string? username = null, string? password = null) =>
        StartAsync(Ball, username is null ? [] : [username, password ?? ""]);

    /// <summary>Starts a server that shows JPEG files one after another, again and again, each as it is when its turn comes.</summary>
    /// <param name="pattern">Path of the files, as <c>/tmp/%d.jpg</c>, from 0 on.</param>
    /// <param name="count">How many there are.</param>
    public static Task<RtspServer> ShowAsync(string pattern, int count) => StartAsync(
        Encoded(
            $"multifilesrc location={pattern} start-index=0 stop-index={count - 1} loop=true "
            + $"caps=image/jpeg,framerate={FramesPerSecond}/1 ! jpegdec ! videoconvert ! video/x-raw,format=I420"),
        []);

    /// <summary>Starts a server that shows an MP4 file of H.264 at its own speed, to its end.</summary>
    public static Task<RtspServer> PlayAsync(string file) => StartAsync($"filesrc location={file} ! qtdemux ! h264parse", []);

    /// <summary>Starts a server that shows the test picture, and sends a tone besides.</summary>
    /// <param name="encoder">GStreamer's elements that encode and pack it, such as <c>alawenc ! rtppcmapay</c>.</param>
    public static Task<RtspServer> SpeakAsync(string encoder) =>
        StartAsync($"audiotestsrc is-live=true ! audioconvert ! audioresample ! {encoder} name=pay1 pt=97 {Ball}", []);

    /// <summary>Starts a server that plays an MP4 file of H.264 and AAC at its own speed, to its end.</summary>
    public static Task<RtspServer> PlayWithSoundAsync(string file) => StartAsync(
        $"filesrc location={file} ! qtdemux name=file file.audio_0 ! queue ! aacparse ! rtpmp4gpay name=pay1 pt=97 "
        + "file.video_0 ! queue ! h264parse",
        []);

    /// <summary>Sends fewer frames from now on, as a camera in the dark.</summary>
    /// <param name="part">Part of them that is sent, 0–1, at random.</param>
    public void Thin(double part) => _process.StandardInput.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"link drop-probability {1 - part}"));

    private static async Task<RtspServer> StartAsync(string stream, string[] login)
    {
        string script = Path.Combine(Path.GetTempPath(), $"rtsp-server-{Guid.NewGuid():N}.py");
        await using (Stream resource = typeof(RtspServer).Assembly.GetManifestResourceStream("rtsp_server.py")!)
        await using (FileStream file = File.Create(script))
        {
            await resource.CopyToAsync(file);
        }

        Process process = StartProcess(script, stream, LocalPort.Free(), login);
        return new RtspServer(script, stream, process, await ReadPortAsync(process), login);
    }

    /// <summary>Ends it at once, as a camera that loses power.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>Starts it again on the same port.</summary>
    public async Task RestartAsync()
    {
        _process.Dispose();
        _process = StartProcess(_script, _stream, Port, _login);
        await ReadPortAsync(_process);
    }

    /// <summary>Stops it without closing anything, as a camera that hangs.</summary>
    public void Freeze() => UnixSignal.Send(_process.Id, UnixSignal.Stop);

    /// <summary>Lets it go on.</summary>
    public void Thaw() => UnixSignal.Send(_process.Id, UnixSignal.Continue);

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
        File.Delete(_script);
    }

    /// <summary>Key frames every half second; a quarter of what an idle machine encodes, since tests share theirs.</summary>
    private static string Encoded(string pictures) => $"{pictures} ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=5";

    private static Process StartProcess(string script, string stream, int port, string[] login)
    {
        string launch = $"( {stream} ! rtph264pay name=pay0 pt=96 config-interval=1 )";
        string[] arguments = [script, port.ToString(CultureInfo.InvariantCulture), "/cam", launch, .. login];
        Process process = Process.Start(
            new ProcessStartInfo(Python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.AutoFlush = true;
        return process;
    }

    private static async Task<int> ReadPortAsync(Process process)
    {
        string line = await process.StandardOutput.ReadLineAsync().WaitAsync(StartLimit, TimeProvider.System)
            ?? throw new InvalidOperationException("the RTSP server did not start");
        return int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
