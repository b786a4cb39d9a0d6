namespace EdgeWatch.Scene;

/// <summary>What the time of day does to a square: empty and dark at night, busiest in the morning, busy again in the evening.</summary>
/// <param name="day">Length of a day; the recording begins at midnight.</param>
internal sealed class DailyRhythm(TimeSpan day)
{
    /// <summary>Brightness at night, in relation to the day's: what a street lamp gives a small camera.</summary>
    private const double NightLight = 0.4;

    /// <summary>Part of its people that the square has at an hour; in between it is interpolated.</summary>
    private static readonly (double Hour, double Part)[] People =
    [
        (0, 0.03), (2, 0), (5, 0), (6.5, 0.3), (8, 1), (9.5, 0.7), (11, 0.45), (12.5, 0.6), (15, 0.5), (17.5, 0.85), (20, 0.4), (24, 0.03),
    ];

    /// <summary>Brightness at an hour, from 0 for night to 1 for day.</summary>
    private static readonly (double Hour, double Part)[] Sun = [(0, 0), (Sunrise, 0), (7.5, 1), (18.5, 1), (Sunset, 0), (24, 0)];

    // Hours.
    private const double Sunrise = 6;
    private const double Sunset = 20;

    /// <summary>How many of the people are there who would be at the busiest hour, 0–1.</summary>
    public double BusynessAt(double seconds) => Between(People, HourAt(seconds));

    /// <summary>Brightness, 1 by day.</summary>
    public double DaylightAt(double seconds) => double.Lerp(NightLight, 1, Between(Sun, HourAt(seconds)));

    /// <summary>How much of the sun's way is done: 0 at sunrise, 1 at sunset, less or more by night.</summary>
    public double SunPartAt(double seconds) => (HourAt(seconds) - Sunrise) / (Sunset - Sunrise);

    /// <summary>Hours since the recording began.</summary>
    public double HoursUntil(double seconds) => Math.Max(0, seconds) / day.TotalSeconds * TimeSpan.HoursPerDay;

    private double HourAt(double seconds) => HoursUntil(seconds) % TimeSpan.HoursPerDay;

    private static double Between(ReadOnlySpan<(double Hour, double Part)> course, double hour)
    {
        int next = 1;
        while (course[next].Hour < hour)
        {
            next++;
        }

        (double from, double low) = course[next - 1];
        (double to, double high) = course[next];
        return double.Lerp(low, high, (hour - from) / (to - from));
    }
}
