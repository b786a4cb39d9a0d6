using System.Net.Sockets;
using System.Text;

namespace EdgeWatch.TestKit.Capture;

/// <summary>
/// An HTTP camera: sends Motion JPEG (<c>multipart/x-mixed-replace</c>) or what else its <see cref="MjpegDialect"/> says at
/// <see cref="Url"/> to whoever asks, "404 Not Found" at every other path, and "401 Unauthorized" to those who lack the password.
/// </summary>
public sealed class MjpegServer : IAsyncDisposable
{
    private const string Boundary = "picture";

    private readonly LoopbackService _service;
    private readonly MjpegDialect _dialect;
    private IReadOnlyList<byte[]> _pictures;
    private readonly TimeSpan _interval;
    private readonly string? _authorization;
    private int _connections;
    private long _sent;

    /// <summary>Starts to listen.</summary>
    /// <param name="pictures">JPEG files, sent again and again.</param>
    /// <param name="framesPerSecond">How many a second.</param>
    /// <param name="login"><c>user:password</c> that is needed; null: none.</param>
    /// <param name="dialect">How they are sent.</param>
    public MjpegServer(
        IReadOnlyList<byte[]> pictures, double framesPerSecond, string? login = null, MjpegDialect dialect = MjpegDialect.Textbook)
    {
        _dialect = dialect;
        _pictures = pictures;
        _interval = TimeSpan.FromSeconds(1 / framesPerSecond);
        _authorization = login is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(login));
        _service = new LoopbackService(ServeAsync);
        _service.Start();
    }

    /// <summary>Where the stream is.</summary>
    public string Url => $"http://{_service.Address}/video";

    /// <summary>Pictures sent so far, over all connections.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Sends others from now on, over the connections that are open, too.</summary>
    public void Show(IReadOnlyList<byte[]> pictures) => Volatile.Write(ref _pictures, pictures);

    /// <summary>Connections so far that got pictures.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient connection = client;
        try
        {
            NetworkStream stream = connection.GetStream();
            string request = await ReadRequestAsync(stream);
            if (_authorization is not null && !request.Contains(_authorization, StringComparison.Ordinal))
            {
                await SendAsync(stream, "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"cam\"\r\nContent-Length: 0\r\n\r\n");
            }
            else if (!request.StartsWith("GET /video ", StringComparison.Ordinal))
            {
                await SendAsync(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            }
            else
            {
                await SendPicturesAsync(stream);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The viewer has left, or the test is over.
        }
    }

    private async Task SendPicturesAsync(NetworkStream stream)
    {
        Interlocked.Increment(ref _connections);
        if (_dialect.WholeAnswer(_pictures[0]) is { } answer)
        {
            Interlocked.Increment(ref _sent);
            await stream.WriteAsync(answer, _service.Stopping);
            return;
        }

        await SendAsync(stream, _dialect.Head(Boundary));
        using PeriodicTimer timer = new(_interval);
        for (int i = 0; await timer.WaitForNextTickAsync(_service.Stopping); i++)
        {
            IReadOnlyList<byte[]> pictures = Volatile.Read(ref _pictures);
            byte[] picture = pictures[i % pictures.Count];
            await SendAsync(stream, _dialect.Before(Boundary, picture.Length, isFirst: i == 0));
            await stream.WriteAsync(picture, _service.Stopping);
            await SendAsync(stream, _dialect.After());
            Interlocked.Increment(ref _sent);
        }
    }

    private async Task SendAsync(NetworkStream stream, string text) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), _service.Stopping);

    private async Task<string> ReadRequestAsync(NetworkStream stream)
    {
        byte[] buffer = new byte[8192];
        int length = 0;
        while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(length), _service.Stopping);
            length += read > 0 ? read : throw new IOException("no complete request");
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
