using System.Buffers;
using System.Globalization;
using System.Text;

namespace EdgeWatch.Configuration;

/// <summary>Durations as people write them: <c>500ms</c>, <c>20s</c>, <c>10min</c>, <c>1h30m</c>, <c>30 d</c>.</summary>
internal static class DurationText
{
    /// <summary>What <see cref="TryParse"/> accepts, in words.</summary>
    public const string Expected = "a duration such as 500ms, 20s, 10min, 1h30m or 30d";

    /// <summary>Longest duration that can be written; more is surely a mistake and could overflow.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly (TimeSpan Size, string Name)[] Units =
    [
        (TimeSpan.FromDays(1), "d"),
        (TimeSpan.FromHours(1), "h"),
        (TimeSpan.FromMinutes(1), "min"),
        (TimeSpan.FromSeconds(1), "s"),
        (TimeSpan.FromMilliseconds(1), "ms"),
    ];

    /// <summary>
    /// Reads a duration: numbers with units (d, h, m or min, s, ms), from the largest unit to the smallest. 0 needs no unit.
    /// </summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = TimeSpan.Zero;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        if (rest is "0")
        {
            return true;
        }

        bool any = false;
        TimeSpan previousUnit = TimeSpan.MaxValue;
        while (!rest.IsEmpty)
        {
            if (!TryTakeNumber(ref rest, out double number) || !TryTakeUnit(ref rest, out TimeSpan unit) || unit >= previousUnit
                || number > Longest / unit)
            {
                return false;
            }

            duration += number * unit;
            previousUnit = unit;
            any = true;
        }

        return any && duration <= Longest;
    }

    /// <summary>Writes a duration so that <see cref="TryParse"/> reads it: <c>1 h 30 min</c>. Less than a millisecond is cut off.</summary>
    public static string Format(TimeSpan duration)
    {
        StringBuilder text = new();
        TimeSpan rest = duration.Duration();
        foreach ((TimeSpan size, string name) in Units)
        {
            long count = rest.Ticks / size.Ticks;
            rest -= count * size;
            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{(text.Length == 0 ? "" : " ")}{count} {name}");
            }
        }

        return text.Length == 0 ? "0 s" : duration < TimeSpan.Zero ? $"-{text}" : text.ToString();
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<char> rest, out double number)
    {
        int end = rest.IndexOfAnyExcept(NumberCharacters);
        ReadOnlySpan<char> digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..].TrimStart();
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryTakeUnit(ref ReadOnlySpan<char> rest, out TimeSpan unit)
    {
        int end = rest.IndexOfAnyExceptInRange('a', 'z');
        ReadOnlySpan<char> name = end < 0 ? rest : rest[..end];
        rest = rest[name.Length..].TrimStart();
        unit = TimeSpan.Zero;
        foreach ((TimeSpan size, string known) in Units)
        {
            if (name.SequenceEqual(known) || (name is "m" && known is "min"))
            {
                unit = size;
            }
        }

        return unit > TimeSpan.Zero;
    }
}
