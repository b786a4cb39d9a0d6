namespace EdgeWatch.Core.Watching;

/// <summary>Saved normality cannot be used; the message completes a sentence that begins "… cannot be used: ".</summary>
/// <param name="message">Why.</param>
public sealed class LearnedStateException(string message) : Exception(message);
