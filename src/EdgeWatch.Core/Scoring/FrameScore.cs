namespace EdgeWatch.Core.Scoring;

/// <summary>How unusual one frame is.</summary>
/// <param name="Score">0–1: how rarely normal video at this camera is expected to reach it; see <see cref="Rarity"/>.</param>
/// <param name="Raw">The same without bounds (reduced variate of <see cref="BlockMaxima"/>): what orders frames.</param>
/// <param name="Kind">The kind of departure that decides.</param>
public readonly record struct FrameScore(double Score, double Raw, ReasonKind Kind)
{
    /// <summary>The score for a reduced variate.</summary>
    public static FrameScore Of(double variate, ReasonKind kind) =>
        new(Rarity.ScoreOf(BlockMaxima.TimesPerDay(variate)), variate, kind);
}
