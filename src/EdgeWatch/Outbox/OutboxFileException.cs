namespace EdgeWatch.Outbox;

/// <summary>A file is no outbox, or none that this version can read, or damaged; says which.</summary>
internal sealed class OutboxFileException(string message) : Exception(message);
