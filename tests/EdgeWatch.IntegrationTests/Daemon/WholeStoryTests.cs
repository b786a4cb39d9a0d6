using System.Globalization;
using System.Text.Json;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

public sealed class WholeStoryTests(StoryFixture fixture) : IClassFixture<StoryFixture>
{
    private static readonly byte[] JpegStart = [0xFF, 0xD8, 0xFF];

    private Story Story => fixture.Story;

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task A_camera_learns_first_and_says_how_far_it_is()
    {
        await Story.ToldAsync();

        JsonElement[] phases = [.. Story.On("square/phase").Select(Json)];
        double[] progress = [.. phases.SkipLast(1).Select(phase => phase.GetProperty("progress").GetDouble())];
        Assert.All(phases.SkipLast(1), phase => Assert.Equal("learning", phase.GetProperty("phase").GetString()));
        Assert.Equal("watching", phases[^1].GetProperty("phase").GetString());
        Assert.Equal(progress.Order(), progress);
        Assert.True(progress.Length >= 2, "learning is told about more than once");
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task The_planted_anomaly_and_nothing_else_is_an_event_that_begins_and_ends_once()
    {
        await Story.ToldAsync();

        JsonElement[] events = [.. Story.On("square/event").Select(Json)];
        string[] types = [.. events.Select(message => message.GetProperty("type").GetString()!)];
        Assert.Equal(["start", .. Enumerable.Repeat("update", types.Length - 2), "end"], types);
        Assert.Single(events.Select(message => message.GetProperty("event_id").GetString()).Distinct());
        Assert.Equal(Enumerable.Range(1, events.Length), events.Select(message => message.GetProperty("sequence").GetInt32()));
        DateTimeOffset online = Time(
            Json(Story.On("square/status").First(message => message.Text.Contains("online", StringComparison.Ordinal))), "since");
        double after = (Time(events[0], "started_at") - online).TotalSeconds;
        Assert.InRange(after, SceneClip.AnomalySecond - 2, SceneClip.AnomalySecond + 6);
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task The_event_says_in_words_that_something_was_fast()
    {
        await Story.ToldAsync();

        JsonElement start = Json(Story.On("square/event")[0]);
        JsonElement reason = start.GetProperty("reasons")[0];
        Assert.Equal("speed", reason.GetProperty("kind").GetString());
        Assert.Contains("as fast as what is usual here", reason.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(start.GetProperty("regions").GetArrayLength() > 0);
        Assert.True(start.GetProperty("score").GetDouble() >= start.GetProperty("threshold").GetDouble());
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task Every_message_is_as_its_schema_says()
    {
        await Story.ToldAsync();

        foreach (ReceivedMessage message in Story.Messages)
        {
            Assert.True(Contract.Check(message) is [], $"{message.Topic}: {string.Join("; ", Contract.Check(message))}: {message.Text}");
        }

        string[] seen = [.. Story.Messages.Select(message => message.Topic["edgewatch/test/".Length..]).Distinct()];
        Assert.Superset(
            new HashSet<string> { "status", "info", "health", "square/threshold", "square/enabled", "square/event", "square/score" },
            seen.ToHashSet());
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task Both_pictures_are_on_disk_and_ffmpeg_decodes_them()
    {
        await Story.ToldAsync();

        string snapshot = Path.Combine(Story.Site.StateDirectory, Json(Story.On("square/event")[0]).GetProperty("snapshot").GetString()!);
        string[] pictures = [snapshot, Path.Combine(Path.GetDirectoryName(snapshot)!, "heatmap.jpg")];
        foreach (string picture in pictures)
        {
            byte[] grey = await FfmpegClip.RunAsync("-i", picture, "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1");
            Assert.Equal(320 * 240, grey.Length);
        }
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task Both_pictures_are_retained_and_the_same_as_on_disk()
    {
        await Story.ToldAsync();

        string folder = Path.Combine(
            Story.Site.StateDirectory, "events", Json(Story.On("square/event")[0]).GetProperty("event_id").GetString()!);
        foreach ((string topic, string file) in new[] { ("snapshot", "snapshot.jpg"), ("heatmap", "heatmap.jpg") })
        {
            ReceivedMessage picture = Assert.Single(Story.Retained, message => message.Topic == $"edgewatch/test/square/{topic}");
            Assert.Equal(JpegStart, picture.Payload[..JpegStart.Length]);
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(folder, file)), picture.Payload);
        }
    }

    [ToolFact("ffmpeg", "ffprobe", "mosquitto", "mosquitto_sub")]
    public async Task Who_gets_the_end_finds_a_clip_of_the_cameras_own_stream()
    {
        await Story.ToldAsync();

        JsonElement[] events = [.. Story.On("square/event").Select(Json)];
        Assert.Equal(JsonValueKind.Null, events[0].GetProperty("clip").ValueKind);
        string eventId = events[^1].GetProperty("event_id").GetString()!;
        Assert.Equal($"events/{eventId}/clip.mp4", events[^1].GetProperty("clip").GetString());
        string clip = Path.Combine(Story.Site.StateDirectory, "events", eventId, "clip.mp4");
        SceneClip scene = await SceneClip.GetAsync();
        Assert.True(Packets.Of(clip).IsPartOf(Packets.Of(scene.File)), "packet for packet as in the source");

        // Five seconds before the event; after it as much of five seconds as the recording has left.
        double eventSeconds = (Time(events[^1], "ended_at") - Time(events[0], "started_at")).TotalSeconds;
        Assert.InRange(Packets.Of(clip).Seconds, eventSeconds + 5, SceneClip.Seconds);
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task Who_gets_the_alert_finds_its_picture()
    {
        await Story.ToldAsync();

        IReadOnlyList<ReceivedMessage> messages = Story.Messages;
        int firstSnapshot = messages.ToList().FindIndex(message => message.Topic.EndsWith("square/snapshot", StringComparison.Ordinal));
        int firstEvent = messages.ToList().FindIndex(message => message.Topic.EndsWith("square/event", StringComparison.Ordinal));
        Assert.InRange(firstSnapshot, 0, firstEvent - 1);
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task The_anomaly_topic_goes_on_for_the_event_and_off_after_it()
    {
        await Story.ToldAsync();

        JsonElement[] anomalies = [.. Story.On("square/anomaly").Select(Json)];
        string[] states = [.. anomalies.Select(anomaly => anomaly.GetProperty("state").GetString()!)];
        Assert.Equal(("OFF", "OFF"), (states[0], states[^1]));
        Assert.All(states[1..^1], state => Assert.Equal("ON", state));
        Assert.Equal(
            Json(Story.On("square/event")[0]).GetProperty("event_id").GetString(), anomalies[1].GetProperty("event_id").GetString());
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task No_event_is_retained()
    {
        await Story.ToldAsync();

        Assert.DoesNotContain(Story.Retained, message => message.Topic.EndsWith("/event", StringComparison.Ordinal));
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task Cameras_that_deliver_nothing_say_why_and_harm_nobody()
    {
        await Story.ToldAsync();

        Assert.Contains(Story.On("refusing/status"), status => Json(status).GetProperty("reason").GetString() == "refused");
        Assert.Contains(Story.On("garbage/status"), status => Json(status).GetProperty("reason").GetString() == "garbled stream");
        Assert.DoesNotContain(Story.On("silent/status"), status => status.Text.Contains("online", StringComparison.Ordinal));
        Assert.True(Story.On("silent/status").Count >= 2, "connecting, then why not");
        Assert.DoesNotContain(
            Story.Messages,
            message =>
                message.Topic.EndsWith("/event", StringComparison.Ordinal) && !message.Topic.Contains("square", StringComparison.Ordinal));
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task It_is_online_until_it_is_asked_to_stop_and_ends_with_code_0_within_seconds()
    {
        await Story.ToldAsync();

        Assert.Equal(["online", "offline"], Story.On("status").Select(status => Json(status).GetProperty("state").GetString()));
        Assert.Equal(0, Story.ExitCode);
        Assert.InRange(Story.StopTime, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Equal("READY=1", Story.Notifications.First(notification => notification != "WATCHDOG=1"));
        Assert.Contains("STOPPING=1", Story.Notifications);
        Assert.Equal(
            "offline",
            Json(Assert.Single(Story.Retained, message => message.Topic == "edgewatch/test/status")).GetProperty("state").GetString());
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task What_was_learned_is_saved()
    {
        await Story.ToldAsync();

        Assert.True(new FileInfo(Story.Site.LearnedFile("square")).Length > 1000);
        string[] files = [.. Directory.GetFiles(Path.Combine(Story.Site.StateDirectory, "cameras")).Select(path => Path.GetFileName(path))];
        Assert.Equal(["square.20x15-10.gallery", "square.normality"], files.Order(StringComparer.Ordinal));
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task No_password_is_in_a_log_line_a_topic_or_a_command_line()
    {
        await Story.ToldAsync();

        foreach (string secret in new[] { Story.CameraPassword, Uri.EscapeDataString(Story.CameraPassword), MosquittoProcess.Password })
        {
            Assert.DoesNotContain(Story.Log, line => line.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(Story.Messages, message => message.Text.Contains(secret, StringComparison.Ordinal));
        }

        Assert.Empty(Story.Betrayals);
        Assert.Contains(Story.Log, line => line.Contains("refused", StringComparison.Ordinal));
    }

    private static JsonElement Json(ReceivedMessage message) => JsonDocument.Parse(message.Text).RootElement;

    private static DateTimeOffset Time(JsonElement message, string name) =>
        DateTimeOffset.Parse(message.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
