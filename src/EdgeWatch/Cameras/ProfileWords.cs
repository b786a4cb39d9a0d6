using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Profiles;

namespace EdgeWatch.Cameras;

/// <summary>The profile in force in the words of messages.</summary>
internal static class ProfileWords
{
    /// <summary>Which it is; null where none is configured.</summary>
    public static ProfileInfo? Of(ProfileChoice profiles) => profiles.InForce is { Name: { } name } now
        ? new ProfileInfo(name, now.IsByHand ? "hand" : "schedule", now.Since, now.Until)
        : null;

    /// <summary>Whether it is quiet; null where that cannot be.</summary>
    public static QuietInfo? QuietOf(ProfileChoice profiles) => profiles.CanBeQuiet
        ? new QuietInfo(profiles.InForce.IsQuiet, profiles.InForce.QuietUntil)
        : null;
}
