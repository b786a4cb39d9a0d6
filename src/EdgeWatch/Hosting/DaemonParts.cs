using EdgeWatch.Capture;
using EdgeWatch.Core.Patches;
using EdgeWatch.Evidence;
using EdgeWatch.Mqtt;
using EdgeWatch.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting;

/// <summary>What all cameras of a daemon share.</summary>
/// <param name="Ffmpeg">Reads the cameras.</param>
/// <param name="Model">The network.</param>
/// <param name="Publisher">Where messages go.</param>
/// <param name="Pictures">Makes and keeps the pictures of events.</param>
/// <param name="Store">Keeps what was learned.</param>
/// <param name="State">Keeps what was set over MQTT.</param>
/// <param name="Time">The clock.</param>
/// <param name="Loggers">Where logs go.</param>
internal sealed record DaemonParts(
    FfmpegTool Ffmpeg,
    IPatchModel Model,
    MqttPublisher Publisher,
    EventPictures Pictures,
    StateStore Store,
    NodeState State,
    TimeProvider Time,
    ILoggerFactory Loggers);
