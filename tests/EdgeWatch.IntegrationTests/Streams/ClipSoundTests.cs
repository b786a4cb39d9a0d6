using System.Globalization;
using System.Text;
using EdgeWatch.Configuration;
using EdgeWatch.IntegrationTests.Capture;
using EdgeWatch.Streams;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using FfmpegScript = EdgeWatch.IntegrationTests.Evidence.Ffmpeg;

namespace EdgeWatch.IntegrationTests.Streams;

/// <summary>The sound of real RTSP cameras in real clips.</summary>
public sealed class ClipSoundTests(CaptureFixture fixture) : IClassFixture<CaptureFixture>
{
    private const string G711 = "audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay";

    private readonly SavedClips _clips = new(fixture.Folder);

    [RtspFact]
    public async Task A_tone_of_G711_is_heard_in_the_clip_beside_pictures_that_count_alone()
    {
        using RtspServer server = await RtspServer.SpeakAsync(G711);

        (string clip, int pictures) = await ClipOfAsync(server, wantsSound: true);

        AssertHeard(clip);
        Assert.InRange(pictures, 30, 50);
        Assert.Empty(_clips.Log.Collector.GetSnapshot());
    }

    [RtspFact]
    public async Task So_is_one_of_AAC()
    {
        string file = fixture.Folder.File("tone.mp4");
        await FfmpegClip.RunAsync(
            "-f", "lavfi", "-i", $"testsrc2=size=320x240:rate={RtspServer.FramesPerSecond}:duration=120", "-f", "lavfi",
            "-i", "sine=frequency=440:sample_rate=16000:duration=120", "-c:v", "libx264", "-preset", "ultrafast", "-g", "5", "-bf", "0",
            "-pix_fmt", "yuv420p", "-c:a", "aac", file);
        using RtspServer server = await RtspServer.PlayWithSoundAsync(file);

        AssertHeard((await ClipOfAsync(server, wantsSound: true)).File);
    }

    [RtspFact]
    public async Task Nobody_who_has_not_asked_for_it_gets_any()
    {
        using RtspServer server = await RtspServer.SpeakAsync(G711);

        (string clip, _) = await ClipOfAsync(server, wantsSound: false);

        Assert.Equal("codec_type=video", Probe(clip, "stream=codec_type").Trim());
    }

    [RtspFact]
    public async Task Cameras_whose_sound_cannot_be_had_have_clips_without_and_it_is_said_once()
    {
        using RtspServer opus = await RtspServer.SpeakAsync("opusenc ! rtpopuspay");
        using RtspServer mute = await RtspServer.StartAsync();
        foreach ((RtspServer server, string why) in new[] { (opus, "opus"), (mute, "sends none") })
        {
            (string clip, _) = await ClipOfAsync(server, wantsSound: true, why);

            Assert.Equal("codec_type=video", Probe(clip, "stream=codec_type").Trim());
        }
    }

    [RtspFact]
    public async Task Sound_that_cannot_be_encoded_takes_no_clip_away()
    {
        using RtspServer server = await RtspServer.SpeakAsync(G711);
        string deaf = FfmpegScript.Script(
            fixture.Folder.Path, "case \"$*\" in *aresample*) cat > /dev/null; echo no ears >&2; exit 1;; esac; exec ffmpeg \"$@\"");

        (string clip, _) = await ClipOfAsync(server, wantsSound: true, writer: deaf);

        Assert.Equal("codec_type=video", Probe(clip, "stream=codec_type").Trim());
        Assert.Contains("no ears", Assert.Single(_clips.Log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    /// <summary>Four seconds of a camera.</summary>
    private async Task<(string File, int Pictures)> ClipOfAsync(
        RtspServer server, bool wantsSound, string? saidOnce = null, string writer = "ffmpeg")
    {
        StreamRing ring = SavedClips.Ring(wantsSound);
        await using CameraRun run = new(new CameraOptions { Source = server.Url }, fixture.Ffmpeg, ring);
        await run.OnlineAsync();
        long from = TimeProvider.System.GetTimestamp() + SavedClips.Second;
        long to = from + (4 * SavedClips.Second);
        await Eventually.Until("five seconds", () => ring.Newest > to, TimeSpan.FromSeconds(30));
        (string, int) clip = await _clips.SaveAsync(ring, from, to, writer);

        Assert.Equal(0, run.Camera.Restarts);
        string[] said = [.. run.Log.Collector.GetSnapshot().Select(line => line.Message).Where(line => line.Contains("no sound"))];
        Assert.Equal(saidOnce is null ? 0 : 1, said.Length);
        Assert.All(said, line => Assert.Contains(saidOnce!, line, StringComparison.Ordinal));
        return clip;
    }

    private static void AssertHeard(string clip)
    {
        Assert.Equal(["h264", "aac"], Values(Probe(clip, "stream=codec_name")));
        double[] seconds = [.. Values(Probe(clip, "stream=duration")).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        Assert.InRange(seconds[1], seconds[0] - 1, seconds[0] + 1);
        byte[] samples = FfmpegScript.Run(
            "ffmpeg", "-v", "error", "-i", clip, "-map", "0:a", "-ac", "1", "-ar", "8000", "-f", "u8", "pipe:1");
        Assert.True(samples.Count(sample => Math.Abs(sample - 128) > 10) > samples.Length / 2, "the tone is to be heard");
    }

    private static string[] Values(string probed) =>
        [.. probed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[1])];

    private static string Probe(string clip, string entries) => Encoding.UTF8.GetString(
        FfmpegScript.Run("ffprobe", "-v", "error", "-show_entries", entries, "-of", "default=nw=1", clip));
}
