using EdgeWatch.Core.Schedules;

namespace EdgeWatch.Configuration.Profiles;

/// <summary>What must hold for the schedule and the quiet hours. Names of time zones are looked up at the machine.</summary>
internal static class ScheduleRules
{
    /// <summary>Checks both.</summary>
    public static void Check(RuleSection root, EdgeWatchOptions options)
    {
        if (TimeZoneName.Find(options.TimeZone) is null)
        {
            root.Add("time_zone", $"'{options.TimeZone}' {TimeZoneName.Fault(options.TimeZone)}");
        }

        for (int i = 0; i < options.Schedule.Count; i++)
        {
            RuleSection section = root.Child("schedule", i);
            if (options.Schedule[i].Profile.Length == 0)
            {
                section.Add("profile", "is required: which profile holds then");
            }
            else
            {
                ProfileRules.CheckKnown(section, "profile", options.Schedule[i].Profile, options);
            }
        }

        CheckTimes(root, "schedule", [.. options.Schedule]);
        CheckTimes(root, "quiet_hours", [.. options.QuietHours]);
    }

    private static void CheckTimes(RuleSection root, string key, IReadOnlyList<IWeeklyTimes> times)
    {
        WeeklyTime?[] known = [.. times.Select((time, index) => TimeOf(root.Child(key, index), time))];
        for (int i = 0; i < known.Length; i++)
        {
            int other = Array.FindIndex(known, 0, i, time => time is not null && known[i]?.Overlaps(time) == true);
            if (other >= 0)
            {
                root.Child(key, i).Add(
                    times[i].From != default ? "from" : times[i].To != default ? "to" : "days",
                    $"{Words(times[i])} overlaps with {key}[{other}] ({Words(times[other])}); only one can hold at a time");
            }
        }
    }

    private static WeeklyTime? TimeOf(RuleSection section, IWeeklyTimes time)
    {
        bool isKnown = true;
        for (int i = 0; i < time.Days.Count; i++)
        {
            if (WeekDays.TryParse(time.Days[i]) is null)
            {
                isKnown = false;
                section.Add($"days[{i}]", $"'{time.Days[i]}' is no day; {WeekDays.Expected} is");
            }
        }

        return isKnown ? WeekDays.TimeOf(time) : null;
    }

    private static string Words(IWeeklyTimes time) => FormattableString.Invariant(
        $"{(time.Days.Count == 0 ? "every day" : string.Join(", ", time.Days))} {time.From:HH:mm}-{time.To:HH:mm}");
}
