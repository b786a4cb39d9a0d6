using EdgeWatch.Cameras;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Languages;
using EdgeWatch.Hosting;
using EdgeWatch.Hosting.Health;
using EdgeWatch.Hosting.Reloading;
using EdgeWatch.Model;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Outbox;
using EdgeWatch.Profiles;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Hosting;

public sealed class ProfileSwitchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<ProfileSwitch> _log = new();
    private readonly NodeState _state;
    private readonly RunningCameras _cameras;
    private readonly ProfileChoice _choice;
    private readonly ProfileSwitch _profiles;

    public ProfileSwitchTests()
    {
        EdgeWatchOptions options = ConfigurationReader.Read("profiles: [{name: away}]\n", "yaml").Options!;
        _state = new NodeState(_folder.File("state"), _time, NullLogger<NodeState>.Instance);
        _cameras = new RunningCameras(
            options, _ => throw new InvalidOperationException(), _time, NullLogger<RunningCameras>.Instance);
        _choice = new ProfileChoice(options, _state, _time);
        _profiles = new ProfileSwitch(_choice, _cameras, Introduction(options), _time, _log);
    }

    public void Dispose()
    {
        _profiles.Dispose();
        _cameras.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_profile_whose_caller_has_gone_is_brought_to_the_cameras_and_told_all_the_same()
    {
        using CancellationTokenSource stop = new();
        using CancellationTokenSource page = new();

        // No camera takes anything yet; the page that asked is closed meanwhile.
        Task setting = _profiles.SetAsync("away", page.Token).AsTask();
        await page.CancelAsync();
        Task running = _cameras.RunAsync(stop.Token);
        await setting;

        Assert.Equal("In force: profile away, set by hand.", _log.LatestRecord.Message);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_profile_is_not_set_by_somebody_who_has_gone_before_it_was_their_turn()
    {
        using CancellationTokenSource stop = new();
        Task first = _profiles.SetAsync("away", stop.Token).AsTask();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _profiles.SetAsync("default", new CancellationToken(canceled: true)).AsTask());

        Assert.Equal("away", _choice.InForce.Name);
        Task running = _cameras.RunAsync(stop.Token);
        await first;
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Home_Assistant_hears_what_another_profile_lets_people_set()
    {
        using CancellationTokenSource stop = new();
        Task running = _cameras.RunAsync(stop.Token);
        Assert.Empty(_state.Retained);

        await _profiles.SetAsync("away", stop.Token);

        Assert.Contains("homeassistant/device/edgewatch_node/config", _state.Retained.Keys);
        await stop.CancelAsync();
        await running;
    }

    /// <summary>With what it needs to speak of a node without cameras.</summary>
    private NodeIntroduction Introduction(EdgeWatchOptions options)
    {
        Topics topics = new("edgewatch", "node");
        MqttPublisher publisher = new(
            new MqttConnection(new MqttOptions { Host = "localhost" }, topics, _time, NullLogger<MqttConnection>.Instance),
            new MemoryOutbox(),
            topics,
            new NodeIdentity("node", "m", null),
            new ClockState(),
            _time,
            NullLogger<MqttPublisher>.Instance);
        SharedParts parts = new()
        {
            Publisher = publisher,
            State = _state,
            Profiles = _choice,
            Language = () => Language.English,
            Time = _time,
            Loggers = NullLoggerFactory.Instance,
            Ffmpeg = null!,
            Model = null!,
            Pictures = null!,
            Clips = null!,
            Stills = null!,
            Store = null!,
            Incidents = null!,
            Instruments = null!,
            Relief = null!,
        };
        return new NodeIntroduction(
            new ConfigurationInForce(options, "edgewatch.yaml", _time),
            topics,
            ModelManifest.Load(OnnxPatchModel.DefaultManifest),
            parts,
            _cameras,
            new Chip(_folder.Path));
    }
}
