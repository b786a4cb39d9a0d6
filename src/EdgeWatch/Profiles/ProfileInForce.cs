namespace EdgeWatch.Profiles;

/// <summary>Which profile is in force, and whether it is quiet.</summary>
/// <param name="Name">The profile; null where none is configured.</param>
/// <param name="IsByHand">Whether somebody has set it, and not the schedule.</param>
/// <param name="Since">Since when, as far as this run of the program knows; when it was set, for one that was set by hand.</param>
/// <param name="Until">When the schedule brings another one; null for never, or until somebody says so.</param>
/// <param name="IsQuiet">Whether nobody is told of events.</param>
/// <param name="QuietUntil">When the quiet hours end; null when it is not by them that it is quiet.</param>
internal sealed record ProfileInForce(
    string? Name, bool IsByHand, DateTimeOffset Since, DateTimeOffset? Until, bool IsQuiet, DateTimeOffset? QuietUntil);
