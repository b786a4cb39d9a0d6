using System.Text;
using System.Text.Json.Nodes;
using EdgeWatch.Core.Frames;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>A part of the scene is painted in a colour that is nowhere else, and lies under a mask: it leaves by no door.</summary>
public sealed class MaskedCameraTests : IDisposable
{
    /// <summary>How often the anomaly comes, every ten seconds.</summary>
    private const int Rounds = 9;

    private const string Paint = "scale=480:360,drawbox=x=0:y=0:w=iw/2:h=ih/3:c=magenta:t=fill";
    private const string Mask = "privacy_masks: [{name: neighbour, points: [[0, 0], [0.5, 0], [0.5, 0.3334], [0, 0.3334]]}]";

    /// <summary>What the camera sends; fewer rows are analysed.</summary>
    private static readonly FrameSize Sent = new(480, 360);

    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task Nothing_of_what_is_under_a_mask_is_in_any_picture()
    {
        SceneClip scene = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        string clip = _site.File("painted.mp4");
        await FfmpegClip.RunAsync(
            "-stream_loop", $"{Rounds - 1}", "-i", scene.AnomalyFile, "-vf", Paint,
            "-c:v", "libx264", "-preset", "veryfast", "-g", "20", "-crf", "18", clip);
        Assert.True(await CountMagentaAsync(await FfmpegClip.RunAsync("-i", clip, "-frames:v", "1", "-f", "mjpeg", "-")) > 1000);
        _site.Teach(LiveCamera.Id, scene.Learned);
        Assert.True(await CountMagentaOfUnmaskedAsync(clip) > 1000);
        _site.Configure(broker.Port, "15s", $"id: {LiveCamera.Id}, source: {clip}, playback: loop, {Mask}");
        await using DaemonProcess daemon = _site.Start();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);

        await daemon.UntilAsync(
            "an event is over that is shown in all rows and in a clip", () => KeptEvents().Any(IsShownWell), TimeSpan.FromSeconds(90));
        await MqttSender.SendAsync(broker, "edgewatch/test/request/snapshot", """{"data":{"camera":"square"}}""");
        await daemon.UntilAsync("a picture is answered", () => subscriber.On("response/snapshot").Count > 0);

        string answer = subscriber.On("response/snapshot")[0].Text;
        List<byte[]> pictures =
        [
            .. subscriber.On("square/snapshot").Concat(subscriber.On("square/heatmap")).Select(message => message.Payload),
            .. Directory.GetFiles(_site.StateDirectory, "*.jpg", SearchOption.AllDirectories).Select(File.ReadAllBytes),
            Convert.FromBase64String((string)JsonNode.Parse(answer)!["data"]!["jpeg"]!),
        ];
        Assert.True(pictures.Count >= 5, $"only {pictures.Count} pictures");
        Assert.All(
            new[] { "snapshot.jpg", "plain.jpg", "heatmap.jpg", "nearest.jpg" },
            name => Assert.NotEmpty(Directory.GetFiles(_site.StateDirectory, name, SearchOption.AllDirectories)));
        foreach (byte[] picture in pictures)
        {
            Assert.Equal(0, await CountMagentaAsync(picture));
        }

        // What everybody is told is of what happens: a mask is no event.
        Assert.DoesNotContain(subscriber.On("square/event"), message => message.Text.Contains("\"view\"", StringComparison.Ordinal));
        Assert.Equal(0, await daemon.StopAsync());
        foreach (byte[] picture in PicturesOfGallery())
        {
            Assert.Equal(0, await CountMagentaAsync(picture));
        }

        // Frame by frame; no other file holds any of the camera's stream.
        string[] clips = FilesWith("ftyp");
        Assert.NotEmpty(clips);
        Assert.All(clips, file => Assert.EndsWith("/clip.mp4", file, StringComparison.Ordinal));
        foreach (string file in clips)
        {
            Assert.Equal(0, await CountMagentaAsync(await File.ReadAllBytesAsync(file)));
        }
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task A_clip_that_is_there_after_the_end_was_told_is_told_by_an_update()
    {
        SceneClip scene = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Teach(LiveCamera.Id, scene.Learned);
        _site.Configure(broker.Port, "15s", $"id: {LiveCamera.Id}, source: {scene.AnomalyFile}, playback: loop, {Mask}");
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using DaemonProcess daemon = _site.Start(("PATH", $"{SlowEncoder()}:{Environment.GetEnvironmentVariable("PATH")}"));
        JsonNode[] told = [];

        await daemon.UntilAsync(
            "an update with a clip after an end without",
            () => (told = ToldOfOne(subscriber)).Any(message => message["clip"] is not null),
            TimeSpan.FromSeconds(120));

        string[] types = [.. told.Select(message => (string)message["type"]!)];
        Assert.Equal(["end", "update"], types[^2..]);
        Assert.Single(types, "end");
        Assert.Equal(Enumerable.Range(1, told.Length), told.Select(message => (int)message["sequence"]!));
        Assert.Equal((string?)told[^2]["ended_at"], (string?)told[^1]["ended_at"]);
        Assert.True(File.Exists(Path.Combine(_site.StateDirectory, (string)told[^1]["clip"]!)));
        JsonNode kept = KeptEvents().Single(message => (string)message["event_id"]! == (string)told[^1]["event_id"]!);
        Assert.Equal(
            ("end", (int)told[^1]["sequence"]!, (string)told[^1]["clip"]!),
            ((string)kept["type"]!, (int)kept["sequence"]!, (string?)kept["clip"]));
    }

    [ToolFact("ffmpeg")]
    public async Task The_picture_with_the_zones_shows_nothing_of_it_either()
    {
        SceneClip scene = await SceneClip.GetAsync();
        string clip = _site.File("painted.mp4");
        await FfmpegClip.RunAsync("-i", scene.NormalFile, "-t", "2", "-vf", Paint, "-c:v", "libx264", "-crf", "18", clip);
        const string Zones = "zones: [{name: left, points: [[0, 0.5], [0.5, 0.5], [0.5, 1], [0, 1]]}]";
        _site.Configure(1883, "15s", $"id: {LiveCamera.Id}, source: {clip}, {Mask}, {Zones}");

        ProgramResult drawn = await BuiltProgram.RunAsync(
            "zones", LiveCamera.Id, "--config", _site.ConfigFile, "--out", _site.File("zones.png"));

        Assert.True(drawn.ExitCode == 0, drawn.Errors);
        Assert.EndsWith("zones.png: square, 320×240, 1 zone, 1 privacy mask\n", drawn.Output, StringComparison.Ordinal);
        byte[] picture = await File.ReadAllBytesAsync(_site.File("zones.png"));
        Assert.Equal(0, await CountMagentaAsync(picture));
        int blue = await CountAsync(picture, (red, green, blue) => blue > red + 60 && green > red);
        Assert.True(blue > 300, $"{blue} pixels of the zone's colour");

        ProgramResult unknown = await BuiltProgram.RunAsync(
            "zones", "barn", "--config", _site.ConfigFile, "--out", _site.File("barn.png"));
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("there is no camera barn", unknown.Errors, StringComparison.Ordinal);
    }

    /// <summary>A folder with an ffmpeg that takes longer for a clip of masked pictures than the message of an end waits.</summary>
    private string SlowEncoder()
    {
        string folder = Directory.CreateDirectory(_site.File("bin")).FullName;
        string program = _site.Write(
            "bin/ffmpeg",
            "#!/bin/sh\ncase \"$*\" in *rawvideo*clip.mp4*) sleep 12;; esac\nPATH=${PATH#*:}\nexec ffmpeg \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    /// <summary>All that was told of the first event.</summary>
    private static JsonNode[] ToldOfOne(MqttSubscriber subscriber)
    {
        JsonNode[] all = [.. subscriber.On("square/event").Select(message => JsonNode.Parse(message.Text)!)];
        return [.. all.Where(message => (string)message["event_id"]! == (string)all[0]["event_id"]!)];
    }

    private IEnumerable<JsonNode> KeptEvents() => Directory
        .GetFiles(_site.StateDirectory, "event.json", SearchOption.AllDirectories)
        .Select(file => JsonNode.Parse(File.ReadAllBytes(file))!);

    private bool IsShownWell(JsonNode message) =>
        (string?)message["type"] == "end"
        && message["clip"] is not null
        && HighResolutionTests.SizeOf(File.ReadAllBytes(Path.Combine(_site.StateDirectory, (string)message["plain"]!))) == Sent;

    /// <summary>Files of the daemon that hold a text, as files of video hold the kinds of their boxes.</summary>
    private string[] FilesWith(string text) =>
    [
        .. Directory.GetFiles(_site.StateDirectory, "*", SearchOption.AllDirectories)
            .Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0),
    ];

    /// <summary>What the pictures of what is normal show while there is no mask, and are not to show once there is one.</summary>
    private async Task<int> CountMagentaOfUnmaskedAsync(string clip)
    {
        const int NoBroker = 1;
        _site.Configure(NoBroker, "15s", $"id: {LiveCamera.Id}, source: {clip}, playback: loop");
        await using (DaemonProcess daemon = _site.Start())
        {
            await daemon.UntilLoggedAsync("square: event", "began");
            Assert.Equal(0, await daemon.StopAsync());
        }

        // What was told of it then is no matter here.
        Directory.Delete(Path.Combine(_site.StateDirectory, "events"), recursive: true);
        Array.ForEach(Directory.GetFiles(_site.StateDirectory, "outbox.db*"), File.Delete);
        return await CountMagentaAsync(PicturesOfGallery()[0]);
    }

    private byte[][] PicturesOfGallery()
    {
        string file = Assert.Single(Directory.GetFiles(_site.StateDirectory, "*.gallery", SearchOption.AllDirectories));
        byte[] content = File.ReadAllBytes(file);
        List<int> starts = [];
        for (int i = 0; i < content.Length - 3; i++)
        {
            if (content.AsSpan(i).StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            {
                starts.Add(i);
            }
        }

        Assert.NotEmpty(starts);
        return [.. starts.Select(start => content[start..])];
    }

    /// <summary>Pixels of a picture that are more red and blue than green by far; the heat map's colours and grey are not.</summary>
    private static Task<int> CountMagentaAsync(byte[] picture) =>
        CountAsync(picture, (red, green, blue) => Math.Min(red, blue) > green + 60);

    private static async Task<int> CountAsync(byte[] picture, Func<byte, byte, byte, bool> isMeant)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllBytesAsync(folder.File("picture"), picture);
        byte[] pixels = await FfmpegClip.RunAsync("-i", folder.File("picture"), "-f", "rawvideo", "-pix_fmt", "rgb24", "-");
        int count = 0;
        for (int i = 0; i < pixels.Length; i += 3)
        {
            count += isMeant(pixels[i], pixels[i + 1], pixels[i + 2]) ? 1 : 0;
        }

        Assert.NotEmpty(pixels);
        return count;
    }
}
