namespace EdgeWatch.Evaluation;

/// <summary>How good it is after learning from the first part of the normal clips.</summary>
/// <param name="Minutes">Minutes of normal video.</param>
/// <param name="NormalFrames">The same in frames.</param>
/// <param name="MicroAuc">AUC over all test frames.</param>
/// <param name="MacroAuc">Mean AUC over the clips.</param>
/// <param name="Eer">Equal error rate.</param>
internal sealed record LearningPoint(double Minutes, int NormalFrames, double? MicroAuc, double? MacroAuc, double? Eer);
