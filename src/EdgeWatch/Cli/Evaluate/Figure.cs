using System.Globalization;

namespace EdgeWatch.Cli.Evaluate;

/// <summary>Measured values as they stand in tables; a dash where there is none.</summary>
internal static class Figure
{
    /// <summary>A part of 1, in per cent.</summary>
    public static string Percent(double? part) => Text(part * 100, "0.0 '%'");

    /// <summary>A value in a format of .NET.</summary>
    public static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";
}
