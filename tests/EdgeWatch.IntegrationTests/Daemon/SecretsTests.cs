using System.Text;
using EdgeWatch.IntegrationTests.Capture;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>
/// A marked secret in every place where one can be configured, and a daemon that works with some and fails with others: no mark is in what
/// anybody but the camera and the broker can see.
/// </summary>
public sealed class SecretsTests(CaptureFixture fixture) : IClassFixture<CaptureFixture>, IDisposable
{
    /// <summary>All marks begin so; none needs an escape in any form of text.</summary>
    private const string Mark = "marked-";

    private readonly DaemonSite _site = new();
    private readonly int _port = LocalPort.Free();

    /// <summary>A line of the private key for the broker.</summary>
    private string _keyLine = "";

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "mosquitto")]
    public async Task No_mark_is_in_a_log_a_topic_an_answer_a_command_line_or_a_file()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithTlsAsync(requireClientCertificate: true);
        await using MjpegServer http = new(await fixture.JpegsAsync(), 5, $"viewer:{Mark}http");
        await using MjpegServer raw = new(await fixture.JpegsAsync(), 5, $"viewer:{Mark}http", MjpegDialect.Raw);
        Configure(broker, http, raw);
        Directory.CreateDirectory(_site.File("credentials"));
        _site.Write("credentials/mqtt.password", $"{Mark}mqtt\n");
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker, "#");
        await using DaemonProcess daemon = _site.Start(
            ("CREDENTIALS_DIRECTORY", _site.File("credentials")), ("SECRET_TOKEN", $"{Mark}environment"));
        await daemon.UntilLoggedAsync("Connected to localhost");
        await daemon.UntilLoggedAsync("Camera works: learning");
        await daemon.UntilLoggedAsync("Camera raw: learning");
        foreach (string id in new[] { "refused", "query", "environment", "header", "command" })
        {
            await daemon.UntilLoggedAsync($"Camera {id} is offline");
        }

        string commandLines = await CommandLinesAsync(daemon.Id);
        string answers = await AnswersAsync();
        _site.Write("edgewatch.yaml", await File.ReadAllTextAsync(_site.ConfigFile) + $"    pasword: {Mark}typo\n");
        daemon.Signal(UnixSignal.HangUp);
        await daemon.UntilLoggedAsync("was read again and has");
        answers += (await CheckAsync("check")) + await CheckAsync("config", "show");
        _site.Write("edgewatch.yaml", $"cameras: [{{id: url, source: \"rtsp://viewer:{Mark}url@127.0.0.1/live\"}}]\n");
        answers += (await CheckAsync("check")) + await CheckAsync("config", "show");
        Assert.Equal(0, await daemon.StopAsync());

        Assert.Contains("edgewatch/test/info", subscriber.Messages.Select(message => message.Topic));
        _keyLine = (await File.ReadAllLinesAsync(broker.Certificates!.ClientKeyFile))[1];
        IsFree("the log", string.Join('\n', [.. daemon.Log, .. daemon.Output, .. daemon.Notify.Messages]));
        IsFree("topics", string.Join('\n', subscriber.Messages.Select(message => $"{message.Topic} {message.Text}")));
        IsFree("answers", answers);
        IsFree("command lines", commandLines);
        Assert.All(
            Directory.EnumerateFiles(_site.StateDirectory, "*", SearchOption.AllDirectories),
            file => IsFree(file, Encoding.Latin1.GetString(File.ReadAllBytes(file))));
    }

    private void Configure(MosquittoProcess broker, MjpegServer http, MjpegServer raw)
    {
        TestCertificates files = broker.Certificates!;
        _site.Write("http.password", $"{Mark}http\n");
        _site.Write("rtsp.password", $"{Mark}rtsp\n");
        _site.Write("edgewatch.yaml", $$"""
            node: test
            state_directory: {{_site.StateDirectory}}
            web: {listen: "127.0.0.1:{{_port}}"}
            mqtt:
              host: localhost
              port: {{broker.Port}}
              username: watchman
              tls: {ca_file: {{files.AuthorityFile}}, certificate_file: {{files.ClientCertificateFile}}, key_file: {{files.ClientKeyFile}}}
            cameras:
              - {id: works, source: "{{http.Url}}", username: viewer, password_file: http.password}
              - {id: raw, source: "{{raw.Url}}", username: viewer, password_file: http.password}
              - {id: refused, source: "rtsp://127.0.0.1:1/live", username: viewer, password_file: rtsp.password}
              - {id: query, source: "http://127.0.0.1:1/video?key={{Mark}}query"}
              - {id: environment, source: "http://127.0.0.1:1/video?key=${SECRET_TOKEN}"}
              - {id: header, source: "http://127.0.0.1:1/video", input_options: [-headers, "Authorization: Bearer {{Mark}}header"]}
              - {id: command, command: [ffmpeg, -i, "rtsp://viewer:{{Mark}}command@127.0.0.1:1/live", -f, yuv4mpegpipe, "-"]}
              - id: last
                source: /dev/null

            """);
    }

    /// <summary>What is asked for while it runs.</summary>
    private async Task<string> AnswersAsync()
    {
        using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        string answers = await client.GetStringAsync("metrics") + await client.GetStringAsync("healthz");
        foreach (string[] arguments in new string[][] { ["status"], ["status", "--json"], ["config", "show"], ["check"] })
        {
            answers += await CheckAsync(arguments);
        }

        return answers;
    }

    private async Task<string> CheckAsync(params string[] arguments)
    {
        ProgramResult result = await BuiltProgram.RunAsync([.. arguments, "--config", _site.ConfigFile]);
        Assert.NotEmpty(result.Output + result.Errors);
        return result.Output + result.Errors;
    }

    /// <summary>
    /// Command lines of the daemon and its children over some starts of the cameras that fail. What stands in <c>command</c> is a command
    /// line itself, as its description says.
    /// </summary>
    private static async Task<string> CommandLinesAsync(int daemon)
    {
        StringBuilder all = new();
        long start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(5))
        {
            foreach (string line in ProcessTable.CommandLines.Where(line => line.Contains("ffmpeg", StringComparison.Ordinal)
                || line.Contains("edgewatch", StringComparison.Ordinal)))
            {
                all.AppendLine(line.Replace($"{Mark}command", "", StringComparison.Ordinal));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }

        Assert.True(ProcessTable.IsAlive(daemon));
        return all.ToString();
    }

    private void IsFree(string place, string text)
    {
        int at = text.IndexOf(Mark, StringComparison.Ordinal);
        Assert.True(at < 0, $"{place}: {text[Math.Max(0, at - 200)..Math.Min(text.Length, Math.Max(0, at) + 200)]}");
        string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"viewer:{Mark}http"));
        Assert.DoesNotContain(basic, text, StringComparison.Ordinal);
        Assert.DoesNotContain(_keyLine, text, StringComparison.Ordinal);
    }
}
