using System.Globalization;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Hosting.Health;

/// <summary>Reads what Linux tells about the chip under <c>/sys</c>.</summary>
/// <param name="sys">Another root, for tests.</param>
internal sealed class Chip(string sys = "/sys")
{
    /// <summary>Where the kernel of Raspberry Pi OS shows the firmware's flags, in hex.</summary>
    private const string ThrottledFile = "devices/platform/soc/soc:firmware/get_throttled";

    // Bits of "vcgencmd get_throttled" (Raspberry Pi documentation); those from 16 on tell of the past.
    private const int UnderVoltage = 1 << 0;
    private const int FrequencyCapped = 1 << 1;
    private const int Throttled = 1 << 2;
    private const int TemperatureLimited = 1 << 3;

    /// <summary>What no chip survives, in °C: sensors that are not connected show such values.</summary>
    private const double LeastTemperature = -50;
    private const double MostTemperature = 150;

    /// <summary>The hottest thermal zone in °C; null where there is none.</summary>
    public double? Temperature()
    {
        double? hottest = null;
        foreach (string zone in Zones())
        {
            if (double.TryParse(Read(Path.Combine(zone, "temp")), NumberStyles.Float, CultureInfo.InvariantCulture, out double thousandths)
                && thousandths / 1000 is > LeastTemperature and < MostTemperature)
            {
                hottest = Math.Max(hottest ?? LeastTemperature, Math.Round(thousandths / 1000, 1));
            }
        }

        return hottest;
    }

    /// <summary>Whether the chip is slowed down; null where nobody tells.</summary>
    public ThrottlingHealth? Throttling() =>
        int.TryParse(Read(Path.Combine(sys, ThrottledFile)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int flags)
            ? new ThrottlingHealth(
                (flags & UnderVoltage) != 0, (flags & FrequencyCapped) != 0, (flags & Throttled) != 0, (flags & TemperatureLimited) != 0)
            : null;

    private string[] Zones()
    {
        try
        {
            return Directory.GetDirectories(Path.Combine(sys, "class/thermal"), "thermal_zone*");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A file of /sys, which may refuse for many reasons; then nothing.</summary>
    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
