using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Languages;
using EdgeWatch.Evidence;

namespace EdgeWatch.Digest;

/// <summary>
/// A <see cref="DayDigest"/> as a video for somebody who has a minute: a card with the day and what was missed, then its moments, the most
/// unusual first, each with time, camera and reason under its picture and its clip. Without sound. What somebody called normal is no news
/// and is left out. One picture is in memory at a time, and everything else on the machine goes before it.
/// </summary>
/// <param name="digest">The day.</param>
/// <param name="options">The config.</param>
/// <param name="ffmpeg">Decodes and encodes.</param>
/// <param name="time">Clock of limits.</param>
/// <param name="progress">Told what is being shown, and how much of all is done, 0–1.</param>
internal sealed class DigestVideo(
    DayDigest digest, EdgeWatchOptions options, FfmpegTool ffmpeg, TimeProvider time, Action<string, double> progress)
{
    /// <summary>Moments at most: with all of them it takes 77 s.</summary>
    private const int MostMoments = 8;

    /// <summary>Enough to see what moves; cameras are watched at 8 to 15.</summary>
    private const int FramesPerSecond = 15;

    /// <summary>How long a card is shown that says what was missed, or nothing but the day.</summary>
    private const double CardSeconds = 5;

    /// <summary>How long the picture with the place marked is shown before the clip.</summary>
    private const double MarkedSeconds = 2;

    /// <summary>How much of a clip is shown.</summary>
    private const double ClipSeconds = 7;

    /// <summary>How long a moment is shown at least, and one without a clip at all: its reason can be read in that time.</summary>
    private const double LeastSeconds = 4;

    /// <summary>How long before an event its clip begins to be shown.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);

    private readonly Language _language = Language.Of(options.Alerts.Language);
    private readonly string _folder = EventFolders.In(options.StateDirectory);

    /// <summary>The moments that are shown.</summary>
    public IReadOnlyList<DigestMoment> Moments { get; } =
        [.. digest.Moments.Where(moment => moment.Verdict is not DigestMoment.Normal).Take(MostMoments)];

    /// <summary>Makes it. The file appears under its name once it is whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stopping">Gives it up.</param>
    /// <returns>How long it is.</returns>
    /// <exception cref="EvidenceException">It cannot be written; the message says why.</exception>
    public async Task<TimeSpan> WriteAsync(string path, CancellationToken stopping)
    {
        VideoFormat format = new()
        {
            Size = DigestCanvas.Size,
            FramesPerSecond = FramesPerSecond,
            Pixels = VideoFormat.Rgb,
            GivesWay = true,
        };
        using DigestCanvas canvas = new();
        await using VideoWriter writer = await VideoWriter.StartAsync(path, format, ffmpeg.Path, time);
        canvas.ShowCard(
            DayDigest.DayIn(digest.Day, _language),
            [
                $"{options.Node} · {_language.Say(Moments.Count > 0 ? "digest.events" : "digest.nothing", digest.Events)}",
                .. digest.MissedIn(_language).Select(missed => missed.Camera + missed.Text),
            ]);
        int frames = await HoldAsync(canvas, writer, CardSeconds, stopping);
        foreach ((int index, DigestMoment moment) in Moments.Index())
        {
            progress($"{moment.Event.Camera} {digest.ClockOf(moment.Event.StartedAt)}", (double)index / Moments.Count);
            frames += await ShowAsync(canvas, writer, index + 1, moment, stopping);
        }

        await writer.FinishAsync(stopping);
        return TimeSpan.FromSeconds((double)frames / FramesPerSecond);
    }

    private async Task<int> ShowAsync(
        DigestCanvas canvas, VideoWriter writer, int rank, DigestMoment moment, CancellationToken stopping)
    {
        canvas.ShowCaption(string.Join(" · ", [
            $"{rank}/{Moments.Count}",
            $"{digest.ClockOf(moment.Event.StartedAt)} {moment.Event.Camera}",
            .. moment.Verdict is DigestMoment.Right ? [_language.Say("digest.right")] : Array.Empty<string>(),
            .. moment.Others.Count > 0 ? [digest.OthersIn(moment, _language)] : Array.Empty<string>(),
        ]), digest.WhyIn(moment, _language));
        string clip = Path.Combine(_folder, moment.Event.EventId, EventClips.ClipName);
        int frames = 0;
        if (moment.Picture is not null && canvas.ShowPicture(moment.Picture))
        {
            frames = await HoldAsync(canvas, writer, MarkedSeconds, stopping);
        }

        if (File.Exists(clip))
        {
            frames += await PlayAsync(canvas, writer, clip, BeginningIn(moment), stopping);
        }

        if (frames == 0)
        {
            canvas.ShowInstead(_language.Say("digest.no_picture"));
        }

        return frames + await HoldAsync(canvas, writer, LeastSeconds - ((double)frames / FramesPerSecond), stopping);
    }

    /// <summary>Where in its clip an event begins to be shown: clips begin with the pre-roll, or with a key frame before that.</summary>
    private TimeSpan BeginningIn(DigestMoment moment)
    {
        CameraOptions? camera = options.Cameras.FirstOrDefault(its => its.Id == moment.Event.Camera);
        TimeSpan preRoll = (camera?.Clips ?? options.Clips).Resolve(options.Clips).PreRoll;
        return preRoll > Before ? preRoll - Before : TimeSpan.Zero;
    }

    private async Task<int> PlayAsync(
        DigestCanvas canvas, VideoWriter writer, string clip, TimeSpan from, CancellationToken stopping)
    {
        await using ClipReader reader = ClipReader.Open(
            ffmpeg.Path, clip, from, DigestCanvas.PictureSize, FramesPerSecond, stopping);
        int frames = 0;
        while (frames < ClipSeconds * FramesPerSecond && await reader.ReadAsync() is { } next)
        {
            using Frame frame = next;
            canvas.ShowFrame(frame);
            await writer.WriteAsync(canvas.Read(), stopping);
            frames++;
        }

        return frames;
    }

    /// <summary>Shows what there is for a time; none, if that is not more than 0.</summary>
    private static async Task<int> HoldAsync(DigestCanvas canvas, VideoWriter writer, double seconds, CancellationToken stopping)
    {
        ReadOnlyMemory<byte> pixels = canvas.Read();
        int frames = Math.Max(0, (int)Math.Round(seconds * FramesPerSecond));
        for (int i = 0; i < frames; i++)
        {
            await writer.WriteAsync(pixels, stopping);
        }

        return frames;
    }
}
