using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeWatch.Configuration;
using EdgeWatch.Hosting.Status;
using EdgeWatch.TestKit;
using EdgeWatch.Web;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;

namespace EdgeWatch.Tests.Hostile;

/// <summary>Whoever can connect to the node: the real HTTP server, and the real socket of <c>edgewatch status</c>.</summary>
public sealed class NetworkInputTests : IAsyncDisposable
{
    /// <summary>The event id of what the server says when it listens.</summary>
    private const int Listening = 920;

    private static readonly byte[] Health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _folder.Dispose();
    }

    /// <summary>Each on a connection of its own, whose answer is read to its end; in between somebody asks as one should.</summary>
    [Fact]
    public async Task Requests_to_the_HTTP_server()
    {
        int port = LocalPort.Free();
        FakeLogger log = new();
        using MetricsPage metrics = new("none", "node", "1");
        WebServer server = new(
            new WebOptions { Listen = $"127.0.0.1:{port}" },
            _ => new WebAnswers([metrics, new HealthChecks(() => [], () => null)]),
            TimeProvider.System,
            new OneLogger(log));
        _serving = Task.Run(() => server.RunAsync(_stop.Token));
        await Eventually.Until("it listens", () => log.Collector.GetSnapshot().Any(entry => entry.Id.Id == Listening));
        IPEndPoint address = new(IPAddress.Loopback, port);
        Mutation mutation = new(
            [
                Health,
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain\r\nConnection: close\r\n\r\n"u8.ToArray(),
                "POST /healthz HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"u8.ToArray(),
                "HEAD /../readyz?x=1#y HTTP/1.0\r\n\r\n"u8.ToArray(),
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(),
            ],
            "HTTP/1.1", "Content-Length: -1\r\n", "Content-Length: 99999999999\r\n", "Transfer-Encoding: ", "%00", "%2e%2e/", "Host: \r\n",
            "ffffffffffffffff\r\n", "Expect: 100-continue\r\n", "Upgrade: h2c\r\n", "Range: bytes=0-\r\n",
            "Accept: application/openmetrics-text");

        await HostileInputs.HttpRequest.FeedAsync(mutation.Next, async input =>
        {
            byte[] answer = await AskAsync(new Socket(SocketType.Stream, ProtocolType.Tcp), address, input);
            Assert.DoesNotContain(" 500 ", Encoding.Latin1.GetString(answer), StringComparison.Ordinal);
            return answer.AsSpan().StartsWith("HTTP/1.1 200 "u8);
        });

        byte[] last = await AskAsync(new Socket(SocketType.Stream, ProtocolType.Tcp), address, Health, hangsUpAfterIt: false);
        Assert.Contains("ok\n", Encoding.Latin1.GetString(last), StringComparison.Ordinal);
        Assert.DoesNotContain(log.Collector.GetSnapshot(), entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    /// <summary>Clients send what nobody reads, hang up at any time, and the next one gets its answer.</summary>
    [Fact]
    public async Task Clients_of_the_status_socket()
    {
        string path = _folder.File("status.sock");
        byte[] line = [.. Enumerable.Repeat((byte)'x', 100_000)];
        LocalSocket socket = new(
            path,
            "status",
            (_, _) => ValueTask.FromResult<byte[]?>(line),
            StatusReader.Patience,
            TimeProvider.System,
            NullLogger<LocalSocket>.Instance);
        _serving = Task.Run(() => socket.RunAsync(_stop.Token));
        await Eventually.Until("it listens", () => File.Exists(path) && (File.GetUnixFileMode(path) & UnixFileMode.GroupRead) != 0);
        Mutation mutation = new([Health, "{}\n"u8.ToArray(), new byte[3000]]);

        await HostileInputs.StatusClients.FeedAsync(mutation.Next, async input =>
        {
            UnixDomainSocketEndPoint address = new(path);
            Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            bool hangsUp = input.Length % 2 == 0;
            byte[] answer = hangsUp ? await HangUpAsync(client, address, input) : await AskAsync(client, address, input);
            Assert.True(hangsUp || answer.Length is 0 or 100_001, $"{answer.Length} bytes came");
            return answer.Length > 0;
        });

        byte[] last = await SocketClient.AskAsync([path], request: default, TimeProvider.System, CancellationToken.None);
        Assert.Equal(line.Length + 1, last.Length);
    }

    /// <summary>Sends, and reads until the server hangs up, whichever way it does.</summary>
    /// <param name="socket">A new one.</param>
    /// <param name="address">The server.</param>
    /// <param name="input">What to send.</param>
    /// <param name="hangsUpAfterIt">Whether nothing more will be sent, so that nobody waits for the rest of half a request.</param>
    private static async ValueTask<byte[]> AskAsync(Socket socket, EndPoint address, byte[] input, bool hangsUpAfterIt = true)
    {
        using MemoryStream answer = new();
        using (socket)
        {
            await socket.ConnectAsync(address);
            try
            {
                await socket.SendAsync(input);
                if (hangsUpAfterIt)
                {
                    socket.Shutdown(SocketShutdown.Send);
                }

                byte[] buffer = new byte[8192];
                int read;
                while ((read = await socket.ReceiveAsync(buffer)) > 0)
                {
                    answer.Write(buffer, 0, read);
                }
            }
            catch (SocketException)
            {
                // It has had enough of this client, as it may.
            }
        }

        return answer.ToArray();
    }

    private static async ValueTask<byte[]> HangUpAsync(Socket socket, EndPoint address, byte[] input)
    {
        using (socket)
        {
            await socket.ConnectAsync(address);
            try
            {
                await socket.SendAsync(input);
            }
            catch (SocketException)
            {
                // It was quicker.
            }

            return [];
        }
    }

    private sealed class OneLogger(FakeLogger logger) : Microsoft.Extensions.Logging.ILoggerFactory
    {
        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => logger;

        public void AddProvider(Microsoft.Extensions.Logging.ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
