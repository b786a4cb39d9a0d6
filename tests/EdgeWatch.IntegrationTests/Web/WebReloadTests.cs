using System.Net;
using System.Net.Sockets;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.IntegrationTests.Web;

/// <summary>The node's HTTP server comes, moves and goes with the config while the daemon runs.</summary>
public sealed class WebReloadTests : IDisposable
{
    private const int DeadPort = 1;

    private readonly DaemonSite _site = new();
    private readonly HttpClient _client = new();

    public void Dispose()
    {
        _client.Dispose();
        _site.Dispose();
    }

    [ToolFact("ffmpeg")]
    public async Task It_comes_moves_and_goes_with_the_config()
    {
        int first = LocalPort.Free();
        int second = LocalPort.Free();
        Configure("");
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilReadyAsync();

        await UseAsync(daemon, $"listen: 127.0.0.1:{first}");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(first, "healthz"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(first, "metrics"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(first, "api/events"));

        _site.Write("web.token", "0123456789abcdef");
        await UseAsync(daemon, $"listen: 127.0.0.1:{first}, token_file: {_site.File("web.token")}");
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(first, "api/events"));

        await UseAsync(daemon, $"listen: \"0.0.0.0:{first}\", page: false");
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(first, "api/events"));

        await UseAsync(daemon, $"listen: 127.0.0.1:{second}");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(second, "metrics"));
        Assert.Null(await AskAsync(first, "healthz"));

        await UseAsync(daemon, null);
        Assert.Null(await AskAsync(second, "healthz"));
        Assert.True(daemon.HasLogged($"Nothing is answered at 127.0.0.1:{second} any more"));
        Assert.Single(daemon.Log, line => line.Contains("refusing is offline", StringComparison.Ordinal));
        Assert.Equal(0, await daemon.StopAsync());
    }

    [ToolFact("ffmpeg")]
    public async Task What_cannot_be_opened_is_said_and_leaves_what_is_open()
    {
        int free = LocalPort.Free();
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int taken = ((IPEndPoint)other.LocalEndpoint).Port;
        Configure($"web: {{listen: \"127.0.0.1:{free}\"}}");
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilLoggedAsync("are answered at", $":{free}");

        await UseAsync(daemon, $"listen: 127.0.0.1:{taken}");
        await daemon.UntilLoggedAsync($"Nothing is answered at 127.0.0.1:{taken}", $"127.0.0.1:{free} goes on, and it is tried again");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(free, "metrics"));
        string problem = $"nothing is answered at 127.0.0.1:{taken}: ";
        await StatusAsync(daemon, answer => answer.Contains(problem, StringComparison.Ordinal));

        // An address of documents (RFC 5737) that no machine has.
        await UseAsync(daemon, $"listen: 192.0.2.1:{free}");
        await daemon.UntilLoggedAsync($"Nothing is answered at 192.0.2.1:{free}", "goes on until the config is read again");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(free, "metrics"));

        await UseAsync(daemon, $"listen: 127.0.0.1:{free}");
        await StatusAsync(daemon, answer => !answer.Contains("nothing is answered", StringComparison.Ordinal));

        await UseAsync(daemon, "listen: nowhere");
        await daemon.UntilLoggedAsync("web.listen", "needs an address with a port");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(free, "metrics"));
        Assert.Equal(0, await daemon.StopAsync());
    }

    /// <summary>Until <c>edgewatch status</c> says it, whose numbers may be some seconds old.</summary>
    private async Task StatusAsync(DaemonProcess daemon, Func<string, bool> says)
    {
        while (!says((await BuiltProgram.RunAsync("status", "--config", _site.ConfigFile)).Output))
        {
            Assert.False(daemon.HasExited);
        }
    }

    private async Task UseAsync(DaemonProcess daemon, string? web)
    {
        Configure(web is null ? "" : $"web: {{{web}}}");
        await daemon.ReloadAsync();
    }

    private void Configure(string web)
    {
        _site.Configure(DeadPort, "30s", "id: refusing, source: \"rtsp://127.0.0.1:1/live\"");
        File.AppendAllText(_site.ConfigFile, $"\n{web}\n");
    }

    /// <summary>Null when nobody listens.</summary>
    private async Task<HttpStatusCode?> AskAsync(int port, string path)
    {
        try
        {
            using HttpResponseMessage answer = await _client.GetAsync(new Uri($"http://127.0.0.1:{port}/{path}"));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
