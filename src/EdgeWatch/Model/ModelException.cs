namespace EdgeWatch.Model;

/// <summary>The model cannot be used; the message says why and what would be right.</summary>
internal sealed class ModelException(string message, Exception? inner = null)
    : EdgeWatchException(message, inner, ExitCode.Configuration);
