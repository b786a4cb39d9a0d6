using EdgeWatch.Core.Normality;

namespace EdgeWatch.Core.Scoring;

/// <summary>How unusual one frame is.</summary>
/// <param name="Score">0–1: how rarely normal video at this camera is expected to reach it; see <see cref="Rarity"/>.</param>
/// <param name="Raw">The same without bounds, which orders frames: the reduced variate of <see cref="BlockMaxima"/>. 0 is about the highest
/// of an ordinary five seconds; in the tail, ln 10 more is ten times rarer and 0.1 more of a score.</param>
/// <param name="Kind">The kind of departure that decides; null where nothing is said about the frame.</param>
public readonly record struct FrameScore(double Score, double Raw, Kind? Kind)
{
    /// <summary>The score for a reduced variate.</summary>
    public static FrameScore Of(double variate, Kind kind) =>
        new(Rarity.ScoreOf(BlockMaxima.TimesPerDay(variate)), variate, kind);
}
