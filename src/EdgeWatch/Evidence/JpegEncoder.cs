using EdgeWatch.Core.Frames;

namespace EdgeWatch.Evidence;

/// <summary>
/// Makes JPEG files of I420 pictures by an ffmpeg child, one at a time: on a small machine, evidence must not take the processor
/// away from watching. Luma is passed on as it is (full range).
/// </summary>
/// <param name="timeProvider">Measures the time-out.</param>
/// <param name="ffmpegPath">Name or path of ffmpeg.</param>
/// <param name="timeout">How long one picture may take; <see cref="DefaultTimeout"/> when null.</param>
public sealed class JpegEncoder(TimeProvider timeProvider, string ffmpegPath = "ffmpeg", TimeSpan? timeout = null) : IDisposable
{
    /// <summary>A 480-row picture takes a Pi far less than a second; more than this means that ffmpeg hangs.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>ffmpeg's scale, 2 (best) to 31: 3 is hard to tell from the original, at some 60 KB for 640×480.</summary>
    private const string Quality = "3";

    private static ReadOnlySpan<byte> StartOfImage => [0xFF, 0xD8];

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TimeSpan _timeout = timeout ?? DefaultTimeout;

    /// <summary>Encodes a picture.</summary>
    /// <param name="size">Its size.</param>
    /// <param name="pixels">The I420 picture; must not change until the task ends.</param>
    /// <param name="cancellationToken">Ends the wait and the child.</param>
    /// <returns>The bytes of a JPEG file.</returns>
    /// <exception cref="EvidenceException">ffmpeg is missing, failed, or took too long.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired.</exception>
    public async Task<byte[]> EncodeAsync(FrameSize size, ReadOnlyMemory<byte> pixels, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await EncodeInTimeAsync(size, pixels, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static string[] Arguments(FrameSize size) =>
    [
        "-f", "rawvideo", "-pix_fmt", "yuvj420p", "-video_size", $"{size.Width}x{size.Height}", "-i", "pipe:0",
        "-frames:v", "1", "-threads", "1", "-c:v", "mjpeg", "-q:v", Quality, "-f", "image2pipe", "pipe:1",
    ];

    private async Task<byte[]> EncodeInTimeAsync(FrameSize size, ReadOnlyMemory<byte> pixels, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await RunAsync(size, pixels, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EvidenceException($"ffmpeg made no JPEG within {_timeout.TotalSeconds:0.#} s", exception);
        }
    }

    private async Task<byte[]> RunAsync(FrameSize size, ReadOnlyMemory<byte> pixels, CancellationToken cancellationToken)
    {
        await using EncoderProcess ffmpeg = EncoderProcess.Start(ffmpegPath, Arguments(size));
        using var jpeg = new MemoryStream();
        Task feeding = FeedAsync(ffmpeg, pixels, cancellationToken);
        // A pending read of a pipe does not hear a cancellation, but it ends with the child.
        await using (cancellationToken.Register(ffmpeg.Kill))
        {
            await ffmpeg.Output.CopyToAsync(jpeg, CancellationToken.None).ConfigureAwait(false);
        }

        await feeding.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        await ffmpeg.WaitAsync(cancellationToken).ConfigureAwait(false);
        byte[] bytes = jpeg.ToArray();
        return bytes.AsSpan().StartsWith(StartOfImage) ? bytes : throw new EvidenceException("ffmpeg wrote no JPEG");
    }

    private static async Task FeedAsync(EncoderProcess ffmpeg, ReadOnlyMemory<byte> pixels, CancellationToken cancellationToken)
    {
        await ffmpeg.WriteAsync(pixels, cancellationToken).ConfigureAwait(false);
        ffmpeg.CloseInput();
    }
}
