using System.Globalization;

namespace EdgeWatch.Configuration;

/// <summary>Turns the text of a value into the type of its property.</summary>
internal static class ScalarConversion
{
    private static readonly string[] TimeFormats = ["H:mm", "HH:mm"];

    /// <summary>The value, or null when the text does not say one.</summary>
    public static object? Convert(string text, Type type)
    {
        if (type == typeof(string))
        {
            return text;
        }

        if (type == typeof(bool))
        {
            return text switch { "true" => true, "false" => false, _ => null };
        }

        if (type == typeof(int))
        {
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole) ? whole : null;
        }

        if (type == typeof(double))
        {
            const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
            bool isNumber = double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number);
            return isNumber ? number : null;
        }

        if (type == typeof(TimeSpan))
        {
            return DurationText.TryParse(text, out TimeSpan duration) ? duration : null;
        }

        if (type == typeof(TimeOnly))
        {
            return TimeOnly.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time)
                ? time
                : null;
        }

        return ConvertEnum(text, type);
    }

    /// <summary>What the type takes, in words.</summary>
    public static string Expected(Type type) => type switch
    {
        _ when type == typeof(string) => "a text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(TimeSpan) => DurationText.Expected,
        _ when type == typeof(TimeOnly) => "a time of day from 0:00 to 23:59, such as 22:30 (midnight is 0:00)",
        _ => string.Join(" or ", Enum.GetNames(type).Select(OptionKey.NameOf)),
    };

    private static object? ConvertEnum(string text, Type type) =>
        Enum.GetNames(type).FirstOrDefault(name => OptionKey.NameOf(name) == text) is { } name ? Enum.Parse(type, name) : null;
}
