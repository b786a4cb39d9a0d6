namespace EdgeWatch.Mqtt.Messages;

/// <summary>Payload of a camera's <c>score</c>.</summary>
/// <param name="Score">Calibrated score, 0–1.</param>
/// <param name="Raw">
/// The score without bounds: a reduced variate. 0 is about the highest of an ordinary five seconds, 9.76 a score of 0.5.
/// </param>
/// <param name="Threshold">The threshold in force, 0–1.</param>
/// <param name="Tokens">Active patches of the frame.</param>
internal sealed record ScoreMessage(double? Score, double? Raw, double? Threshold, int Tokens)
{
    public static ScoreMessage From(double score, double raw, double threshold, int tokens) =>
        new(WireNumber.Unit(score), WireNumber.Finite(raw), WireNumber.Unit(threshold), tokens);
}
