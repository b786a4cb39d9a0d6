namespace EdgeWatch.Core.Scoring;

/// <summary>A rectangle of the picture that holds unusual patches, in fractions of the picture's width and height.</summary>
/// <param name="X">Left edge, 0–1.</param>
/// <param name="Y">Upper edge, 0–1.</param>
/// <param name="Width">Width, 0–1.</param>
/// <param name="Height">Height, 0–1.</param>
/// <param name="Score">The highest score of a patch inside, 0–1.</param>
public sealed record Region(double X, double Y, double Width, double Height, double Score);
