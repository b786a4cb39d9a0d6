namespace EdgeWatch.Configuration;

/// <summary>A rule that the options break.</summary>
/// <param name="Key">Path of the key, for example <c>cameras[0].frames_per_second</c>.</param>
/// <param name="Message">What is wrong and what is allowed. Never holds a secret.</param>
/// <param name="OtherKey">For a rule about two keys, the path of the other one.</param>
public sealed record RuleViolation(string Key, string Message, string? OtherKey = null);
