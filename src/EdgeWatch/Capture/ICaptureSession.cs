using EdgeWatch.Core.Frames;

namespace EdgeWatch.Capture;

/// <summary>One run of a camera's program, from its start to its end. Disposing it stops the program.</summary>
internal interface ICaptureSession : IAsyncDisposable
{
    /// <summary>Whether it shows what happens now, so that its rate and its faults are those of a camera.</summary>
    bool IsLive { get; }

    /// <summary>Pictures of which the decoder has said that parts are missing.</summary>
    long DamagedPictures { get; }

    /// <summary>Waits for the next frame.</summary>
    /// <returns>A frame that the caller disposes; null when no more will come.</returns>
    /// <exception cref="CaptureException">What came is no video.</exception>
    ValueTask<Frame?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Stops the program if it still runs and says why there are no more frames.</summary>
    Task<CaptureEnd> EndAsync();
}

/// <summary>How a session ended.</summary>
/// <param name="IsClean">Whether there was a frame and the program then ended by itself, without an error.</param>
/// <param name="IsFinished">Whether a recording was played to its end, so that nothing is to be repeated.</param>
/// <param name="Reason">Short words, mostly one of <see cref="CaptureFailure"/>.</param>
/// <param name="Detail">The line that says most; may equal <paramref name="Reason"/>.</param>
/// <param name="Change">What the picture has changed from and to, if that is why it ended.</param>
internal readonly record struct CaptureEnd(bool IsClean, bool IsFinished, string Reason, string Detail, string? Change = null)
{
    /// <summary>The end of a session that failed.</summary>
    public static CaptureEnd Failed(string reason, string detail) => new(IsClean: false, IsFinished: false, reason, detail);
}
