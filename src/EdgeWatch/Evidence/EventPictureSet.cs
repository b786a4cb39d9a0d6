namespace EdgeWatch.Evidence;

/// <summary>The pictures of an event as JPEG files; null where one could not be made.</summary>
/// <param name="Snapshot">What the camera saw.</param>
/// <param name="HeatMap">The same with the unusual places in colour.</param>
public sealed record EventPictureSet(byte[]? Snapshot, byte[]? HeatMap);
