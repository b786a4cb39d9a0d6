using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EdgeWatch.Configuration;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>
/// A real mosquitto broker on free loopback ports: one listener as the test wants it, and one plain, anonymous listener for the
/// test's own observers. Everything it writes goes with it when it is disposed.
/// </summary>
public sealed class MosquittoProcess : IAsyncDisposable
{
    /// <summary>
    /// Protocol name and level, flags (clean start), keepalive 10 s and an empty client id: the shortest MQTT 3.1.1 CONNECT.
    /// </summary>
    private static readonly byte[] ConnectPacket = [0x10, 12, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 10, 0, 0];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgewatch-mosquitto-");
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    private MosquittoProcess()
    {
    }

    /// <summary>Port of the listener under test.</summary>
    public int Port { get; } = LocalPort.Free();

    /// <summary>Port of the plain, anonymous listener.</summary>
    public int ObserverPort { get; } = LocalPort.Free();

    /// <summary>User of <see cref="StartWithPasswordAsync"/>.</summary>
    public const string Username = "watchman";

    /// <summary>Password of <see cref="StartWithPasswordAsync"/>.</summary>
    public const string Password = "correct horse battery staple";

    /// <summary>The certificate authority of <see cref="StartWithTlsAsync"/>.</summary>
    public TestCertificates? Certificates { get; private set; }

    /// <summary>All lines of the broker's log so far.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>Starts a broker that lets everybody in.</summary>
    public static Task<MosquittoProcess> StartAnonymousAsync() => StartAsync(_ => "allow_anonymous true");

    /// <summary>Starts a broker that lets everybody in but takes nothing on topics below <paramref name="deniedSuffix"/>.</summary>
    public static Task<MosquittoProcess> StartWithDeniedTopicAsync(string deniedSuffix) => StartAsync(broker =>
    {
        string file = broker.Write("acl", $"topic readwrite #\ntopic deny {deniedSuffix}\n");
        return $"allow_anonymous true\nacl_file {file}";
    });

    /// <summary>Starts a broker that takes less than others.</summary>
    /// <param name="listener">A line about the listener under test, such as <c>max_qos 0</c>.</param>
    /// <param name="everywhere">A line about the broker, such as <c>retain_available false</c>.</param>
    public static Task<MosquittoProcess> StartLimitedAsync(string listener = "", string everywhere = "") =>
        StartAsync(_ => $"allow_anonymous true\n{listener}", _ => $"persistence false\n{everywhere}");

    /// <summary>
    /// Starts a broker that keeps sessions and what is queued for them over a restart, as of the last <see cref="SaveState"/>.
    /// </summary>
    public static Task<MosquittoProcess> StartWithPersistenceAsync() => StartAsync(
        _ => "allow_anonymous true",
        broker => $"persistence true\npersistence_location {broker._folder.FullName}/\nmax_queued_messages 0\nmax_inflight_messages 0");

    /// <summary>Starts a broker that wants <see cref="Username"/> and <see cref="Password"/>.</summary>
    public static Task<MosquittoProcess> StartWithPasswordAsync() => StartAsync(broker =>
    {
        broker.SetPassword(Password);
        return $"allow_anonymous false\npassword_file {broker.PasswordFile}";
    });

    /// <summary>
    /// Changes the password of <see cref="StartWithPasswordAsync"/>; a running broker takes it over with <see cref="Reload"/>.
    /// </summary>
    public void SetPassword(string password)
    {
        Write("passwords", "");
        Run("mosquitto_passwd", "-b", PasswordFile, Username, password);
    }

    /// <summary>Starts a broker with TLS and a certificate for <c>localhost</c>; wants a client certificate if told so.</summary>
    public static Task<MosquittoProcess> StartWithTlsAsync(bool requireClientCertificate = false) => StartAsync(broker =>
    {
        broker.Certificates = TestCertificates.Create(broker._folder.FullName);
        return $"""
            allow_anonymous true
            cafile {broker.Certificates.AuthorityFile}
            certfile {broker.Certificates.ServerCertificateFile}
            keyfile {broker.Certificates.ServerKeyFile}
            require_certificate {(requireClientCertificate ? "true" : "false")}
            """;
    });

    /// <summary>Starts a broker that lets everybody in and is connected to another one.</summary>
    /// <param name="bridge">The lines of its configuration, from <c>connection</c> on.</param>
    public static Task<MosquittoProcess> StartWithBridgeAsync(string bridge) =>
        StartAsync(_ => "allow_anonymous true", _ => $"persistence false\n{bridge}");

    /// <summary>Options that lead to the listener under test.</summary>
    /// <param name="host">Name or address of the loopback interface.</param>
    /// <param name="port">Another port, for a <see cref="LinkBreaker"/>.</param>
    public MqttOptions Options(string host = "127.0.0.1", int? port = null) => new() { Host = host, Port = port ?? Port };

    /// <summary>Writes a file that goes with the broker and returns its path.</summary>
    public string Write(string name, string content)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Kills the broker at once (SIGKILL) and waits until it is dead.</summary>
    public void Kill()
    {
        _process!.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>Starts it again on the same ports; without persistence, nothing is retained.</summary>
    public async Task RestartAsync()
    {
        _process?.Dispose();
        _process = Process.Start(new ProcessStartInfo(Find("mosquitto"), ["-c", Path.Combine(_folder.FullName, "mosquitto.conf")])
        {
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        await Eventually.Until("the broker answers a CONNECT", AnswersConnect);
    }

    /// <summary>Lets it read passwords and access rules again (SIGHUP).</summary>
    public void Reload() => Signal("HUP");

    /// <summary>Lets it write sessions and what is queued for them (SIGUSR1); returns when the file is there.</summary>
    public Task SaveState()
    {
        Signal("USR1");
        return Eventually.Until("the broker has saved its state", () => File.Exists(Path.Combine(_folder.FullName, "mosquitto.db")));
    }

    /// <summary>Stops it without closing its sockets (SIGSTOP).</summary>
    public void Pause() => Signal("STOP");

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void Resume() => Signal("CONT");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Kill();
        _process!.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private string PasswordFile => Path.Combine(_folder.FullName, "passwords");

    private static async Task<MosquittoProcess> StartAsync(
        Func<MosquittoProcess, string> listenerSettings, Func<MosquittoProcess, string>? globalSettings = null)
    {
        MosquittoProcess broker = new();
        broker.Write("mosquitto.conf", $"""
            per_listener_settings true
            {globalSettings?.Invoke(broker) ?? "persistence false"}
            log_dest stderr
            log_type all
            user root
            listener {broker.Port} 127.0.0.1
            {listenerSettings(broker)}
            listener {broker.ObserverPort} 127.0.0.1
            allow_anonymous true
            """);
        await broker.RestartAsync();
        return broker;
    }

    private bool AnswersConnect()
    {
        if (_process!.HasExited)
        {
            throw new InvalidOperationException($"mosquitto has exited:\n{string.Join('\n', _log)}");
        }

        try
        {
            using TcpClient client = new() { ReceiveTimeout = 1000 };
            client.Connect(IPAddress.Loopback, ObserverPort);
            client.GetStream().Write(ConnectPacket);
            return client.GetStream().ReadByte() == 0x20;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }

    private void Signal(string name) => Run("kill", $"-{name}", _process!.Id.ToString(CultureInfo.InvariantCulture));

    private static void Run(string tool, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Find(tool), arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{tool} failed: {errors}");
        }
    }

    private static string Find(string tool) =>
        File.Exists($"/usr/sbin/{tool}") ? $"/usr/sbin/{tool}" : File.Exists($"/usr/local/sbin/{tool}") ? $"/usr/local/sbin/{tool}" : tool;
}

