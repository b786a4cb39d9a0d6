using System.Text.RegularExpressions;

namespace EdgeWatch.Capture;

/// <summary>Why a source gives no pictures, in words that a status can carry; <see cref="CaptureAdvice"/> says what to do.</summary>
public static partial class CaptureFailure
{
    /// <summary>The host answers, but nothing listens there.</summary>
    public const string Refused = "refused";

    /// <summary>User name or password missing or wrong.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>No such stream, file or device.</summary>
    public const string NotFound = "not found";

    /// <summary>The file or device is there and may not be read.</summary>
    public const string NotAllowed = "not allowed";

    /// <summary>No route, no name, or no answer in time.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>Something listens there, but gives no answer that a camera would.</summary>
    public const string NoAnswer = "no answer";

    /// <summary>The camera answers that it will not or cannot.</summary>
    public const string Declined = "declined";

    /// <summary>No encrypted connection comes about.</summary>
    public const string NotSecure = "no secure connection";

    /// <summary>Connected, but no picture for too long.</summary>
    public const string Stalled = "stalled";

    /// <summary>There were pictures, and the connection or the device went away.</summary>
    public const string BrokenOff = "broken off";

    /// <summary>The device or the camera is used by somebody else.</summary>
    public const string Busy = "busy";

    /// <summary>The source has no video in it.</summary>
    public const string NoVideo = "no video stream";

    /// <summary>The address shows a page for people.</summary>
    public const string WebPage = "a web page";

    /// <summary>The file is a text, which ffmpeg would draw letter by letter.</summary>
    public const string Text = "a text, not video";

    /// <summary>The file is one picture where a recording is wanted.</summary>
    public const string SinglePicture = "a single picture";

    /// <summary>The picture of a recording changes its size or the like in the middle.</summary>
    public const string PictureChanges = "the picture changes";

    /// <summary>The source ended without saying why.</summary>
    public const string Ended = "ended";

    /// <summary>A URL of a kind that is not read.</summary>
    public const string UnsupportedSource = "unsupported source";

    /// <summary>The password file is not there or may not be read.</summary>
    public const string PasswordFile = "password file not readable";

    /// <summary>Video of a kind that cannot be read.</summary>
    public const string UnsupportedFormat = "unsupported picture format";

    /// <summary>Not one patch of the analysed picture fits into it.</summary>
    public const string TooNarrow = "picture too narrow";

    /// <summary>What came through the pipe is not video.</summary>
    public const string Garbled = "garbled stream";

    /// <summary>An option that ffmpeg does not know or cannot use here.</summary>
    public const string WrongOption = "wrong option";

    /// <summary>The decoder that was asked for does not work on this machine.</summary>
    public const string DecoderFails = "decoder does not work";

    /// <summary>The machine has run out of something.</summary>
    public const string NoResources = "out of memory or files";

    /// <summary>ffmpeg or the command is not installed.</summary>
    public const string ProgramNotFound = "program not found";

    /// <summary>ffmpeg is there and is of no use.</summary>
    public const string FfmpegUnusable = "ffmpeg does not answer";

    /// <summary>A signal ended ffmpeg or the command.</summary>
    public const string Killed = "program killed";

    /// <summary>ffmpeg or the command failed, for none of the known reasons.</summary>
    public const string ProgramFailed = "program failed";

    /// <summary>The watching of the camera failed by a bug; the camera itself may be well.</summary>
    public const string InternalError = "internal error";

    /// <summary>Older lines say nothing about the end: 20 cover the longest burst of errors that ffmpeg writes when it gives up.</summary>
    private const int LinesThatMatter = 20;

    /// <summary>What a shell and .NET add to the number of the signal that ended a program.</summary>
    private const int SignalBase = 128;

    /// <summary>Exit code of a program that SIGPIPE ended: its reader, which is this program, was gone first.</summary>
    private const int BrokenPipeExit = SignalBase + 13;

    // The first rule that matches any line wins: ffmpeg writes the cause first and its consequences below.
    private static readonly (string Reason, string[] Marks)[] Rules =
    [
        (ProgramNotFound, ["failed to execute", ": command not found", ": not found"]),
        (DecoderFails,
        [
            "Device creation failed", "Failed to set value", "No device available for decoder", "Could not find a valid device",
            "Error while opening decoder", "Failed to initialise", "Failed to initialize", "hwaccel initialisation returned error",
            "Impossible to convert between the formats", "Failed setup for format", "Unknown decoder",
        ]),
        (Unauthorized, ["401 Unauthorized", "403 Forbidden", "407 Proxy", "authorization failed", "access denied"]),
        (Refused, ["Connection refused"]),
        (NotFound, ["404 Not Found", "410 Gone", "No such file or directory", "No such device", "Could not open file :"]),
        (NotAllowed, ["Permission denied", "Operation not permitted"]),
        (WrongOption,
        [
            "Unrecognized option", "Option not found", "Error splitting the argument list", "Error parsing options", "Error parsing option",
            "Unable to parse option", "Unknown input format", "Protocol not found", "Error setting option", "Invalid option",
            "Unrecognized hwaccel",
        ]),
        (Busy, ["Device or resource busy", "453 Not Enough Bandwidth", "503 Service Unavailable", "429 Too Many"]),
        (NotSecure, ["TLS handshake", "handshake failed", "The TLS connection was non-properly terminated", "certificate", "A TLS "]),
        (Declined,
        [
            "Server returned 4", "Server returned 5", "method OPTIONS failed", "method DESCRIBE failed", "method SETUP failed",
            "method PLAY failed", "Nonmatching transport in server reply", "Too many redirects", "HTTP error",
        ]),
        (Unreachable,
        [
            "No route to host", "Network is unreachable", "Host is down", "timed out", "Failed to resolve hostname",
            "Name or service not known", "Temporary failure in name resolution", "Network is down",
        ]),
        (NoResources, ["Cannot allocate memory", "Too many open files", "Out of memory", "No space left on device"]),
        (NoVideo, ["does not contain any stream", "matches no streams", "Output file is empty", "contains no stream"]),
        (BrokenOff,
        [
            "Connection reset by peer", "Broken pipe", "End of file", "Input/output error", "Stream ends prematurely",
            "VIDIOC_DQBUF", "Connection aborted",
        ]),
        (UnsupportedFormat,
        [
            "Invalid data found when processing input", "Decoder not found", "could not find codec parameters",
            "no decoder found for", "unspecified size", "Not yet implemented in FFmpeg", "Invalid argument",
        ]),
    ];

    private static readonly string[] Harmless =
    [
        "deprecated pixel format", "EOI missing", "non-existing PPS", "no frame!", "error while decoding MB", "concealing",
        "left block unavailable", "top block unavailable", "Could not find ref with POC", "RTP: missed", "RTP: PT=", "max delay reached",
        "Last message repeated", "Non-monotonous DTS", "Non-monotonic DTS", "Thread message queue blocking", "Guessed Channel Layout",
        "Consider increasing the value", "Packet corrupt", "corrupt input packet", "corrupt decoded frame", "bytestream",
        "decode_slice_header", "Application provided invalid", "Exiting normally", "unable to decode APP fields", "overread",
        "misdetection possible", "-vsync is deprecated", "Estimating duration from bitrate",
        "To ignore this, add a trailing",
        // What ffmpeg says of passing a stream on (TapArguments): the camera is none the worse for it.
        "[fifo @", "[mov @", "FIFO queue full",
    ];

    /// <summary>Finds the reason in what the program wrote to its standard error, and in its exit code.</summary>
    /// <param name="stderrLines">Oldest first, redacted.</param>
    /// <param name="exitCode">Null: it had to be ended.</param>
    /// <returns>One of the constants, never the words of the program.</returns>
    public static string Classify(IReadOnlyList<string> stderrLines, int? exitCode = 0)
    {
        IEnumerable<string> last = stderrLines.Skip(stderrLines.Count - LinesThatMatter);
        foreach ((string reason, string[] marks) in Rules)
        {
            if (last.Any(line => !IsHarmless(line) && marks.Any(mark => line.Contains(mark, StringComparison.OrdinalIgnoreCase))))
            {
                return reason == UnsupportedFormat && last.Any(line => RtspNotOpened().IsMatch(line)) ? NoAnswer : reason;
            }
        }

        return exitCode is > SignalBase and not BrokenPipeExit ? Killed
            : exitCode is null or 0 && LastMeaningful(stderrLines) is null ? Ended
            : ProgramFailed;
    }

    /// <summary>Whether a session that gave no picture may have failed for its decoder, and not for the camera.</summary>
    public static bool MayBeTheDecoder(string reason) => reason is DecoderFails or WrongOption or UnsupportedFormat or Stalled or Ended
        or NoResources or Busy or Killed or ProgramFailed or NotFound or NotAllowed;

    /// <summary>The last line that is no mere noise, without ffmpeg's <c>[part @ 0x…]</c> before it; null if there is none.</summary>
    public static string? LastMeaningful(IReadOnlyList<string> stderrLines)
    {
        string? line = stderrLines.LastOrDefault(line => line.Length > 0 && !IsHarmless(line));
        return line is null ? null : Origin().Replace(line, "");
    }

    /// <summary>Whether a line is of the kind that healthy streams cause too.</summary>
    internal static bool IsHarmless(string line) => Harmless.Any(mark => line.Contains(mark, StringComparison.OrdinalIgnoreCase));

    /// <summary>ffmpeg calls it invalid data when an RTSP server accepts and then stays silent, or is none.</summary>
    [GeneratedRegex(@"^rtsps?://|Impossible to open 'rtsps?://")]
    private static partial Regex RtspNotOpened();

    [GeneratedRegex(@"^(?:\[[^\]]* @ (?:0x)?[0-9a-f]+\] )+")]
    private static partial Regex Origin();
}

/// <summary>A source gives no pictures. <see cref="Exception.Message"/> says why and what to do, without secrets.</summary>
/// <param name="reason">Short words, mostly one of <see cref="CaptureFailure"/>.</param>
/// <param name="detail">What exactly was found; <paramref name="reason"/> if there is nothing to add.</param>
/// <param name="inner">The cause, if another exception was.</param>
public sealed class CaptureException(string reason, string? detail = null, Exception? inner = null)
    : EdgeWatchException(CaptureAdvice.Tell(reason, detail ?? reason), inner, CodeOf(reason))
{
    /// <summary>What exactly was found.</summary>
    public string Detail { get; } = detail ?? reason;

    /// <summary>Why, in a few words fit for a status: <c>refused</c>, <c>not found</c>, …</summary>
    public string Reason { get; } = reason;

    private static ExitCode CodeOf(string reason) =>
        reason is CaptureFailure.ProgramNotFound or CaptureFailure.FfmpegUnusable ? ExitCode.Configuration : ExitCode.Failure;
}
