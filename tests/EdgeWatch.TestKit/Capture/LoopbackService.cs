using System.Net;
using System.Net.Sockets;

namespace EdgeWatch.TestKit.Capture;

/// <summary>Accepts connections at a free loopback port and serves each beside the others, until it is disposed.</summary>
internal sealed class LoopbackService : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<TcpClient, Task> _serve;
    private Task _accepting = Task.CompletedTask;

    /// <summary>A service at a port of its own, which nobody can reach before <see cref="Start"/>.</summary>
    /// <param name="serve">Serves a connection, disposes of it, and ends when <see cref="Stopping"/> is cancelled.</param>
    public LoopbackService(Func<TcpClient, Task> serve) => _serve = serve;

    /// <summary>Address and port.</summary>
    public EndPoint Address => _listener.LocalEndpoint;

    /// <summary>Cancelled when it is over.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Begins to accept.</summary>
    public void Start()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> clients = [];
        try
        {
            while (true)
            {
                clients.Add(_serve(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(clients);
        }
    }
}
