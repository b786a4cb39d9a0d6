using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Hosting.Status;

/// <summary>Asks a running daemon at one of its sockets.</summary>
internal static class SocketClient
{
    /// <summary>A daemon answers at once; one that does not in this time hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>More than a request may take; see <see cref="ControlRequests.Patience"/>.</summary>
    private static readonly TimeSpan PatienceWithRequests = ControlRequests.Patience + Patience;

    /// <summary>No report is larger: a hundred cameras make 100 kB.</summary>
    private const int MaxBytes = 16 << 20;

    /// <summary>Asks at the first of some sockets where anybody listens.</summary>
    /// <param name="paths">Where a daemon may listen, at least one.</param>
    /// <param name="request">What to ask; empty where there is but one thing to be told.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A line of JSON; see <see cref="StatusReport"/> and <see cref="ControlRequests"/>.</returns>
    /// <exception cref="EdgeWatchException">No daemon answers; the message says why.</exception>
    public static async Task<byte[]> AskAsync(
        IReadOnlyList<string> paths, ReadOnlyMemory<byte> request, TimeProvider time, CancellationToken cancellationToken)
    {
        TimeSpan patience = request.IsEmpty ? Patience : PatienceWithRequests;
        List<string> faults = [];
        foreach (string path in paths)
        {
            try
            {
                using CancellationTokenSource late = new(patience, time);
                using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
                return await AskAsync(path, request, either.Token);
            }
            catch (SocketException e)
            {
                faults.Add($"{path}: {Describe(e)}");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                faults.Add($"{path}: the daemon does not answer within {patience.TotalSeconds:0} s: it hangs, or starts at this moment");
            }
            catch (ArgumentException e)
            {
                faults.Add($"{path}: {e.Message.Split('\n', '(')[0].Trim()}");
            }
        }

        throw new EdgeWatchException($"no daemon answers.\n  {string.Join("\n  ", faults)}");
    }

    /// <summary>Has a request done at the first of some control sockets where anybody listens.</summary>
    /// <param name="paths">Where a daemon may listen, at least one.</param>
    /// <param name="verb">A verb of the requests over MQTT.</param>
    /// <param name="request">Its payload.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The data of the answer.</returns>
    /// <exception cref="EdgeWatchException">No daemon answers, or it refuses; the message says why.</exception>
    public static async Task<JsonObject> RequestAsync(
        IReadOnlyList<string> paths, string verb, JsonObject request, CancellationToken cancellationToken)
    {
        byte[] line = [.. Encoding.UTF8.GetBytes(verb), (byte)' ', .. MessageJson.Serialize(request), (byte)'\n'];
        byte[] answer = await AskAsync(paths, line, TimeProvider.System, cancellationToken);
        return MessageJson.TryRead<ResponseMessage>(answer) switch
        {
            { Status: "ok", Data: { } data } => data,
            { Error: { } error } => throw new EdgeWatchException($"{error}."),
            _ => throw new EdgeWatchException($"the daemon's answer is not understood: {Encoding.UTF8.GetString(answer)}"),
        };
    }

    private static async Task<byte[]> AskAsync(string path, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        while (!request.IsEmpty)
        {
            request = request[await socket.SendAsync(request, cancellationToken)..];
        }

        using MemoryStream answer = new();
        await using NetworkStream stream = new(socket);
        byte[] buffer = new byte[64 << 10];
        int read;
        while ((read = await ReadAsync(stream, buffer, cancellationToken)) > 0 && answer.Length < MaxBytes)
        {
            answer.Write(buffer, 0, read);
        }

        return answer.Length > 0 ? answer.ToArray() : throw new EdgeWatchException("the daemon is just starting; ask again");
    }

    private static async ValueTask<int> ReadAsync(NetworkStream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException e) when (e.InnerException is SocketException inner)
        {
            throw inner;
        }
    }

    private static string Describe(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "the daemon has crashed or was killed: its socket is still there, and nobody listens",
        SocketError.AccessDenied => "only root and the daemon's group (edgewatch) may ask: sudo edgewatch status",
        SocketError.ConnectionReset => "the daemon has ended while it answered",
        SocketError.AddressNotAvailable => "no daemon runs: there is no such socket",
        _ => e.Message,
    };
}
