namespace EdgeWatch.Evaluation;

/// <summary>Milliseconds a frame by stage.</summary>
internal sealed record StageMilliseconds(double Gate, double Encode, double Model, double Score, double Total);
