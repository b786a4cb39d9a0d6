using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EdgeWatch.Scene;

namespace EdgeWatch.Cli.Demo;

/// <summary>
/// One demo: broker, scene, daemon and subscriber, each a process of its own as in real life. The daemon sees a video file at its own
/// speed and a config file; what is printed is what the subscriber received.
/// </summary>
/// <param name="scene">What the camera shows.</param>
/// <param name="folder">Where everything goes.</param>
/// <param name="output">Where to print.</param>
internal sealed class DemoRun(DemoScene scene, string folder, TextWriter output) : IAsyncDisposable
{
    private static readonly TimeSpan BrokerLimit = TimeSpan.FromSeconds(10);

    /// <summary>After the last frame: pictures, delivery, the end of the event.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);

    private readonly List<string> _daemonLog = [];
    private ChildProgram? _broker;
    private ChildProgram? _subscriber;
    private ChildProgram? _daemon;

    /// <summary>Runs the demo.</summary>
    /// <returns>Whether the planted anomaly was announced and nothing before it was.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        SceneScript script = await MakeSceneAsync(cancellationToken);
        int port = FreePort();
        await StartBrokerAsync(port, cancellationToken);
        int pagePort = FreePort();
        WriteConfig(port, pagePort);
        _subscriber = ChildProgram.Start(
            "mosquitto_sub",
            ["-h", "127.0.0.1", "-p", Text(port), "-t", "edgewatch/demo/#", "-T", "+/+/+/snapshot", "-T", "+/+/+/heatmap", "-F", "%t %p"],
            Say,
            "mosquitto-clients");
        Say($"Daemon started. It learns for {scene.Learning.TotalSeconds:0} s; "
            + $"something fast crosses after {script.FirstAnomalyFrame / 10.0:0} s.");
        Say($"Watch it in a browser on this machine: http://127.0.0.1:{pagePort}/");
        _daemon = ChildProgram.Start(ThisProgram, [.. ThisProgramArguments, "run", "--config", ConfigFile], KeepLog, "edgewatch");
        DemoVerdict verdict = new(script, new SceneOptions().FramesPerSecond);
        Task listening = ListenAsync(verdict, cancellationToken);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(scene.Seconds) + EndLimit);
        int exitCode = await WaitForDaemonAsync(limit.Token);
        await _subscriber.StopAsync();
        await listening;
        cancellationToken.ThrowIfCancellationRequested();
        return Conclude(verdict, script, exitCode);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (ChildProgram? program in new[] { _daemon, _subscriber, _broker })
        {
            await (program?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private string SceneFile => Path.Combine(folder, "scene.mp4");

    private string ConfigFile => Path.Combine(folder, "edgewatch.yaml");

    private string StateFolder => Path.Combine(folder, "state");

    private static string ThisProgram =>
        Environment.ProcessPath ?? throw new EdgeWatchException("This program does not know its own path.");

    /// <summary>Run as "dotnet edgewatch.dll", the program is dotnet.</summary>
    private static string[] ThisProgramArguments => Path.GetFileNameWithoutExtension(ThisProgram) == "dotnet"
        ? [Path.Combine(AppContext.BaseDirectory, "edgewatch.dll")]
        : [];

    private async Task<SceneScript> MakeSceneAsync(CancellationToken cancellationToken)
    {
        SceneGenerator generator = scene.CreateGenerator();
        Say($"Generating a scene of {scene.Seconds} s …");
        List<string> errors = [];
        await using ChildProgram ffmpeg = ChildProgram.Start(
            "ffmpeg",
            [
                "-hide_banner", "-loglevel", "error", "-f", "yuv4mpegpipe", "-i", "pipe:0",
                "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-y", SceneFile,
            ],
            errors.Add,
            "ffmpeg");
        try
        {
            await SceneWriter.WriteAsync(ffmpeg.Input, generator, cancellationToken);
        }
        catch (IOException)
        {
            // ffmpeg has ended early; its exit code and its words tell why.
        }

        return await ffmpeg.FinishAsync(cancellationToken) == 0
            ? generator.Script
            : throw new EdgeWatchException($"ffmpeg could not encode the scene: {string.Join(' ', errors)}");
    }

    private async Task StartBrokerAsync(int port, CancellationToken cancellationToken)
    {
        string config = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllTextAsync(
            config, $"listener {Text(port)} 127.0.0.1\nallow_anonymous true\npersistence false\n", cancellationToken);
        List<string> log = [];
        _broker = ChildProgram.Start(FindMosquitto(), ["-c", config], log.Add, "mosquitto");
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(BrokerLimit);
        while (!await AnswersAsync(port, cancellationToken))
        {
            if (_broker.HasExited || limit.IsCancellationRequested)
            {
                throw new EdgeWatchException($"mosquitto did not start: {string.Join(' ', log)}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }

        Say($"A private mosquitto listens on 127.0.0.1:{port}.");
    }

    private void WriteConfig(int port, int pagePort) => File.WriteAllText(ConfigFile, $"""
        # Written by "edgewatch demo": a real config file, to try things with.
        node: demo
        state_directory: {Quoted(StateFolder)}
        mqtt:
          host: 127.0.0.1
          port: {port}
        web:
          listen: 127.0.0.1:{pagePort}
        learning:
          duration: {scene.Learning.TotalSeconds:0}s
        cameras:
          - id: square
            source: {Quoted(SceneFile)}

        """);

    private async Task ListenAsync(DemoVerdict verdict, CancellationToken cancellationToken)
    {
        DemoPrinter printer = new(output, StateFolder);
        while (await _subscriber!.Output.ReadLineAsync(cancellationToken) is { } line)
        {
            // Thresholds and switches are plain text; all that the demo tells about are objects.
            if (line.Split(' ', 2) is [var topic, ['{', ..] payload])
            {
                verdict.Hear(topic, payload);
                printer.Print(topic, payload);
            }
        }
    }

    private async Task<int> WaitForDaemonAsync(CancellationToken limit)
    {
        try
        {
            return await _daemon!.FinishAsync(limit);
        }
        catch (OperationCanceledException)
        {
            return await _daemon!.StopAsync();
        }
    }

    private bool Conclude(DemoVerdict verdict, SceneScript script, int exitCode)
    {
        if (verdict.Dropped > 0)
        {
            Say($"This machine was too busy to analyse {verdict.Dropped} of the {script.FrameCount} frames.");
        }

        string? failure = exitCode != (int)ExitCode.Ok ? $"the daemon ended with exit code {exitCode}" : verdict.Failure;
        if (failure is null)
        {
            Say("The planted anomaly was announced, and nothing before it was.");
        }
        else
        {
            Say($"FAILED: {failure}. The daemon's log:");
            _daemonLog.ForEach(Say);
        }

        Say($"Pictures, config, scene and learned state: {folder}");
        return failure is null;
    }

    private void KeepLog(string line)
    {
        lock (_daemonLog)
        {
            _daemonLog.Add(line);
        }
    }

    private void Say(string line) => output.WriteLine(line);

    /// <summary>A YAML scalar in single quotes: a folder may hold any character.</summary>
    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Debian installs the broker where only root looks.</summary>
    private static string FindMosquitto() => File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto";

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
