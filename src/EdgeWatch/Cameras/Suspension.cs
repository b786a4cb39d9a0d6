using EdgeWatch.Core.Frames;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cameras;

/// <summary>A while in which somebody wants no events; it outlives the daemon. For one caller at a time.</summary>
internal sealed partial class Suspension
{
    private readonly string _cameraId;
    private readonly NodeState _state;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long? _until;

    /// <summary>Goes on with what is left of an earlier one.</summary>
    public Suspension(string cameraId, SharedParts parts)
    {
        _cameraId = cameraId;
        _state = parts.State;
        _time = parts.Time;
        _logger = parts.Loggers.CreateLogger<Suspension>();

        // The clock may have been stepped since: nobody can have asked for more than the longest suspension.
        TimeSpan left = _state.Of(cameraId).SuspendedUntil - _time.GetUtcNow() ?? TimeSpan.Zero;
        _until = left > TimeSpan.Zero ? After(left < RequestVerbs.LongestSuspension ? left : RequestVerbs.LongestSuspension) : null;
    }

    /// <summary>Whether no events are wanted now.</summary>
    public bool IsOn => _until is { } until && _time.GetTimestamp() < until;

    /// <summary>Begins one of that length, in place of one that is on; zero ends it.</summary>
    public void Set(TimeSpan length)
    {
        bool isOn = length > TimeSpan.Zero;
        _until = isOn ? After(length) : null;
        _state.Change(_cameraId, overrides => overrides with { SuspendedUntil = isOn ? _time.GetUtcNow() + length : null });
        LogSuspended(_cameraId, length);
    }

    /// <summary>Tells when one is over.</summary>
    public void EndWhenOver()
    {
        if (_until is not null && !IsOn)
        {
            Set(TimeSpan.Zero);
        }
    }

    private long After(TimeSpan length) => _time.GetTimestamp() + _time.TimestampsIn(length);

    [LoggerMessage(708, LogLevel.Information, "Camera {Camera}: no events for the next {Length} (zero: events again).")]
    private partial void LogSuspended(string camera, TimeSpan length);
}
