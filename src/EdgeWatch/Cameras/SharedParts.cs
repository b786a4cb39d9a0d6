using EdgeWatch.Capture;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Patches;
using EdgeWatch.Evidence;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Profiles;
using EdgeWatch.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cameras;

/// <summary>What all cameras of a daemon share.</summary>
internal sealed record SharedParts
{
    /// <summary>Reads the cameras.</summary>
    public required FfmpegTool Ffmpeg { get; init; }

    /// <summary>The network.</summary>
    public required IPatchModel Model { get; init; }

    /// <summary>Where messages go.</summary>
    public required MqttPublisher Publisher { get; init; }

    /// <summary>Makes and keeps the pictures of events.</summary>
    public required EventPictures Pictures { get; init; }

    /// <summary>Makes the clips of events.</summary>
    public required EventClips Clips { get; init; }

    /// <summary>Finds pictures of events at the cameras' resolution.</summary>
    public required StillFinder Stills { get; init; }

    /// <summary>Keeps what was learned.</summary>
    public required StateStore Store { get; init; }

    /// <summary>Keeps what was set over MQTT.</summary>
    public required NodeState State { get; init; }

    /// <summary>Says which profile is in force, and whether anybody is told of events.</summary>
    public required ProfileChoice Profiles { get; init; }

    /// <summary>The language in which people are told at the moment.</summary>
    public required Func<Language> Language { get; init; }

    /// <summary>How events are put to people at the moment.</summary>
    public Wording Wording => new(Language(), Profiles.Zone);

    /// <summary>Puts events of all cameras together that are one incident.</summary>
    public required Incidents Incidents { get; init; }

    /// <summary>What cameras measure as it happens.</summary>
    public required CameraInstruments Instruments { get; init; }

    /// <summary>Lets cameras rest while the chip is hot.</summary>
    public required Relief Relief { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Loggers { get; init; }
}
