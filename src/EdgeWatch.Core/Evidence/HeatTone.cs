namespace EdgeWatch.Core.Evidence;

/// <summary>What a score looks like on a heat map.</summary>
/// <param name="Color">Its colour.</param>
/// <param name="Alpha">Its opacity, 0 to <see cref="I420Canvas.Opaque"/>.</param>
public readonly record struct HeatTone(YuvColor Color, int Alpha);
