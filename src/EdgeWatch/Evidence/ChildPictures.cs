using EdgeWatch.Capture;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Evidence;

/// <summary>
/// The pictures that an ffmpeg child writes as yuv4mpeg, one after the other. Disposing it ends the child. Not for two threads at a time.
/// </summary>
internal sealed class ChildPictures : IAsyncDisposable
{
    private readonly FfmpegChild _ffmpeg;
    private readonly Yuv4MpegReader _reader;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _ending;

    /// <summary>Begins to read.</summary>
    /// <param name="ffmpeg">The child.</param>
    /// <param name="stopping">Ends it.</param>
    public ChildPictures(FfmpegChild ffmpeg, CancellationToken stopping)
    {
        (_ffmpeg, _stopping) = (ffmpeg, stopping);
        _reader = new Yuv4MpegReader(ffmpeg.Output);

        // A read from a pipe does not hear a cancellation, but it ends with the child.
        _ending = stopping.Register(ffmpeg.Kill);
    }

    /// <summary>Size of the pictures, once <see cref="BeginAsync"/> has found some.</summary>
    public FrameSize Size => _reader.Header.Size;

    /// <summary>Reads what comes before the first picture.</summary>
    /// <returns>False when the child ends without one.</returns>
    /// <exception cref="CaptureException">It writes something else.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async ValueTask<bool> BeginAsync()
    {
        bool hasBegun = await _reader.ReadHeaderAsync(_stopping);
        _stopping.ThrowIfCancellationRequested();
        return hasBegun;
    }

    /// <summary>The next picture, to be disposed; null at the end.</summary>
    /// <param name="pool">Of <see cref="Size"/>.</param>
    /// <exception cref="CaptureException">Something else follows.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async ValueTask<Frame?> ReadAsync(FramePool pool)
    {
        Frame? next = await _reader.ReadFrameAsync(pool, _stopping);
        _stopping.ThrowIfCancellationRequested();
        return next;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.DisposeAsync();
        await _ffmpeg.DisposeAsync();
    }
}
