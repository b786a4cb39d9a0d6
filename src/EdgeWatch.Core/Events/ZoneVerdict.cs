using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Core.Events;

/// <summary>
/// What decides about a frame: the zone whose score is highest above its threshold, or the picture as a whole where no zone is watched.
/// Where zones overlap, each decides for itself, so that the most sensitive one is told.
/// </summary>
/// <param name="Zone">Index of the zone among those that are watched; −1 for the picture as a whole.</param>
/// <param name="Score">The score of what happens there.</param>
/// <param name="Threshold">Score at which an alert begins there, 0–1.</param>
internal readonly record struct ZoneVerdict(int Zone, FrameScore Score, double Threshold)
{
    private const int WholePicture = -1;

    /// <summary>By how much the score is above the threshold; below 0 where it is not.</summary>
    public double Excess => Score.Score - Threshold;

    /// <summary>The verdict on a frame.</summary>
    /// <param name="scored">The frame.</param>
    /// <param name="threshold">The camera's threshold: for zones without their own, and what is said of the picture as a whole.</param>
    public static ZoneVerdict Of(ScoredFrame scored, double threshold)
    {
        IReadOnlyList<Zone> watched = scored.Watched;
        if (watched.Count == 0)
        {
            return new ZoneVerdict(WholePicture, scored.Score, threshold);
        }

        ZoneVerdict verdict = new(WholePicture, scored.PictureScore, threshold);
        for (int zone = 0; zone < watched.Count; zone++)
        {
            ZoneVerdict its = new(zone, scored.ZoneScores[zone], watched[zone].Threshold ?? threshold);
            verdict = watched[zone].IsOn && its.Excess > verdict.Excess ? its : verdict;
        }

        return verdict;
    }

    /// <summary>The scores by kind of what decides.</summary>
    public ReadOnlySpan<FrameScore> KindScores(ScoredFrame scored) => Zone < 0 ? scored.KindScores : scored.KindScoresOf(Zone);

    /// <summary>The highest score by a single kind of what decides, at face value.</summary>
    public double HighestOfOne(ScoredFrame scored) => SceneScorer.Rarest(KindScores(scored)).Score;

    /// <summary>Name of the zone that decides by a threshold of its own; null where the camera's threshold does.</summary>
    public string? OwnThresholdOf(ScoredFrame scored) => Zone >= 0 && scored.Watched[Zone] is { Threshold: not null } its ? its.Name : null;
}
