using System.Net.Sockets;

namespace EdgeWatch.Streams;

/// <summary>
/// Where ffmpeg writes the compressed stream of a camera to: a Unix socket in a folder of its own, which is gone as soon as ffmpeg has
/// found it. All that comes is read at once, so that ffmpeg never waits, and goes to a <see cref="StreamRing"/>.
/// </summary>
internal sealed class StreamTap : IAsyncDisposable
{
    private const int ReadAhead = 64 * 1024;

    private readonly StreamRing _ring;
    private readonly string _folder;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    private StreamTap(StreamRing ring, string folder, Socket listener)
    {
        (_ring, _folder, _listener) = (ring, folder, listener);
        _reading = ReadAsync();
    }

    /// <summary>What ffmpeg is given as its output.</summary>
    public string Address => $"unix:{SocketIn(_folder)}";

    /// <summary>Opens one.</summary>
    /// <exception cref="IOException">There is no place for the socket.</exception>
    public static StreamTap Open(StreamRing ring)
    {
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        string? folder = null;
        try
        {
            // For this user alone.
            folder = Directory.CreateTempSubdirectory("edgewatch-").FullName;
            listener.Bind(new UnixDomainSocketEndPoint(SocketIn(folder)));
            listener.Listen(1);
            return new StreamTap(ring, folder, listener);
        }
        catch (Exception e) when (e is SocketException or ArgumentException or UnauthorizedAccessException or IOException)
        {
            listener.Dispose();
            Remove(folder);
            throw e as IOException ?? new IOException($"no socket for its stream can be made: {e.Message}", e);
        }
    }

    /// <summary>Waits until all has been read that ffmpeg has written.</summary>
    /// <exception cref="TimeoutException">Not within <paramref name="limit"/>.</exception>
    public Task ReadToEndAsync(TimeSpan limit, TimeProvider time) => _reading.WaitAsync(limit, time);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _listener.Dispose();
        Remove(_folder);
        _stop.Dispose();
    }

    private static string SocketIn(string folder) => Path.Combine(folder, "stream");

    private static void Remove(string? folder)
    {
        try
        {
            if (folder is not null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Removed already, or by somebody who cleans up there.
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            using Socket connection = await _listener.AcceptAsync(_stop.Token);
            Remove(_folder);
            await using BufferedStream stream = new(new NetworkStream(connection), ReadAhead);
            await ReadAsync(new FragmentReader(stream));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or SocketException)
        {
            _ring.Fault = $"its stream cannot be read: {e.Message}";
        }
        catch (OperationCanceledException)
        {
            // Nobody wants it any more.
        }
    }

    private async Task ReadAsync(FragmentReader reader)
    {
        if (await reader.ReadHeaderAsync(_stop.Token) is not { } header)
        {
            return;
        }

        _ring.Begin(header);
        _ring.Fault = null;
        while (await reader.ReadAsync(_stop.Token))
        {
            _ring.Add(reader.Fragment, reader.Info);
        }
    }
}
