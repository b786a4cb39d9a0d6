using EdgeWatch.Core.Events;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;
using EdgeWatch.Core.Zones;
using EdgeWatch.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cameras;

/// <summary>Keeps the scores of a camera for <c>edgewatch tune</c>, and writes them once an hour. For one caller at a time.</summary>
/// <param name="cameraId">The camera.</param>
/// <param name="policy">Times and hysteresis by which alerts are counted.</param>
/// <param name="log">Where they are kept.</param>
/// <param name="time">Gives the frames' timestamps their unit.</param>
/// <param name="logger">Told what cannot be kept.</param>
internal sealed partial class ScoreHistory(
    string cameraId, AlertPolicy policy, ScoreLog log, TimeProvider time, ILogger<ScoreHistory> logger)
{
    /// <summary>Minutes that are written at once; what a power cut takes away at most.</summary>
    private const int MinutesOfChunk = ScoreLog.MostMinutes;

    /// <summary>What would have been alerts in an hour, at all thresholds: more is a camera that says nothing, and only counted.</summary>
    private const int MostAlerts = 500;

    private readonly List<SweptAlert> _alerts = [];
    private readonly int?[] _minutes = new int?[MinutesOfChunk];
    private readonly ILogger _logger = logger;
    private AlertPolicy _policy = policy;
    private ThresholdSweep _sweep = new(policy, time);
    private IReadOnlyList<Zone> _watched = [];
    private ZoneSweep[] _zones = [];
    private DateTimeOffset? _from;
    private bool _fails;

    /// <summary>Takes the next scored frame into account.</summary>
    /// <param name="scored">The frame; not one of the learning time.</param>
    /// <param name="score">The score that decides about it.</param>
    /// <param name="threshold">The threshold in force.</param>
    public void Observe(ScoredFrame scored, FrameScore score, double threshold)
    {
        DateTimeOffset at = scored.Frame.CapturedAt;
        if (!ReferenceEquals(_watched, scored.Watched))
        {
            Write(threshold);
            _watched = scored.Watched;
            BeginZones();
        }

        if (_from is { } from && (at < from || at >= from.AddMinutes(MinutesOfChunk)))
        {
            Write(threshold);
        }

        DateTimeOffset begin = _from ??= new DateTimeOffset(at.Ticks - (at.Ticks % TimeSpan.TicksPerMinute), at.Offset);
        ref int? minute = ref _minutes[(int)(at - begin).TotalMinutes];
        minute = Math.Max(minute ?? 0, (int)Math.Round(score.Score * 100));
        _sweep.Observe(score, at, scored.Frame.CapturedTimestamp, _alerts);
        for (int zone = 0; zone < _zones.Length; zone++)
        {
            _zones[zone].Observe(scored.ZoneScores[zone], at, scored.Frame.CapturedTimestamp);
        }
    }

    /// <summary>Counts by other times from now on. What goes on ends if they are others: it cannot have begun by them.</summary>
    /// <param name="next">Times and hysteresis.</param>
    /// <param name="threshold">The threshold in force until now.</param>
    public void Use(AlertPolicy next, double threshold)
    {
        if ((next.MinimumLength, next.EndAfter, next.Cooldown, next.Hysteresis)
            != (_policy.MinimumLength, _policy.EndAfter, _policy.Cooldown, _policy.Hysteresis))
        {
            Close(threshold);
            _policy = next;
            _sweep = new ThresholdSweep(next, time);
            BeginZones();
        }
    }

    /// <summary>Writes what there is, at the end.</summary>
    public void Close(double threshold)
    {
        _sweep.Close(_alerts);
        foreach (ZoneSweep zone in _zones)
        {
            zone.Close();
        }

        Write(threshold);
    }

    private void BeginZones() => _zones = [.. _watched.Select(zone => new ZoneSweep(zone, _policy, time))];

    private void Write(double threshold)
    {
        if (_from is not { } from)
        {
            return;
        }

        try
        {
            int last = Array.FindLastIndex(_minutes, minute => minute is not null);
            log.Append(new ScoreChunk(
                from,
                threshold,
                _minutes[..(last + 1)],
                [.. _alerts.Take(MostAlerts)],
                Math.Max(0, _alerts.Count - MostAlerts),
                _zones.Length > 0 ? [.. _zones.Select(zone => zone.Take())] : null));
            _fails = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_fails)
            {
                _fails = true;
                LogLost(cameraId, e.Message);
            }
        }

        _from = null;
        _alerts.Clear();
        Array.Clear(_minutes);
    }

    [LoggerMessage(713, LogLevel.Warning, "Camera {Camera}: its scores cannot be kept for tuning: {Reason}")]
    private partial void LogLost(string camera, string reason);
}
