using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Profiles;
using EdgeWatch.Core.Schedules;
using EdgeWatch.Storage;

namespace EdgeWatch.Profiles;

/// <summary>
/// Decides which profile is in force, and whether it is quiet: the one that somebody has set, which outlives the daemon, until they want it
/// by the schedule again; else the schedule's; else the config's default. Cameras and whoever reports read <see cref="InForce"/> and
/// <see cref="Zone"/> from any thread; the other members are for one caller at a time.
/// </summary>
internal sealed class ProfileChoice
{
    private readonly NodeState _state;
    private readonly TimeProvider _time;
    private EdgeWatchOptions _options;
    private Timetable<string> _profiles;
    private Timetable<bool> _quiet;
    private volatile ProfileInForce _inForce;

    /// <summary>Decides for the first time.</summary>
    /// <param name="options">The config.</param>
    /// <param name="state">Remembers what was set by hand.</param>
    /// <param name="time">The clock.</param>
    public ProfileChoice(EdgeWatchOptions options, NodeState state, TimeProvider time)
    {
        (_options, _state, _time) = (options, state, time);
        (Zone, _profiles, _quiet) = Read(options);
        _inForce = Decide(before: null);
    }

    /// <summary>What holds, as of the last look.</summary>
    public ProfileInForce InForce => _inForce;

    /// <summary>Where the clock on the wall hangs.</summary>
    public TimeZoneInfo Zone { get; private set; }

    /// <summary>When the schedule or the quiet hours are to change something; null for never.</summary>
    public DateTimeOffset? NextChange { get; private set; }

    /// <summary>The config that it goes by.</summary>
    public EdgeWatchOptions Options => _options;

    /// <summary>All profiles by name; none where none is configured.</summary>
    public IReadOnlyList<string> Names => NamesIn(_options);

    /// <summary>A profile that somebody has set and that is not in the config any more; null when there is none.</summary>
    public string? Lost => _state.Profile is { } set && !Names.Contains(set.Name) ? set.Name : null;

    /// <summary>Whether it is quiet at some times or in some profiles.</summary>
    public bool CanBeQuiet => _options.QuietHours.Count > 0 || _options.Profiles.Any(profile => profile.Quiet);

    /// <summary>All profiles of a config by name; none where none is configured.</summary>
    public static IReadOnlyList<string> NamesIn(EdgeWatchOptions options) => options.Profiles.Count == 0
        ? []
        : [ProfileOptions.Plain, .. options.Profiles.Select(profile => profile.Name)];

    /// <summary>Goes by another config.</summary>
    public void Take(EdgeWatchOptions options)
    {
        _options = options;
        (Zone, _profiles, _quiet) = Read(options);
        Look();
    }

    /// <summary>Sets a profile until further notice; null: by the schedule.</summary>
    public void Set(string? name)
    {
        _state.SetProfile(name is null ? null : new SetProfile(name, _time.GetUtcNow()));
        Look();
    }

    /// <summary>Decides anew.</summary>
    public void Look() => _inForce = Decide(_inForce);

    private static (TimeZoneInfo Zone, Timetable<string> Profiles, Timetable<bool> Quiet) Read(EdgeWatchOptions options)
    {
        TimeZoneInfo zone = TimeZoneName.Find(options.TimeZone) ?? TimeZoneInfo.Utc;
        return (
            zone,
            new([.. options.Schedule.Select(time => (WeekDays.TimeOf(time), time.Profile))], options.DefaultProfile, zone),
            new([.. options.QuietHours.Select(time => (WeekDays.TimeOf(time), true))], otherwise: false, zone));
    }

    private ProfileInForce Decide(ProfileInForce? before)
    {
        DateTimeOffset now = _time.GetUtcNow();
        (bool isQuietHour, DateTimeOffset? quietChange) = _quiet.At(now);
        (string scheduled, DateTimeOffset? profileChange) = _profiles.At(now);
        NextChange = new[] { quietChange, profileChange }.Min();
        SetProfile? set = _state.Profile is { } byHand && Names.Contains(byHand.Name) ? byHand : null;
        string? name = Names.Count == 0 ? null : set?.Name ?? scheduled;
        bool isSame = before is not null && before.Name == name && before.IsByHand == set is not null;
        return new ProfileInForce(
            name,
            set is not null,
            set?.At ?? (isSame ? before!.Since : now),
            set is null ? profileChange : null,
            isQuietHour || _options.Profiles.Any(profile => profile.Name == name && profile.Quiet),
            isQuietHour ? quietChange : null);
    }
}
