using EdgeWatch.Streams;

namespace EdgeWatch.Capture;

/// <summary>Which sound goes into a camera's stream beside its pictures (<see cref="TapArguments"/>).</summary>
internal static class CameraSound
{
    /// <summary>
    /// What QuickTime holds of what cameras send, by ffmpeg's names: with any other the stream would not come at all, pictures neither.
    /// </summary>
    private static readonly HashSet<string> Held = ["aac", "mp3", "pcm_alaw", "pcm_mulaw", "pcm_s16be"];

    /// <summary>Whether it is asked for; where it is wanted and cannot be had, the ring gets the reason.</summary>
    /// <param name="ring">Where it would go.</param>
    /// <param name="source">Where it would come from.</param>
    public static bool IsAskedFor(StreamRing ring, CaptureSource source)
    {
        if (!ring.Wish.Sound || ring.SoundFault is not null)
        {
            return false;
        }

        ring.SoundFault = ring.Masks.Count > 0 ? "it has privacy masks, and its clips are made of its pictures alone"
            : source.Kind is not SourceKind.Rtsp ? "only that of RTSP cameras is taken"
            : null;
        return ring.SoundFault is null;
    }

    /// <summary>What is wrong with what a camera sends, in words; null if nothing is.</summary>
    /// <param name="codec">ffmpeg's name of it; null: nothing.</param>
    public static string? FaultOf(string? codec) =>
        codec is null ? "the camera sends none"
        : Held.Contains(codec) ? null
        : $"the camera sends {codec}, which its stream cannot hold; AAC and G.711 can be";
}
