namespace EdgeWatch.Cli;

/// <summary>A command cannot do what it was asked to; the message says why and what would be right.</summary>
internal sealed class CommandException(string message, Exception? inner = null) : Exception(message, inner);
