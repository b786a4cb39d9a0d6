namespace EdgeWatch.Mqtt.Messages;

/// <summary>A switch on the wire: <c>ON</c> or <c>OFF</c>, as Home Assistant has it by default.</summary>
internal static class SwitchText
{
    public const string On = "ON";

    public const string Off = "OFF";

    public static string Of(bool isOn) => isOn ? On : Off;

    /// <summary>Reads one, in any case; null for anything else.</summary>
    public static bool? Parse(string text) =>
        text.Equals(On, StringComparison.OrdinalIgnoreCase) ? true : text.Equals(Off, StringComparison.OrdinalIgnoreCase) ? false : null;
}
