using System.Buffers;

namespace EdgeWatch.Configuration.Profiles;

/// <summary>The time zone of a config, by its name in the time zone database of the machine.</summary>
internal static class TimeZoneName
{
    /// <summary>No name has others, so that none leads out of the folder of the database.</summary>
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

    /// <summary>The time zone of a name; the machine's own for an empty one, and null when it is not known.</summary>
    public static TimeZoneInfo? Find(string name)
    {
        if (name.Length == 0)
        {
            return TimeZoneInfo.Local;
        }

        return !name.AsSpan().ContainsAnyExcept(Allowed) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
            ? zone
            : null;
    }

    /// <summary>What is wrong with a name that is not known, and what would be right.</summary>
    public static string Fault(string name)
    {
        string[] known = [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)];
        return known.Length == 0 ? "cannot be used: this machine has no time zone database (Debian: apt install tzdata)"
            : ClosestKey.Find(name, known) is { } closest ? $"is no time zone that this machine knows; did you mean {closest}?"
            : "is no time zone that this machine knows; they are named as in /usr/share/zoneinfo, for example Europe/Berlin";
    }
}
