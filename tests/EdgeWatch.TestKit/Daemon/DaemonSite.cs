namespace EdgeWatch.TestKit.Daemon;

/// <summary>A folder with everything that a daemon needs and leaves behind.</summary>
public sealed class DaemonSite : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _starts;

    /// <summary>Makes the folder.</summary>
    public DaemonSite() => StateDirectory = _folder.File("state");

    /// <summary>The config file.</summary>
    public string ConfigFile => _folder.File("edgewatch.yaml");

    /// <summary>The state directory; may be changed before <see cref="Configure"/>.</summary>
    public string StateDirectory { get; set; }

    /// <summary>Path of a file in the folder.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>Writes a file into the folder.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    /// <summary>Where what a camera has learned is kept.</summary>
    public string LearnedFile(string cameraId) => Path.Combine(StateDirectory, "cameras", $"{cameraId}.normality");

    /// <summary>Gives a camera something that it has learned.</summary>
    public void Teach(string cameraId, byte[] learned)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LearnedFile(cameraId))!);
        System.IO.File.WriteAllBytes(LearnedFile(cameraId), learned);
    }

    /// <summary>Writes the config file: a node whose events end quickly.</summary>
    /// <param name="brokerPort">Port on this machine.</param>
    /// <param name="learning">How long cameras learn.</param>
    /// <param name="cameras">Each as YAML on one line, without braces: <c>id: door, source: /clip.mp4</c>.</param>
    public void Configure(int brokerPort, string learning, params string[] cameras) => Write("edgewatch.yaml", $$"""
        node: {{Node}}
        state_directory: {{StateDirectory}}
        mqtt: {{{Mqtt(brokerPort)}}, discovery: {{(Discovery ? "true" : "false")}}}
        learning: {duration: {{learning}}}
        {{(Web.Length == 0 ? "" : $"web: {{listen: \"{Web}\"{(MoreOfWeb.Length == 0 ? "" : $", {MoreOfWeb}")}}}")}}
        alerts: {end_after: 1s, cooldown: 1s}
        cameras:
        {{string.Join('\n', cameras.Select(camera => $"  - {{{camera}}}"))}}
        """);

    /// <summary>Who logs in at the broker; empty for nobody.</summary>
    public string MqttUsername { get; set; } = "";

    /// <summary>Where its HTTP server listens; empty for none.</summary>
    public string Web { get; set; } = "";

    /// <summary>More of that server, as YAML on one line, without braces: <c>hosts: [cams.test]</c>.</summary>
    public string MoreOfWeb { get; set; } = "";

    /// <summary>Name of the node.</summary>
    public string Node { get; set; } = "test";

    /// <summary>Whether Home Assistant is told.</summary>
    public bool Discovery { get; set; } = true;

    /// <summary>Starts the daemon on the config file.</summary>
    /// <param name="environment">Variables to set; an empty value removes one.</param>
    public DaemonProcess Start(params (string Name, string Value)[] environment) =>
        DaemonProcess.Start(ConfigFile, File($"notify-{++_starts}"), environment);

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private string Mqtt(int port) => MqttUsername.Length == 0
        ? $"host: 127.0.0.1, port: {port}"
        : $"host: 127.0.0.1, port: {port}, username: {MqttUsername}, password_file: mqtt.password";
}
