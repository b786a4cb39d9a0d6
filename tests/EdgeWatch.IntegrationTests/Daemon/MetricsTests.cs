using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>The node's HTTP server: metrics, health checks, and what a real Prometheus makes of the dashboard's queries.</summary>
public sealed class MetricsTests : IDisposable
{
    private const int DeadPort = 1;
    private const string Refusing = "id: refusing, source: \"rtsp://127.0.0.1:1/live\"";

    /// <summary>What machines without such a sensor do not tell; a Raspberry Pi has both.</summary>
    private static readonly string[] OfTheBoard = ["edgewatch_chip_temperature_celsius", "edgewatch_chip_throttled"];

    private readonly DaemonSite _site = new();
    private readonly int _port = LocalPort.Free();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "prometheus")]
    public async Task A_real_Prometheus_answers_the_query_of_every_panel()
    {
        SceneClip clip = await SceneClip.GetAsync();
        _site.Web = $"127.0.0.1:{_port}";
        _site.Configure(DeadPort, "10min", LiveCamera.Ordinary(clip), Refusing);
        await using DaemonProcess daemon = _site.Start();
        await using PrometheusProcess prometheus = new($"127.0.0.1:{_port}");
        await daemon.UntilLoggedAsync("Camera square: learning");
        await UntilAnyAsync(prometheus, "count_over_time(edgewatch_camera_frame_analysed_total{camera=\"square\"}[1m]) > 4");
        await UntilAnyAsync(prometheus, "edgewatch_camera_decoder_cpu_utilization{camera=\"square\"}");

        (string Title, string Query)[] panels = [.. Queries()];
        Assert.True(panels.Length > 20);
        foreach ((string title, string query) in panels)
        {
            (string? status, string? error, int series) = await prometheus.QueryAsync(query);
            Assert.True(status == "success", $"{title}: {error}: {query}");
            Assert.True(
                series > 0 || OfTheBoard.Any(name => query.Contains(name, StringComparison.Ordinal)) || NeedsScores(query),
                $"{title} has no series: {query}");
        }
    }

    [ToolFact("ffmpeg")]
    public async Task It_is_healthy_and_ready_though_camera_and_broker_are_down_and_tells_so_in_numbers()
    {
        _site.Web = $"localhost:{_port}";
        _site.Configure(DeadPort, "30s", Refusing);
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilLoggedAsync("are answered at");
        await daemon.UntilLoggedAsync("refusing", "is offline");
        using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };

        Assert.Equal("ok\n", await client.GetStringAsync("healthz"));
        Assert.Equal("ok\n", await client.GetStringAsync("readyz"));
        string metrics = await client.GetStringAsync("metrics");
        Assert.Contains("edgewatch_camera_up{camera=\"refusing\"} 0", metrics, StringComparison.Ordinal);
        Assert.Contains("edgewatch_mqtt_connected{} 0", metrics, StringComparison.Ordinal);
        Assert.Contains("edgewatch_camera_alerts_total{camera=\"refusing\",kind=\"speed\"} 0", metrics, StringComparison.Ordinal);
        Assert.Contains("service_instance_id=\"test\"", metrics, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("nothing")).StatusCode);
        foreach (string path in new[] { "healthz", "readyz", "metrics", "nothing" })
        {
            using HttpRequestMessage rebound = new(HttpMethod.Get, path) { Headers = { Host = "evil.example" } };
            Assert.Equal(HttpStatusCode.MisdirectedRequest, (await client.SendAsync(rebound)).StatusCode);
        }

        Assert.Equal(0, await daemon.StopAsync());
    }

    [ToolFact("ffmpeg")]
    public async Task Without_the_section_nothing_listens()
    {
        _site.Configure(DeadPort, "30s", Refusing);
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilReadyAsync();

        Assert.False(daemon.HasLogged("are answered at"));
        Assert.False(TcpTable.HasListener(daemon.Id));
    }

    [ToolFact("ffmpeg")]
    public async Task A_port_that_is_taken_is_said_and_watching_goes_on()
    {
        using TcpListener other = new(IPAddress.Loopback, _port);
        other.Start();
        _site.Web = $"127.0.0.1:{_port}";
        _site.Configure(DeadPort, "30s", Refusing);
        await using DaemonProcess daemon = _site.Start();

        await daemon.UntilLoggedAsync("Nothing is answered at", "in use");
        await daemon.UntilLoggedAsync("refusing", "is offline");
        Assert.Equal(0, await daemon.StopAsync());
    }

    [ToolFact("ffmpeg")]
    public async Task A_Unix_socket_is_for_the_group_alone_and_one_that_was_left_is_no_hindrance()
    {
        _site.Web = _site.File("web.sock");
        _site.Configure(DeadPort, "30s", Refusing);
        await using (DaemonProcess crashing = _site.Start())
        {
            await crashing.UntilLoggedAsync("are answered at");
            await crashing.CrashAsync();
        }

        Assert.True(File.Exists(_site.Web));
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilLoggedAsync("are answered at");
        using SocketsHttpHandler handler = new() { ConnectCallback = ConnectAsync };
        using HttpClient client = new(handler);

        Assert.Equal("ok\n", await client.GetStringAsync(new Uri("http://edgewatch/readyz")));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
            File.GetUnixFileMode(_site.Web));
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_site.Web), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>There is no score while a camera learns.</summary>
    private static bool NeedsScores(string query) => query.StartsWith("edgewatch_camera_score{", StringComparison.Ordinal);

    private static async Task UntilAnyAsync(PrometheusProcess prometheus, string query)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (await prometheus.QueryAsync(query) is { Series: 0 } answer)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromMinutes(1), $"not within a minute: {query} ({answer})");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>As Grafana would send them, with everything selected.</summary>
    private static IEnumerable<(string Title, string Query)> Queries()
    {
        JsonNode dashboard = JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "systemd", "grafana-dashboard.json")))!;
        foreach (JsonNode? panel in dashboard["panels"]!.AsArray())
        {
            foreach (JsonNode? target in panel!["targets"]?.AsArray() ?? [])
            {
                yield return (
                    panel["title"]!.GetValue<string>(),
                    target!["expr"]!.GetValue<string>()
                        .Replace("$__rate_interval", "1m", StringComparison.Ordinal)
                        .Replace("$job", ".*", StringComparison.Ordinal)
                        .Replace("$instance", ".*", StringComparison.Ordinal)
                        .Replace("$camera", ".*", StringComparison.Ordinal));
            }
        }
    }
}
