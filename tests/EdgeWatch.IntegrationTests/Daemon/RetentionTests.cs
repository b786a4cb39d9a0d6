using System.Text.Json;
using EdgeWatch.Core.Events;
using EdgeWatch.Evidence;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

public sealed class RetentionTests : IDisposable
{
    private const int KiB = 1024;

    /// <summary>Of a disk of 24 MiB, a tenth of which is to be free.</summary>
    private const int DiskKilobytes = 24 * KiB;
    private const int OldEvents = 42;
    private const int OldEventBytes = 512 * KiB;

    private readonly DaemonSite _site = new();

    private string Events => EventFolders.In(_site.StateDirectory);

    public void Dispose() => _site.Dispose();

    [MountFact]
    public async Task On_a_full_disk_the_oldest_events_go_alerts_go_out_and_the_newest_event_is_kept_whole()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using SmallDisk disk = new(_site.StateDirectory, DiskKilobytes);
        _site.Teach(LiveCamera.Id, clip.Learned);
        string[] old = AddOldEvents();
        disk.Fill();
        _site.Configure(broker.Port, "15s", LiveCamera.WithAnomalies(clip));
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using DaemonProcess daemon = _site.Start();

        await daemon.UntilAsync("an event and its end", () => Ends(subscriber).Any());
        JsonElement end = Ends(subscriber).First();

        Assert.All(new[] { "snapshot", "clip" }, name => Assert.NotEmpty(File.ReadAllBytes(FileOf(end, name))));
        string folder = Path.Combine(Events, end.GetProperty("event_id").GetString()!);

        // A picture of what is normal is there if one had been taken by then.
        Assert.Equal(
            ["clip.mp4", "course.json", "event.json", "heatmap.jpg", "plain.jpg", "snapshot.jpg", "trace"],
            Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Except(["nearest.jpg"]).Order(StringComparer.Ordinal));
        Assert.Equal(0, await daemon.StopAsync());

        string[] left = [.. old.Where(id => Directory.Exists(Path.Combine(Events, id)))];
        Assert.InRange(left.Length, 1, OldEvents - 1);
        Assert.Equal(old[^left.Length..], left);
        Assert.All(left, id => Assert.Equal(OldEventBytes, new FileInfo(Path.Combine(Events, id, EventPictures.SnapshotName)).Length));
        string told = Assert.Single(daemon.Log, line => line.Contains("Removed", StringComparison.Ordinal));
        Assert.Contains("of the disk free, see retention.min_free_mebibytes", told, StringComparison.Ordinal);
    }

    [ToolFact("ffmpeg")]
    public async Task A_shorter_time_holds_without_a_restart_of_the_camera_and_check_says_what_is_kept()
    {
        AddOldEvents();
        SceneClip clip = await SceneClip.GetAsync();
        _site.Configure(1, "10min", LiveCamera.Ordinary(clip));
        string plain = await File.ReadAllTextAsync(_site.ConfigFile);
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilLoggedAsync("Camera square: learning starts");

        await File.WriteAllTextAsync(_site.ConfigFile, plain + "\nretention: {keep_for: 20h}\n");
        daemon.Signal("HUP");
        await daemon.UntilLoggedAsync("older than retention.keep_for, 20 h");

        ProgramResult check = await BuiltProgram.RunAsync("check", "--config", _site.ConfigFile);
        Assert.Matches(@"kept events +ok +(19|20), the oldest of \d{4}-\d\d-\d\d; [\d.]+ of 2048 MiB", check.Output);
        Assert.Equal(0, await daemon.StopAsync());
        Assert.Single(daemon.Log, line => line.Contains("Camera square: learning starts", StringComparison.Ordinal));
    }

    private string FileOf(JsonElement message, string name) => Path.Combine(_site.StateDirectory, message.GetProperty(name).GetString()!);

    private static IEnumerable<JsonElement> Ends(MqttSubscriber subscriber) => subscriber.On("/event")
        .Select(message => JsonDocument.Parse(message.Text).RootElement)
        .Where(message => message.GetProperty("type").GetString() == "end");

    /// <summary>One an hour until now, the oldest first.</summary>
    private string[] AddOldEvents()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string[] ids = [.. Enumerable.Range(0, OldEvents).Select(i => EventId.Create(now.AddHours(i - OldEvents)))];
        foreach (string id in ids)
        {
            string folder = Directory.CreateDirectory(Path.Combine(Events, id)).FullName;
            File.WriteAllBytes(Path.Combine(folder, EventPictures.SnapshotName), new byte[OldEventBytes]);
        }

        return ids;
    }
}
