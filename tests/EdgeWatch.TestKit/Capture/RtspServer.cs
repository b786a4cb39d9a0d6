using System.Diagnostics;
using System.Globalization;

namespace EdgeWatch.TestKit.Capture;

/// <summary>A real RTSP server (GStreamer's) on a free loopback port, showing a test picture at <see cref="Url"/>.</summary>
public sealed class RtspServer : IDisposable
{
    /// <summary>The system's own interpreter: it is the one that sees the distribution's bindings.</summary>
    public const string Python = "/usr/bin/python3";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly string[] _login;
    private readonly string _script;
    private Process _process;

    private RtspServer(string script, Process process, int port, string[] login)
    {
        _script = script;
        _process = process;
        Port = port;
        _login = login;
    }

    /// <summary>Picture width of the stream.</summary>
    public const int Width = 640;

    /// <summary>Picture height of the stream.</summary>
    public const int Height = 480;

    /// <summary>Port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Where the stream is, without credentials.</summary>
    public string Url => $"rtsp://127.0.0.1:{Port}/cam";

    /// <summary>Starts a server.</summary>
    /// <param name="username">Name that viewers need; null: none.</param>
    /// <param name="password">Their password.</param>
    public static async Task<RtspServer> StartAsync(string? username = null, string? password = null)
    {
        string script = Path.Combine(Path.GetTempPath(), $"rtsp-server-{Guid.NewGuid():N}.py");
        await using (Stream resource = typeof(RtspServer).Assembly.GetManifestResourceStream("rtsp_server.py")!)
        await using (FileStream file = File.Create(script))
        {
            await resource.CopyToAsync(file);
        }

        string[] login = username is null ? [] : [username, password ?? ""];
        Process process = StartProcess(script, LocalPort.Free(), login);
        return new RtspServer(script, process, await ReadPortAsync(process), login);
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
        _process = StartProcess(_script, Port, _login);
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

    private static Process StartProcess(string script, int port, string[] login)
    {
        // Key frames every half second; a quarter of what an idle machine encodes, since tests share theirs.
        string launch =
            $"( videotestsrc is-live=true pattern=ball ! video/x-raw,width={Width},height={Height},framerate=10/1 "
            + "! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=5 ! rtph264pay name=pay0 pt=96 config-interval=1 )";
        string[] arguments = [script, port.ToString(CultureInfo.InvariantCulture), "/cam", launch, .. login];
        return Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true })!;
    }

    private static async Task<int> ReadPortAsync(Process process)
    {
        string line = await process.StandardOutput.ReadLineAsync().WaitAsync(StartLimit, TimeProvider.System)
            ?? throw new InvalidOperationException("the RTSP server did not start");
        return int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
