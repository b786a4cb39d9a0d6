namespace EdgeWatch.Core.Patches;

/// <summary>A place in the <see cref="PatchGrid"/>.</summary>
/// <param name="Row">0 at the top.</param>
/// <param name="Column">0 at the left.</param>
public readonly record struct PatchPosition(int Row, int Column);
