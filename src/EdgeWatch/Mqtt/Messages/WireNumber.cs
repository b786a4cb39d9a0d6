namespace EdgeWatch.Mqtt.Messages;

/// <summary>
/// Numbers as they go into JSON, which knows neither NaN nor infinity: what is not a number becomes null, and nobody gets seventeen digits.
/// </summary>
internal static class WireNumber
{
    private const int Decimals = 4;

    /// <summary>A calibrated score or a fraction: 0–1, or null for NaN.</summary>
    public static double? Unit(double value) => double.IsNaN(value) ? null : Math.Round(Math.Clamp(value, 0, 1), Decimals);

    /// <summary>Any finite number, or null.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? Math.Round(value, Decimals) : null;
}
