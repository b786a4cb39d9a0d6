using EdgeWatch.Cameras;
using EdgeWatch.Core.Languages;
using EdgeWatch.Evidence;
using EdgeWatch.Hosting.Health;
using EdgeWatch.Hosting.Reloading;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Hosting.Status;

/// <summary>Puts together how the node is, for whoever asks at whatever pace: the rates are those of the last seconds.</summary>
/// <param name="inForce">The config.</param>
/// <param name="model">Name of the model.</param>
/// <param name="cameras">The cameras of the moment.</param>
/// <param name="parts">Publisher, pictures and clock.</param>
/// <param name="health">Knows the numbers; nobody else's.</param>
internal sealed class StatusReader(
    ConfigurationInForce inForce, string model, IReadOnlyList<Camera> cameras, SharedParts parts, HealthReader health)
{
    /// <summary>Who has not taken the answer by then is left.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How old the numbers may be, and over how long rates are taken.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>The newest events that are told.</summary>
    private const int MostEvents = 5;

    private volatile HealthMessage? _latest;

    /// <summary>The newest numbers, at most some seconds old; null until the first have been read.</summary>
    public HealthMessage? Health => _latest;

    /// <summary>Reads the numbers again and again until stopped.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        health.Begin();
        using PeriodicTimer timer = new(Interval, parts.Time);
        do
        {
            _latest = health.Read();
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>How the node is now. From any thread.</summary>
    public StatusReport? Read() => _latest is not { } numbers ? null : new StatusReport
    {
        Node = inForce.Options.Node,
        Version = ProgramVersion.Text,
        ProcessId = Environment.ProcessId,
        ConfigFile = inForce.File.Length == 0 ? "" : Path.GetFullPath(inForce.File),
        StateDirectory = inForce.Options.StateDirectory,
        Model = model,
        WrittenAt = parts.Time.GetUtcNow(),
        Broker = Describe(parts.Publisher.Status),
        Profile = ProfileWords.Of(parts.Profiles),
        Quiet = ProfileWords.QuietOf(parts.Profiles),
        Health = numbers,
        Cameras = cameras.ToDictionary(camera => camera.Id, Describe),
        Events = [.. FindEvents()],
    };

    private BrokerReport Describe(MqttLinkStatus link) =>
        new($"{inForce.Options.Mqtt.Host}:{inForce.Options.Mqtt.EffectivePort}", link.Connected, link.Reason, link.Since);

    private CameraReport Describe(Camera camera) => new(
        StatusWords.Of(camera.Status, Language.English),
        camera.Phase,
        camera.Score is { } score ? WireNumber.Unit(score) : null,
        WireNumber.Unit(camera.Control.Policy.Threshold),
        camera.AlertIsOn,
        camera.SuspendedUntil,
        camera.Decoder);

    private IEnumerable<PastEvent> FindEvents() =>
        PastEvent.AllOf(parts.Pictures.FindMessages(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, MostEvents));
}
