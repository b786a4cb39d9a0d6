namespace EdgeWatch.Mqtt.Connection;

/// <summary>What an MQTT 5 broker gives as its reason in CONNACK, PUBACK, SUBACK and DISCONNECT (MQTT 5, table 2-6), in words.</summary>
internal static class ReasonCode
{
    public const int Success = 0x00;

    /// <summary>A broker of before MQTT 5 says this in its own way, and MQTTnet hands it on as it is.</summary>
    public const int UnacceptableVersion311 = 0x01;

    public const int UnspecifiedError = 0x80;
    public const int ImplementationError = 0x83;
    public const int UnsupportedProtocolVersion = 0x84;
    public const int SessionTakenOver = 0x8E;
    public const int PacketTooLarge = 0x95;
    public const int QuotaExceeded = 0x97;
    public const int RetainNotSupported = 0x9A;
    public const int QosNotSupported = 0x9B;

    /// <summary>Codes from here on are failures.</summary>
    private const int FirstFailure = 0x80;

    private static readonly Dictionary<int, string> Texts = new()
    {
        [UnspecifiedError] = "Unspecified error",
        [0x81] = "Malformed packet",
        [0x82] = "Protocol error",
        [ImplementationError] = "Implementation specific error",
        [UnsupportedProtocolVersion] = "Unsupported protocol version",
        [0x85] = "Client identifier not valid",
        [0x86] = "Bad user name or password",
        [0x87] = "Not authorized",
        [0x88] = "Server unavailable",
        [0x89] = "Server busy",
        [0x8A] = "Banned",
        [0x8B] = "Server shutting down",
        [0x8C] = "Bad authentication method",
        [0x8D] = "Keep alive timeout",
        [SessionTakenOver] = "Session taken over",
        [0x8F] = "Topic filter invalid",
        [0x90] = "Topic name invalid",
        [0x93] = "Receive maximum exceeded",
        [0x94] = "Topic alias invalid",
        [PacketTooLarge] = "Packet too large",
        [0x96] = "Message rate too high",
        [QuotaExceeded] = "Quota exceeded",
        [0x98] = "Administrative action",
        [0x99] = "Payload format invalid",
        [RetainNotSupported] = "Retain not supported",
        [QosNotSupported] = "QoS not supported",
        [0x9C] = "Use another server",
        [0x9D] = "Server moved",
        [0x9F] = "Connection rate exceeded",
        [0xA0] = "Maximum connect time",
        [0xA2] = "Wildcard subscriptions not supported",
    };

    /// <summary>The code in words, with its number.</summary>
    public static string Words(int reason) => $"{Texts.GetValueOrDefault(reason, "unknown reason")} (0x{reason:X2})";

    /// <summary>Whether all is well. Of a message: the broker has taken it over, even if nobody subscribes (0x10).</summary>
    public static bool IsSuccess(int reason) => reason < FirstFailure;

    /// <summary>
    /// Of a message: the broker may take the same one later; all other failures are about the message or the rights, and stay.
    /// </summary>
    public static bool IsTemporary(int reason) => reason is UnspecifiedError or ImplementationError or QuotaExceeded;
}
