using System.Globalization;

namespace EdgeWatch.Capture;

/// <summary>
/// ffmpeg's second output: the compressed packets of the camera as they came, neither decoded nor encoded, each a QuickTime fragment of its
/// own. The frames for the analysis are the same with and without it, bit for bit.
/// </summary>
/// <remarks>
/// The muxer <c>fifo</c> writes in a thread of its own: who reads too slowly, or not at all, costs packets of this output and holds nothing
/// up, and a stream that QuickTime cannot hold gives nothing instead of ending ffmpeg. Times are those of arrival; where a clock was set,
/// or a recording has a hole, they go on as if it had not.
/// </remarks>
internal static class TapArguments
{
    /// <summary>Packets that wait for the reader at most: some seconds. More cost memory in ffmpeg.</summary>
    private const string Waiting = "120";

    /// <summary>The same with sound, most of which comes in small packets of 20 ms.</summary>
    private const string WaitingWithSound = "360";

    /// <summary>
    /// How many microseconds a picture waits for the sound that goes before it: cameras that have none to send hold none up.
    /// </summary>
    private const string LongestWaitForSound = "200000";

    /// <summary>Seconds until ffmpeg tries again what does not work: it never will, and each try writes some lines.</summary>
    private const string TryAgainAfter = "600";

    /// <summary>Seconds from one packet to the next where its time makes no sense.</summary>
    private const string UsualPause = "0.04";

    /// <summary>Less than any time: how the filter says "none".</summary>
    private const string NoTime = "-1e18";

    /// <summary>Whether a source has a compressed stream that ffmpeg can pass on.</summary>
    public static bool Suit(CaptureSource source) => source.Kind is SourceKind.Rtsp or SourceKind.Http or SourceKind.File;

    /// <summary>The output.</summary>
    /// <param name="address">Where it goes.</param>
    /// <param name="longestPause">What is longer between two packets is a clock that was set, or a hole; null: times stay as they
    /// are.</param>
    /// <param name="withSound">Whether the first sound goes along, if there is any; see <see cref="CameraSound"/>.</param>
    public static string[] For(string address, TimeSpan? longestPause, bool withSound) =>
    [
        "-map", "0:V:0", .. Sound(withSound), "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1",
        "-c", "copy", .. Steady(longestPause, withSound),
        "-f", "fifo", "-fifo_format", "mov", "-queue_size", withSound ? WaitingWithSound : Waiting,
        "-drop_pkts_on_overflow", "1", "-attempt_recovery", "1", "-recover_any_error", "1", "-recovery_wait_time", TryAgainAfter,
        "-format_opts", "movflags=empty_moov+default_base_moof+frag_every_frame",
        address,
    ];

    private static string[] Sound(bool isWanted) =>
        isWanted ? ["-map", "0:a:0?", "-max_interleave_delta", LongestWaitForSound] : ["-an"];

    private static string[] Steady(TimeSpan? longestPause, bool withSound)
    {
        if (longestPause is not { } longest)
        {
            return [];
        }

        string pause = longest.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        string step = $"if(gt(DTS,{NoTime})*gt(PREV_INDTS,{NoTime})*between(DTS-PREV_INDTS,0,{pause}/TB),"
            + $"max(DTS-PREV_INDTS,1),ceil({UsualPause}/TB))";

        // Pictures begin with a key frame, sound need not wait for it: both keep the time of their first packet.
        string first = withSound ? "max(DTS,0)" : "0";
        string decoded = $"if(lt(PREV_OUTDTS,{NoTime}),{first},PREV_OUTDTS+{step})";
        string shown = $"{decoded}+if(gt(PTS,{NoTime})*between(PTS-DTS,0,{pause}/TB),PTS-DTS,0)";
        string filter = $"setts=dts='{decoded}':pts='{shown}'";
        return withSound ? ["-bsf:v", filter, "-bsf:a", filter] : ["-bsf:v", filter];
    }
}
