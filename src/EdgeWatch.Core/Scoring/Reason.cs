using EdgeWatch.Core.Normality;

namespace EdgeWatch.Core.Scoring;

/// <summary>Why a frame is unusual, in words that a person understands.</summary>
/// <param name="Kind">The kind of departure.</param>
/// <param name="Text">One clause, for example "moves 3.1× as fast as what is usual here".</param>
/// <param name="Ratio">How many times the usual value, where that makes sense; else null.</param>
/// <param name="Share">This kind's part of the frame's surprise, 0–1; the shares of an alert add up to 1.</param>
public sealed record Reason(Kind Kind, string Text, double? Ratio, double Share);
