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

    /// <summary>Goes on with what is left of an earlier one; of one that has run out meanwhile, its end is left to be told.</summary>
    public Suspension(string cameraId, NodeState state, TimeProvider time, ILogger<Suspension> logger)
    {
        (_cameraId, _state, _time, _logger) = (cameraId, state, time, logger);
        if (_state.Of(cameraId).SuspendedUntil - _time.GetUtcNow() is { } left)
        {
            // The clock may have been stepped since: nobody can have asked for more than the longest suspension.
            _until = After(left < RequestVerbs.LongestSuspension ? left : RequestVerbs.LongestSuspension);
        }
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
