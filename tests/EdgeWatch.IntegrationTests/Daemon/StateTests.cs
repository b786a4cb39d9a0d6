using System.Security.Cryptography;
using System.Text.Json;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

public sealed class StateTests : IDisposable
{
    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg")]
    public Task A_state_file_with_a_flipped_bit_is_set_aside() => IsSetAsideAsync("its checksum does not match", learned =>
    {
        learned[learned.Length / 2] ^= 1;
        return learned;
    });

    [ToolFact("ffmpeg")]
    public Task A_truncated_state_file_is_set_aside() =>
        IsSetAsideAsync("its checksum does not match", learned => learned[..(learned.Length / 2)]);

    [ToolFact("ffmpeg")]
    public Task An_empty_state_file_is_set_aside() => IsSetAsideAsync("not a file of learned state", _ => []);

    [ToolFact("ffmpeg")]
    public Task State_of_another_model_is_set_aside() => IsSetAsideAsync("it was learned with another model", OfAnotherModel);

    [ToolFact("ffmpeg")]
    public async Task It_watches_though_its_state_directory_cannot_be_made()
    {
        // Not even root makes folders there.
        _site.StateDirectory = "/proc/edgewatch";
        SceneClip clip = await SceneClip.GetAsync();
        _site.Configure(1, "10min", LiveCamera.Ordinary(clip));
        await using DaemonProcess daemon = _site.Start();

        await daemon.UntilReadyAsync();
        await daemon.UntilLoggedAsync("/proc/edgewatch", "cannot be written to");
        await daemon.UntilLoggedAsync("Camera square: learning starts");

        Assert.Equal(0, await daemon.StopAsync());
        Assert.True(daemon.HasLogged("square", "what was learned cannot be saved"));
    }

    [MountFact]
    public Task Alerts_go_out_with_pictures_though_the_disk_is_read_only() =>
        AlertsGoOutAsync(disk => disk.MakeReadOnly(), "Read-only file system");

    [MountFact]
    public Task Alerts_go_out_with_pictures_though_the_disk_is_full() => AlertsGoOutAsync(disk => disk.Fill(), "No space left on device");

    /// <summary>An empty file can be made on a full disk.</summary>
    [MountFact]
    public async Task Check_finds_that_a_block_cannot_be_written()
    {
        using SmallDisk disk = new(_site.StateDirectory);
        _site.Configure(1, "10min", "id: door, source: /dev/null");
        disk.Fill();

        ProgramResult result = await BuiltProgram.RunAsync("check", "--config", _site.ConfigFile);

        Assert.Contains("No space left on device", result.Output + result.Errors, StringComparison.Ordinal);
    }

    [MountFact]
    public void What_can_wait_leaves_the_last_of_a_disk_to_alerts()
    {
        using SmallDisk disk = new(_site.StateDirectory, KilobytesForAState);
        DiskFloor.Require(disk.Path, 1_000_000);

        string refusal = Assert.Throws<IOException>(() => DiskFloor.Require(disk.Path, 2_000_000)).Message;

        Assert.EndsWith("are for alerts", refusal, StringComparison.Ordinal);
    }

    /// <summary>Room for what was learned, and little else.</summary>
    private const int KilobytesForAState = 2048;

    private async Task AlertsGoOutAsync(Action<SmallDisk> spoil, string reason)
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using SmallDisk disk = new(_site.StateDirectory, KilobytesForAState);
        _site.Teach(LiveCamera.Id, clip.Learned);
        spoil(disk);
        _site.Configure(broker.Port, "15s", LiveCamera.WithAnomalies(clip));
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using DaemonProcess daemon = _site.Start();

        await daemon.UntilAsync("an alert", () => subscriber.On("/event").Count > 0);
        await daemon.UntilAsync("its pictures", () => subscriber.On("/snapshot").Count > 0 && subscriber.On("/heatmap").Count > 0);

        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(subscriber.On("/event")[0].Text).RootElement.GetProperty("snapshot").ValueKind);
        Assert.False(daemon.HasLogged("learning starts"));
        Assert.True(daemon.HasLogged(reason));
        Assert.Equal(0, await daemon.StopAsync());
        Assert.Equal(clip.Learned, await File.ReadAllBytesAsync(_site.LearnedFile(LiveCamera.Id)));
    }

    private async Task IsSetAsideAsync(string reason, Func<byte[], byte[]> damage)
    {
        SceneClip clip = await SceneClip.GetAsync();
        byte[] damaged = damage([.. clip.Learned]);
        _site.Teach(LiveCamera.Id, damaged);
        _site.Configure(1, "10min", LiveCamera.Ordinary(clip));
        await using DaemonProcess daemon = _site.Start();

        await daemon.UntilLoggedAsync("square", "cannot be used", reason, ".unusable", "learning starts anew");
        await daemon.UntilLoggedAsync("Camera square: learning starts");

        Assert.Equal(damaged, await File.ReadAllBytesAsync(_site.LearnedFile(LiveCamera.Id) + ".unusable"));
        Assert.Equal(0, await daemon.StopAsync());
    }

    /// <summary>
    /// Its first field after magic and version is the hashes of both networks, with a length of two bytes; the checksum is over all before
    /// it.
    /// </summary>
    private static byte[] OfAnotherModel(byte[] learned)
    {
        const int HashStart = (2 * sizeof(uint)) + 2;
        learned[HashStart] = learned[HashStart] == (byte)'0' ? (byte)'1' : (byte)'0';
        Span<byte> content = learned.AsSpan(..^SHA256.HashSizeInBytes);
        SHA256.HashData(content).CopyTo(learned, content.Length);
        return learned;
    }
}
