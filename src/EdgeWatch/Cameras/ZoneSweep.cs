using EdgeWatch.Core.Events;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Zones;
using EdgeWatch.Storage;

namespace EdgeWatch.Cameras;

/// <summary>Counts the alerts that other thresholds of one zone would have given.</summary>
internal sealed class ZoneSweep(Zone zone, AlertPolicy policy, TimeProvider time)
{
    private readonly ThresholdSweep _sweep = new(policy, time);
    private readonly List<SweptAlert> _ended = [];
    private readonly int[] _counts = new int[ThresholdSweep.Thresholds.Count];
    private readonly string _mark = ZoneCounts.MarkOf(zone);

    /// <summary>Takes the next score of what happens there into account.</summary>
    public void Observe(FrameScore score, DateTimeOffset capturedAt, long timestamp)
    {
        _sweep.Observe(score, capturedAt, timestamp, _ended);
        Count();
    }

    /// <summary>Ends what is going on.</summary>
    public void Close()
    {
        _sweep.Close(_ended);
        Count();
    }

    /// <summary>What was counted since it was asked for last.</summary>
    public ZoneCounts Take()
    {
        ZoneCounts counts = new(zone.Name, _mark, [.. _counts]);
        Array.Clear(_counts);
        return counts;
    }

    private void Count()
    {
        foreach (SweptAlert alert in _ended)
        {
            for (int i = 0; i < _counts.Length; i++)
            {
                _counts[i] += alert.IsAt(ThresholdSweep.Thresholds[i]) ? 1 : 0;
            }
        }

        _ended.Clear();
    }
}
