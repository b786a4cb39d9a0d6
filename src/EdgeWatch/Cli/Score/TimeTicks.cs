using System.Globalization;

namespace EdgeWatch.Cli.Score;

/// <summary>Round numbers for a time axis.</summary>
internal static class TimeTicks
{
    private static readonly double[] StepsSeconds =
        [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];

    /// <summary>The smallest round step that gives at most <paramref name="most"/> ticks.</summary>
    public static double StepSeconds(double spanSeconds, int most)
    {
        foreach (double step in StepsSeconds)
        {
            if (spanSeconds / step <= most)
            {
                return step;
            }
        }

        double day = StepsSeconds[^1];
        return day * Math.Ceiling(spanSeconds / day / most);
    }

    /// <summary>A time as "0.4", "7:05" or "1:07:05", as short as the step allows.</summary>
    public static string Label(double seconds, double stepSeconds)
    {
        if (stepSeconds < 1)
        {
            return seconds.ToString("0.0", CultureInfo.InvariantCulture);
        }

        var time = TimeSpan.FromSeconds(Math.Round(seconds));
        return time >= TimeSpan.FromHours(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time:ss}");
    }
}
