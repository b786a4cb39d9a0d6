using System.Diagnostics.Metrics;
using EdgeWatch.Cameras;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Retention;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Patches;
using EdgeWatch.Evidence;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Outbox;
using EdgeWatch.Profiles;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Tests.Cameras;

/// <summary>What cameras share that are switched off: there is no program, no network and no broker.</summary>
internal sealed class IdleParts : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Meter _meter = new("test");

    /// <summary>Puts them together.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Makes the loggers; not disposed here.</param>
    public IdleParts(TimeProvider time, ILoggerFactory loggers)
    {
        EdgeWatchOptions options = new();
        EventRetention retention = new(
            _folder.File("events"), () => new RetentionOptions(), time, loggers.CreateLogger<EventRetention>());
        NodeState state = new(_folder.Path, time, loggers.CreateLogger<NodeState>());
        Shared = new SharedParts
        {
            Ffmpeg = new FfmpegTool("", FfmpegTool.Newest),
            Model = new NoModel(),
            Publisher = PublisherTo(options.Mqtt, time, loggers),
            Pictures = new EventPictures(retention, loggers.CreateLogger<EventPictures>()),
            Clips = new EventClips(retention, "", time, loggers.CreateLogger<EventClips>()),
            Stills = new StillFinder("", time, loggers.CreateLogger<StillFinder>()),
            Store = new StateStore(_folder.Path, loggers.CreateLogger<StateStore>()),
            State = state,
            Profiles = new ProfileChoice(options, state, time),
            Language = () => Language.English,
            Incidents = new Incidents(() => options.IncidentWindow, time),
            Instruments = new CameraInstruments(_meter),
            Relief = new Relief(time),
            Time = time,
            Loggers = loggers,
        };
    }

    /// <summary>What is shared.</summary>
    public SharedParts Shared { get; }

    public void Dispose()
    {
        _meter.Dispose();
        _folder.Dispose();
    }

    private static MqttPublisher PublisherTo(MqttOptions broker, TimeProvider time, ILoggerFactory loggers)
    {
        Topics topics = new(broker.BaseTopic, "node");
        return new MqttPublisher(
            new MqttConnection(broker, topics, time, loggers.CreateLogger<MqttConnection>()),
            new MemoryOutbox(),
            topics,
            NodeIdentity.OfThisBoot("node", "none"),
            new ClockState(),
            time,
            loggers.CreateLogger<MqttPublisher>());
    }

    private sealed class NoModel : IPatchModel
    {
        public string Name => "none";

        public string Sha256 => "";

        public void Run(TokenBatch batch) => throw new InvalidOperationException("No frame comes in this test.");
    }
}
