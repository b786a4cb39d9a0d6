using System.Diagnostics;
using System.Text.Json;

namespace EdgeWatch.TestKit.Daemon;

/// <summary>A real Prometheus that scrapes one address every second.</summary>
public sealed class PrometheusProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private readonly int _port = LocalPort.Free();
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="target">Host and port to scrape.</param>
    public PrometheusProcess(string target)
    {
        string config = _folder.File("prometheus.yml");
        File.WriteAllText(config, $$"""
            global: {scrape_interval: 1s, scrape_timeout: 1s}
            scrape_configs:
              - job_name: edgewatch
                static_configs: [{targets: ["{{target}}"]}]
            """);
        string[] arguments =
        [
            $"--config.file={config}", $"--storage.tsdb.path={_folder.File("data")}", $"--web.listen-address=127.0.0.1:{_port}",
            "--log.level=error",
        ];
        _process = Process.Start(new ProcessStartInfo("prometheus", arguments) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
    }

    /// <summary>Asks its query API.</summary>
    /// <param name="query">PromQL.</param>
    /// <returns>Status ("success"), error if any, and the number of series; nulls while it does not answer yet.</returns>
    public async Task<(string? Status, string? Error, int Series)> QueryAsync(string query)
    {
        try
        {
            using HttpResponseMessage answer = await _client.GetAsync(
                new Uri($"http://127.0.0.1:{_port}/api/v1/query?query={Uri.EscapeDataString(query)}"));
            using JsonDocument json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            JsonElement root = json.RootElement;
            return (
                root.GetProperty("status").GetString(),
                root.TryGetProperty("error", out JsonElement error) ? error.GetString() : null,
                root.TryGetProperty("data", out JsonElement data) ? data.GetProperty("result").GetArrayLength() : 0);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            return (null, e.Message, 0);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _client.Dispose();
        _folder.Dispose();
    }
}
