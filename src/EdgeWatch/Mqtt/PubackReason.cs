namespace EdgeWatch.Mqtt;

/// <summary>What an MQTT 5 broker can answer to a message (MQTT 5, table 3-4). MQTT 3.1.1 knows only success.</summary>
internal static class PubackReason
{
    private const int FirstFailure = 0x80;
    private const int UnspecifiedError = 0x80;
    private const int ImplementationError = 0x83;
    private const int QuotaExceeded = 0x97;

    /// <summary>The broker has taken the message over, even if nobody subscribes (0x10).</summary>
    public static bool IsSuccess(int reason) => reason < FirstFailure;

    /// <summary>The broker may take the same message later; all other failures are about the message or the rights, and stay.</summary>
    public static bool IsTemporary(int reason) => reason is UnspecifiedError or ImplementationError or QuotaExceeded;
}
