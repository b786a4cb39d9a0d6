using System.Text.RegularExpressions;

namespace EdgeWatch.Capture;

/// <summary>Why a source gives no pictures, in words that a status can carry.</summary>
public static partial class CaptureFailure
{
    /// <summary>The host answers, but nothing listens there.</summary>
    public const string Refused = "refused";

    /// <summary>User name or password missing or wrong.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>No such stream, file or device.</summary>
    public const string NotFound = "not found";

    /// <summary>No route, no name, or no answer in time.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>Something listens there, but gives no answer that a camera would.</summary>
    public const string NoAnswer = "no answer";

    /// <summary>Connected, but no picture for too long.</summary>
    public const string Stalled = "stalled";

    /// <summary>The device is used by another program.</summary>
    public const string Busy = "busy";

    /// <summary>The source has no video in it.</summary>
    public const string NoVideo = "no video stream";

    /// <summary>The source ended without saying why.</summary>
    public const string Ended = "ended";

    /// <summary>Video of a kind that cannot be read.</summary>
    public const string UnsupportedFormat = "unsupported picture format";

    /// <summary>Not one patch of the analysed picture fits into it.</summary>
    public const string TooNarrow = "picture too narrow";

    /// <summary>What came through the pipe is not video.</summary>
    public const string Garbled = "garbled stream";

    /// <summary>ffmpeg or the command is not installed.</summary>
    public const string ProgramNotFound = "program not found";

    /// <summary>ffmpeg is there and is of no use.</summary>
    public const string FfmpegUnusable = "ffmpeg does not answer";

    /// <summary>Older lines say nothing about the end: 20 cover the longest burst of errors that ffmpeg writes when it gives up.</summary>
    private const int LinesThatMatter = 20;

    private const int LongestReason = 200;

    // The first rule that matches any line wins: ffmpeg writes the cause first and its consequences below.
    private static readonly (string Reason, string[] Marks)[] Rules =
    [
        (ProgramNotFound, ["failed to execute", ": command not found", ": not found"]),
        (Unauthorized, ["401 Unauthorized", "403 Forbidden", "authorization failed", "access denied"]),
        (Refused, ["Connection refused"]),
        (NotFound, ["404 Not Found", "No such file or directory", "No such device", "Could not open file :"]),
        (Unreachable,
        [
            "No route to host", "Network is unreachable", "Host is down", "timed out", "Failed to resolve hostname",
            "Name or service not known", "Temporary failure in name resolution",
        ]),
        (Busy, ["Device or resource busy"]),
        (NoVideo, ["does not contain any stream", "matches no streams", "Output file is empty"]),
        (UnsupportedFormat,
            ["Invalid data found when processing input", "Decoder not found", "Unknown decoder", "could not find codec parameters"]),
    ];

    private static readonly string[] Harmless =
    [
        "deprecated pixel format", "EOI missing", "non-existing PPS", "no frame!", "error while decoding MB", "concealing",
        "left block unavailable", "top block unavailable", "Could not find ref with POC", "RTP: missed", "RTP: PT=", "max delay reached",
        "Last message repeated", "Non-monotonous DTS", "Thread message queue blocking", "Guessed Channel Layout",
        "Consider increasing the value", "Packet corrupt", "corrupt input packet", "corrupt decoded frame", "bytestream",
        "decode_slice_header", "Application provided invalid", "Exiting normally", "unable to decode APP fields", "overread",
        "misdetection possible",
    ];

    /// <summary>Finds the reason in what the program wrote to its standard error.</summary>
    /// <param name="stderrLines">Oldest first, redacted.</param>
    /// <returns>One of the constants, else the last line that says something, else <see cref="Ended"/>.</returns>
    public static string Classify(IReadOnlyList<string> stderrLines)
    {
        IEnumerable<string> last = stderrLines.Skip(stderrLines.Count - LinesThatMatter);
        foreach ((string reason, string[] marks) in Rules)
        {
            if (last.Any(line => marks.Any(mark => line.Contains(mark, StringComparison.OrdinalIgnoreCase))))
            {
                return reason == UnsupportedFormat && last.Any(line => RtspNotOpened().IsMatch(line)) ? NoAnswer : reason;
            }
        }

        return LastMeaningful(stderrLines) is { } line ? Shorten(line) : Ended;
    }

    /// <summary>The last line that is no mere noise, without ffmpeg's <c>[part @ 0x…]</c> before it; null if there is none.</summary>
    public static string? LastMeaningful(IReadOnlyList<string> stderrLines)
    {
        string? line = stderrLines.LastOrDefault(line => line.Length > 0 && !IsHarmless(line));
        return line is null ? null : Origin().Replace(line, "");
    }

    /// <summary>Whether a line is of the kind that healthy streams cause too.</summary>
    internal static bool IsHarmless(string line) => Harmless.Any(mark => line.Contains(mark, StringComparison.OrdinalIgnoreCase));

    private static string Shorten(string line) => line.Length <= LongestReason ? line : line[..LongestReason] + "…";

    /// <summary>ffmpeg calls it invalid data when an RTSP server accepts and then stays silent, or is none.</summary>
    [GeneratedRegex(@"^rtsps?://|Impossible to open 'rtsps?://")]
    private static partial Regex RtspNotOpened();

    [GeneratedRegex(@"^(?:\[[^\]]* @ 0x[0-9a-f]+\] )+")]
    private static partial Regex Origin();
}

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
