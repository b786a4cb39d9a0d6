namespace EdgeWatch;

/// <summary>A command cannot do what it was asked to; the message says why and what would be right.</summary>
internal sealed class EdgeWatchException(string message, Exception? inner = null) : Exception(message, inner);
