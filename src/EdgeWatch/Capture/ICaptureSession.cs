using EdgeWatch.Core.Frames;

namespace EdgeWatch.Capture;

/// <summary>One run of a camera's program, from its start to its end. Disposing it stops the program.</summary>
internal interface ICaptureSession : IAsyncDisposable
{
    /// <summary>Waits for the next frame.</summary>
    /// <returns>A frame that the caller disposes; null when no more will come.</returns>
    /// <exception cref="CaptureException">What came is no video.</exception>
    ValueTask<Frame?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Stops the program if it still runs and says why there are no more frames.</summary>
    Task<CaptureEnd> EndAsync();
}
