namespace EdgeWatch.Capture;

/// <summary>A source gives no pictures. <see cref="Exception.Message"/> holds the detail, without secrets.</summary>
/// <param name="reason">Short words, mostly one of <see cref="CaptureFailure"/>.</param>
/// <param name="detail">What exactly was found; <paramref name="reason"/> if there is nothing to add.</param>
/// <param name="inner">The cause, if another exception was.</param>
public sealed class CaptureException(string reason, string? detail = null, Exception? inner = null)
    : EdgeWatchException(detail ?? reason, inner, CodeOf(reason))
{
    /// <summary>Why, in a few words fit for a status: <c>refused</c>, <c>not found</c>, …</summary>
    public string Reason { get; } = reason;

    private static ExitCode CodeOf(string reason) =>
        reason is CaptureFailure.ProgramNotFound or CaptureFailure.FfmpegUnusable ? ExitCode.Configuration : ExitCode.Failure;
}
