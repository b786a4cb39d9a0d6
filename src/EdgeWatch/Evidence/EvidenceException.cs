namespace EdgeWatch.Evidence;

/// <summary>A picture or video could not be made. The message says why, with what ffmpeg said where that made it.</summary>
public sealed class EvidenceException(string message, Exception? inner = null) : EdgeWatchException(message, inner);
