namespace EdgeWatch.Capture;

/// <summary>How a session ended.</summary>
/// <param name="IsClean">Whether there was a frame and the program then ended by itself, without an error.</param>
/// <param name="IsFinished">Whether a recording was played to its end, so that nothing is to be repeated.</param>
/// <param name="Reason">Short words, mostly one of <see cref="CaptureFailure"/>.</param>
/// <param name="Detail">The line that says most; may equal <paramref name="Reason"/>.</param>
internal readonly record struct CaptureEnd(bool IsClean, bool IsFinished, string Reason, string Detail)
{
    /// <summary>The end of a session that failed.</summary>
    public static CaptureEnd Failed(string reason, string detail) => new(IsClean: false, IsFinished: false, reason, detail);
}
