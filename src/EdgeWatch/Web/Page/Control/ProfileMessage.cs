using EdgeWatch.Configuration.Profiles;
using EdgeWatch.Profiles;

namespace EdgeWatch.Web.Page.Control;

/// <summary>Which profile is in force, and whether it is quiet.</summary>
/// <param name="Name">The profile; null where none is configured.</param>
/// <param name="IsByHand">Whether somebody has set it, and not the schedule.</param>
/// <param name="Until">When the schedule brings another one; null for never, or until somebody says so.</param>
/// <param name="IsQuiet">Whether nobody is told of events.</param>
/// <param name="QuietUntil">When the quiet hours end; null when it is not by them that it is quiet.</param>
/// <param name="Names">All profiles.</param>
/// <param name="Auto">What is asked for so that the schedule decides.</param>
internal sealed record ProfileMessage(
    string? Name,
    bool IsByHand,
    DateTimeOffset? Until,
    bool IsQuiet,
    DateTimeOffset? QuietUntil,
    IReadOnlyList<string> Names,
    string Auto)
{
    /// <summary>As it is sent.</summary>
    public static ProfileMessage Of(ProfileChoice profiles)
    {
        ProfileInForce now = profiles.InForce;
        return new ProfileMessage(
            now.Name, now.IsByHand, now.Until, now.IsQuiet, now.QuietUntil, profiles.Names, ProfileOptions.BySchedule);
    }
}
