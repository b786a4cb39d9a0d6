using System.Globalization;
using System.Text;
using EdgeWatch.Evidence;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;
using EventId = EdgeWatch.Core.Events.EventId;
using FfmpegScript = EdgeWatch.IntegrationTests.Evidence.Ffmpeg;

namespace EdgeWatch.IntegrationTests.Cli;

/// <summary><c>digest --out F.mp4</c> by the built program and a real ffmpeg: each event is of one colour.</summary>
public sealed class DigestVideoTests : IDisposable
{
    private const int DeadPort = 1;
    private const string Day = "2026-03-01";

    /// <summary>Rows of a picture above the caption, and of the whole.</summary>
    private const int PictureRows = 588;
    private const int Rows = 720;
    private const int Columns = 1280;

    private readonly DaemonSite _site = new();

    public DigestVideoTests() => _site.Configure(DeadPort, "30s", "id: yard, source: yard.mp4", "id: gate, source: gate.mp4");

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "ffprobe")]
    public async Task The_moments_follow_in_the_order_of_their_ranks_with_captions_whatever_their_clips_are_like()
    {
        await EventAsync("yard", 7, peak: 0.6, "red", "640x480", framesPerSecond: 10, hasClip: true);
        await EventAsync("gate", 9, peak: 0.9, "green", "300x700", framesPerSecond: 0, hasClip: false);
        await EventAsync("yard", 12, peak: 0.8, "blue", "1920x1080", framesPerSecond: 30, hasClip: true);

        ProgramResult made = await RunAsync("day.mp4");

        Assert.True(made.ExitCode == 0, made.Errors);
        Assert.Contains("day.mp4: 27 s, 3 moments of 3 events, without sound.\n", made.Output, StringComparison.Ordinal);
        Assert.Contains("yard: no scores of this day are kept.", made.Output, StringComparison.Ordinal);
        string video = _site.File("day.mp4");
        Assert.Equal(
            "codec_type=video\nwidth=1280\nheight=720\nduration=27.000000\n",
            Encoding.UTF8.GetString(FfmpegScript.Run(
                "ffprobe", "-v", "error", "-show_entries", "stream=codec_type,width,height:format=duration", "-of", "default=nw=1",
                video)));

        byte[] centres = FfmpegScript.Run(
            "ffmpeg", "-v", "error", "-i", video, "-vf", "fps=2,crop=64:64:608:264,scale=1:1:flags=area", "-f", "rawvideo",
            "-pix_fmt", "rgb24", "pipe:1");
        Assert.Equal("-gbr", Colours(centres));
        Assert.Equal((10, 8, 18, 18), (Count(centres, '-'), Count(centres, 'g'), Count(centres, 'b'), Count(centres, 'r')));

        // A tall picture has bars beside it, which are black, and is whole.
        byte[] green = FrameAt(video, 7);
        Assert.True(IsBlack(green, 300, 100) && IsBlack(green, 980, 500));
        Assert.False(IsBlack(green, Columns / 2, 8) || IsBlack(green, Columns / 2, PictureRows - 8));
        byte[][] captions = [.. new double[] { 7, 13, 22 }.Select(second => FrameAt(video, second)[(PictureRows * Columns * 3)..])];
        Assert.All(captions, caption => Assert.True(caption.Count(value => value > 200) > 3000, "white letters on dark ground"));
        Assert.Equal(3, captions.Select(Convert.ToHexString).Distinct().Count());
        Assert.False(File.Exists(video + ".part"));
    }

    [ToolFact("ffmpeg")]
    public async Task A_broken_clip_and_a_broken_picture_take_nothing_but_themselves()
    {
        string id = await EventAsync("yard", 7, peak: 0.6, "red", "640x480", framesPerSecond: 10, hasClip: true);
        string folder = Path.Combine(_site.StateDirectory, "events", id);
        await File.WriteAllTextAsync(Path.Combine(folder, EventClips.ClipName), "no video");
        await File.WriteAllTextAsync(Path.Combine(folder, EventPictures.SnapshotName), "no picture");
        await EventAsync("gate", 9, peak: 0.5, "green", "320x240", framesPerSecond: 10, hasClip: true);

        ProgramResult made = await RunAsync("day.mp4");

        Assert.True(made.ExitCode == 0, made.Errors);
        Assert.Contains("18 s, 2 moments of 2 events", made.Output, StringComparison.Ordinal);

        // A card of 5 s, the red one, whose picture and clip are none, for 4 s, then the green one.
        byte[] broken = FrameAt(_site.File("day.mp4"), 7);
        byte[] whole = FrameAt(_site.File("day.mp4"), 12);
        Assert.InRange(Letters(broken), 500, 20_000);
        Assert.Equal(0, Letters(whole));
    }

    [Fact]
    public async Task A_day_without_events_is_told_and_makes_no_video()
    {
        ProgramResult made = await RunAsync("day.mp4");

        Assert.Equal(1, made.ExitCode);
        Assert.Contains($"no event of {Day} is kept, so there is no video", made.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_site.File("day.mp4")));
    }

    [MountFact]
    public async Task On_a_full_disk_it_says_so_and_leaves_no_half_video()
    {
        await EventAsync("yard", 7, peak: 0.6, "red", "640x480", framesPerSecond: 10, hasClip: true, noise: true);
        string folder = _site.File("small");
        using SmallDisk disk = new(folder, kilobytes: 200);

        ProgramResult made = await RunAsync("small/day.mp4");

        Assert.Equal(1, made.ExitCode);
        Assert.Contains("No space left", made.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    private async Task<ProgramResult> RunAsync(string output) => await BuiltProgram.RunAsync(
        "digest", "--config", _site.ConfigFile, "--day", Day, "--out", _site.File(output));

    /// <summary>An event with a picture, and a clip of 15 s, all of one colour.</summary>
    private async Task<string> EventAsync(
        string camera, int hour, double peak, string colour, string size, int framesPerSecond, bool hasClip, bool noise = false)
    {
        DateTimeOffset start = new DateTime(2026, 3, 1, hour, 5, 0, DateTimeKind.Local);
        string id = EventId.Create(start);
        string folder = Directory.CreateDirectory(Path.Combine(_site.StateDirectory, "events", id)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, EventPictures.MessageName), $$"""
            {"event_id":"{{id}}","camera":"{{camera}}","started_at":"{{start:O}}","ended_at":"{{start.AddSeconds(5):O}}",
            "peak_score":{{peak.ToString(CultureInfo.InvariantCulture)}},
            "reasons":[{"kind":"{{colour}}","text":"looks {{colour}} as nothing usually does here, and stays longer than what is usual"}],
            "snapshot":null}
            """);
        string pictures = $"color={colour}:size={size}";
        await FfmpegClip.RunAsync(
            "-f", "lavfi", "-i", pictures, "-frames:v", "1", Path.Combine(folder, EventPictures.SnapshotName));
        if (hasClip)
        {
            await FfmpegClip.RunAsync(
                "-f", "lavfi", "-i", $"{pictures}:rate={framesPerSecond}:duration=15{(noise ? ",noise=alls=60:allf=t" : "")}",
                "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", Path.Combine(folder, EventClips.ClipName));
        }

        return id;
    }

    /// <summary>Colours one after another, without repetitions.</summary>
    private static string Colours(byte[] pixels)
    {
        StringBuilder found = new();
        foreach (char colour in pixels.Chunk(3).Select(NameOf))
        {
            if (found.Length == 0 || found[^1] != colour)
            {
                found.Append(colour);
            }
        }

        return found.ToString();
    }

    private static int Count(byte[] pixels, char colour) => pixels.Chunk(3).Count(pixel => NameOf(pixel) == colour);

    private static char NameOf(byte[] pixel) => pixel.Max() < 60 ? '-' : "rgb"[Array.IndexOf(pixel, pixel.Max())];

    private static bool IsBlack(byte[] frame, int column, int row) =>
        frame.AsSpan(((row * Columns) + column) * 3, 3) is var pixel && Math.Max(pixel[0], Math.Max(pixel[1], pixel[2])) < 20;

    /// <summary>Samples of the place for pictures that are white.</summary>
    private static int Letters(byte[] frame) => frame[..(PictureRows * Columns * 3)].Count(value => value > 200);

    private static byte[] FrameAt(string video, double second)
    {
        byte[] frame = FfmpegScript.Run(
            "ffmpeg", "-v", "error", "-ss", second.ToString(CultureInfo.InvariantCulture), "-i", video, "-frames:v", "1", "-f", "rawvideo",
            "-pix_fmt", "rgb24", "pipe:1");
        Assert.Equal(Rows * Columns * 3, frame.Length);
        return frame;
    }
}
