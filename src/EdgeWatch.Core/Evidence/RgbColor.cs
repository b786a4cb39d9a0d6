namespace EdgeWatch.Core.Evidence;

/// <summary>A colour as screens know it, 0–255 each.</summary>
public readonly record struct RgbColor(byte R, byte G, byte B);
