namespace EdgeWatch.Mqtt.Commands;

/// <summary>A command that cannot be done. The message is the answer: what was wrong, and what would be right.</summary>
internal sealed class CommandException(string message) : Exception(message);
