namespace EdgeWatch.Evaluation;

/// <summary>Where a measure lies with 95 % confidence.</summary>
internal sealed record Interval(double Low, double High);
