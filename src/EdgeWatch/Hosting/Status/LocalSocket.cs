using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting.Status;

/// <summary>
/// A Unix socket for root and the daemon's group: who connects gets one line of JSON, then it hangs up. A socket that cannot be made is no
/// reason to stop watching: it is said, and tried again.
/// </summary>
/// <param name="path">Where it is.</param>
/// <param name="verb">The verb that asks there.</param>
/// <param name="answer">Makes the line, and reads from the client what it needs for it, if anything; null while there is none yet.</param>
/// <param name="patience">How long a client and the answer to it may take: others wait.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when it cannot be made.</param>
internal sealed partial class LocalSocket(
    string path,
    string verb,
    Func<Socket, CancellationToken, ValueTask<byte[]?>> answer,
    TimeSpan patience,
    TimeProvider time,
    ILogger<LocalSocket> logger)
{
    /// <summary>Root and the group of the daemon may ask; everybody else may not.</summary>
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>Clients that wait for their turn; of more, the kernel makes them wait.</summary>
    private const int Backlog = 8;

    /// <summary>When it is tried again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger = logger;
    private string _told = "";

    /// <summary>Answers until stopped; then the socket is removed.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await ServeAsync(stopping);
            }
            catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
            {
                if (e.Message != _told)
                {
                    _told = e.Message;
                    LogUnavailable(verb, path, e.Message);
                }
            }

            await Task.Delay(RetryAfter, time, stopping);
        }
    }

    private async Task ServeAsync(CancellationToken stopping)
    {
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await BindAsync(listener, stopping);
        try
        {
            File.SetUnixFileMode(path, Mode);
            listener.Listen(Backlog);
            _told = "";
            while (true)
            {
                using Socket client = await listener.AcceptAsync(stopping);
                await AnswerAsync(client, stopping);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A socket that a killed daemon has left is in the way; that of a living one is not touched.</summary>
    private async Task BindAsync(Socket listener, CancellationToken stopping)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path))
        {
            await RequireAbandonedAsync(stopping);
            File.Delete(path);
        }

        listener.Bind(new UnixDomainSocketEndPoint(path));
    }

    private async Task RequireAbandonedAsync(CancellationToken stopping)
    {
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await probe.ConnectAsync(new UnixDomainSocketEndPoint(path), stopping);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused)
        {
            return;
        }

        throw new IOException("another daemon answers there");
    }

    private async Task AnswerAsync(Socket client, CancellationToken stopping)
    {
        using CancellationTokenSource late = new(patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stopping, late.Token);
        try
        {
            ReadOnlyMemory<byte> rest = await answer(client, either.Token) is { } line ? (byte[])[.. line, (byte)'\n'] : [];
            while (!rest.IsEmpty)
            {
                rest = rest[await client.SendAsync(rest, either.Token)..];
            }
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            // It has gone, or does not read.
        }
    }

    [LoggerMessage(910, LogLevel.Warning, "edgewatch {Verb} will get no answer: {Path} cannot be made: {Reason}")]
    private partial void LogUnavailable(string verb, string path, string reason);
}
