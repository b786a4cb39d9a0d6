using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using EdgeWatch.IntegrationTests.Daemon;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Web;

/// <summary>What the page asks of a running daemon, as the page asks it.</summary>
public sealed class PageApiTests : IDisposable
{
    private readonly PageSite _site = new();
    private readonly HttpClient _client;

    public PageApiTests() => _client = new HttpClient { BaseAddress = _site.Address };

    public void Dispose()
    {
        _client.Dispose();
        _site.Dispose();
    }

    [ToolFact("ffmpeg")]
    public async Task Pictures_scores_and_state_come_as_they_happen_and_no_longer_than_the_daemon_runs()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using DaemonProcess daemon = await _site.StartAsync(
            PageSite.NoBroker, clip, ("square", LiveCamera.Ordinary(clip)), ("door", LiveCamera.Ordinary(clip, "door")));
        using Stream stream = await _client.GetStreamAsync("api/live?pictures=square,nobody");
        using StreamReader lines = new(stream);
        Dictionary<string, JsonNode> told = [];
        while (!told.ContainsKey("picture") || (told["scores"]["cameras"]?["door"] is null))
        {
            (string name, JsonNode data) = await ReadAsync(lines);
            told[name] = data;
        }

        Assert.Equal(["square", "door"], told["state"]["cameras"]!.AsArray().Select(camera => (string?)camera!["id"]));
        Assert.InRange((double)told["scores"]["cameras"]!["door"]!["score"]!, 0, 1);
        Assert.Equal("square", (string?)told["picture"]["camera"]);
        Assert.Equal([0xFF, 0xD8, 0xFF], Convert.FromBase64String((string)told["picture"]["jpeg"]!)[..3]);
        Assert.Equal(320, (int)told["picture"]["width"]!);
        Assert.Null(told["picture"]["attention"]);
        JsonNode scores = JsonNode.Parse(await _client.GetStringAsync("api/cameras/door/scores"))!;
        Assert.Equal(scores["at"]!.AsArray().Count, scores["scores"]!.AsArray().Count);
        Assert.NotEmpty(scores["at"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("api/cameras/nobody/scores")).StatusCode);

        // Somebody who looks does not hold up the end.
        Assert.Equal(0, await daemon.StopAsync());
        await lines.ReadToEndAsync();
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task A_threshold_of_the_page_is_one_of_MQTT()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using DaemonProcess daemon = await _site.StartAsync(broker.Port, clip, ("square", LiveCamera.Ordinary(clip)));
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);

        Assert.Equal(HttpStatusCode.NoContent, (await ChangeAsync("api/cameras/square/threshold", """{"threshold":0.7}""")).StatusCode);
        await daemon.UntilAsync("it is told", () => Newest() == "0.7");
        HttpResponseMessage refused = await ChangeAsync("api/cameras/square/threshold", """{"threshold":1.5}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("0.101–1", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await ChangeAsync("api/cameras/square/threshold", """{"threshold":null}""")).StatusCode);
        await daemon.UntilAsync("it is the config's", () => Newest() == "0.5");

        string? Newest() => subscriber.On("square/threshold") is [.., var newest] ? newest.Text : null;
    }

    [ToolFact("ffmpeg")]
    public async Task An_event_is_listed_with_its_pictures_and_a_clip_that_can_be_wound()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using DaemonProcess daemon = await _site.StartAsync(PageSite.NoBroker, clip, ("square", LiveCamera.WithAnomalies(clip)));
        await daemon.UntilLoggedAsync("square: event", "ended");
        string id = "";
        await daemon.UntilAsync("it is kept to its end", () => (id = NewestEnded()) != "");

        foreach (string picture in new[] { "thumbnail", "snapshot", "plain", "heatmap", "nearest" })
        {
            byte[] jpeg = await _client.GetByteArrayAsync($"api/events/{id}/{picture}");
            Assert.Equal([0xFF, 0xD8, 0xFF], jpeg[..3]);
        }

        using HttpRequestMessage part = new(HttpMethod.Get, $"api/events/{id}/clip");
        part.Headers.Range = new RangeHeaderValue(4, 7);
        HttpResponseMessage answer = await _client.SendAsync(part);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal("video/mp4", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("ftyp"u8.ToArray(), await answer.Content.ReadAsByteArrayAsync());

        DateTimeOffset began = (DateTimeOffset)(await ListAsync(""))[0]!["started_at"]!;
        HttpResponseMessage digest = await _client.GetAsync($"api/digest?language=de&day={began.ToLocalTime():yyyy-MM-dd}");
        string page = await digest.Content.ReadAsStringAsync();
        Assert.Contains("<img src=\"data:image/jpeg;base64,", page, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"de\">", page, StringComparison.Ordinal);
        string policy = digest.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; img-src data:", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", await _client.GetStringAsync("api/digest?day=2020-01-01"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.GetAsync("api/digest?day=yesteryear")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.GetAsync("api/digest?day=0001-01-01")).StatusCode);

        JsonNode reason = (await ListAsync(""))[0]!["reasons"]![0]!;
        Assert.NotEmpty(await ListAsync($"?camera=square&kind={reason["kind"]}"));
        Assert.Empty(await ListAsync("?camera=door"));
        Assert.Empty(await ListAsync("?kind=none"));
        Assert.Empty(await ListAsync("?zone=nowhere"));
        Assert.Empty(await ListAsync("?profile=nobody"));
        Assert.Empty(await ListAsync("?to=2020-01-01T00:00:00Z"));
        Assert.DoesNotContain(await ListAsync($"?before={id}"), other => (string?)other!["event_id"] == id);

        string address = $"api/events/{id}/verdict";
        Assert.Equal("""{"verdict":null}""", await _client.GetStringAsync(address));
        Assert.Equal("""{"verdict":"right"}""", await (await ChangeAsync(address, """{"verdict":"right"}""")).Content.ReadAsStringAsync());
        Assert.Equal("""{"verdict":"right"}""", await _client.GetStringAsync(address));
        Assert.Equal(HttpStatusCode.Conflict, (await ChangeAsync(address, """{"verdict":"right"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ChangeAsync(address, """{"verdict":"wrong"}""")).StatusCode);
        Assert.Equal("""{"verdict":null}""", await (await ChangeAsync(address, """{"verdict":"undo"}""")).Content.ReadAsStringAsync());
        await daemon.UntilLoggedAsync(id, "somebody has said: Undo");

        string NewestEnded() => ListAsync("").Result
            .Where(known => known!["type"]!.GetValue<string>() == "end" && known["clip"] is not null)
            .Select(known => (string)known!["event_id"]!)
            .FirstOrDefault("");
    }

    [ToolFact("ffmpeg")]
    public async Task An_answer_names_no_path_of_the_disk_and_none_leads_out_of_the_events()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using DaemonProcess daemon = await _site.StartAsync(PageSite.NoBroker, clip, ("square", LiveCamera.Ordinary(clip)));
        string[] paths =
        [
            "api/events/..%2f..%2fedgewatch.yaml", "api/events/../../edgewatch.yaml", "api/events/%2e%2e/snapshot",
            "api/events/01ARZ3NDEKTSV4RRFFQ69G5FAV", "api/events/01ARZ3NDEKTSV4RRFFQ69G5FAV/snapshot", "api/events/x/clip",
            "assets/..%2f..%2fedgewatch.yaml", "assets/nothing.js", "api/cameras/..%2f/scores",
        ];

        foreach (string path in paths)
        {
            HttpResponseMessage answer = await _client.GetAsync(path);
            string body = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain(Path.GetTempPath(), body, StringComparison.Ordinal);
            Assert.DoesNotContain("mqtt", body, StringComparison.Ordinal);
        }
    }

    [ToolFact("ffmpeg")]
    public async Task Without_the_page_there_are_metrics_alone()
    {
        _site.Daemon.Write("edgewatch.yaml", $$"""
            node: test
            state_directory: {{_site.Daemon.StateDirectory}}
            mqtt: {host: 127.0.0.1, port: 1}
            web: {listen: "{{_site.Daemon.Web}}", page: false}
            cameras: [{id: refusing, source: "rtsp://127.0.0.1:1/live"}]
            """);
        await using DaemonProcess daemon = _site.Daemon.Start();
        await daemon.UntilLoggedAsync("Metrics and health checks are answered at");

        Assert.Equal("ok\n", await _client.GetStringAsync("readyz"));
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("api/node")).StatusCode);
    }

    private async Task<HttpResponseMessage> ChangeAsync(string path, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("X-EdgeWatch", "1");
        return await _client.SendAsync(request);
    }

    private async Task<JsonArray> ListAsync(string query) =>
        JsonNode.Parse(await _client.GetStringAsync($"api/events{query}"))!["events"]!.AsArray();

    private static async Task<(string Name, JsonNode Data)> ReadAsync(StreamReader lines)
    {
        string name = (await lines.ReadLineAsync())!["event: ".Length..];
        JsonNode data = JsonNode.Parse((await lines.ReadLineAsync())!["data: ".Length..])!;
        Assert.Equal("", await lines.ReadLineAsync());
        return (name, data);
    }
}
