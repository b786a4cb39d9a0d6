namespace EdgeWatch.Evaluation;

/// <summary>One clip's part of a report.</summary>
/// <param name="Frames">Its frames.</param>
/// <param name="Auc">Its AUC; null when all its frames are of one kind.</param>
internal sealed record ClipReport(int Frames, double? Auc);
