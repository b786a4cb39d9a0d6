using System.Runtime.InteropServices;
using EdgeWatch.Mqtt.Native;

namespace EdgeWatch.Mqtt;

/// <summary>The broker can't be reached, refuses, or has gone; or libmosquitto refuses a call. Never holds a secret.</summary>
internal sealed class MqttException(LinkFailure failure, MosquittoError error, string message) : Exception(message)
{
    /// <summary>How to go on.</summary>
    public LinkFailure Failure { get; } = failure;

    /// <summary>What libmosquitto said.</summary>
    public MosquittoError Error { get; } = error;

    /// <summary>A status of libmosquitto becomes an exception here and nowhere else.</summary>
    /// <exception cref="MqttException"><paramref name="status"/> is not success.</exception>
    public static void ThrowIfFailed(MosquittoError status, string what)
    {
        if (status != MosquittoError.Success)
        {
            throw Lost(status, $"{what}: {ErrorText(status)}");
        }
    }

    /// <summary>A failure after which trying again soon makes sense.</summary>
    public static MqttException Lost(MosquittoError error, string message) => new(LinkFailure.Lost, error, message);

    /// <summary>A failed system call.</summary>
    public static MqttException System(string what, int errno) =>
        Lost(MosquittoError.System, $"{what}: {Marshal.GetPInvokeErrorMessage(errno)}");

    /// <summary>A CONNACK other than success, in words.</summary>
    public static MqttException Connack(MqttProtocol protocol, int code)
    {
        bool wrongVersion = code is UnacceptableVersion311 or UnsupportedVersion5;
        string reason = protocol == MqttProtocol.V5 && !wrongVersion ? ReasonText(code) : ConnackText(code);
        return new MqttException(
            wrongVersion ? LinkFailure.ProtocolVersion : LinkFailure.Refused, MosquittoError.ConnectionRefused, $"the broker refuses: {reason}");
    }

    /// <summary>An MQTT 5 reason code in words.</summary>
    public static string ReasonText(int reason) => Words(NativeMethods.ReasonText(reason), reason);

    /// <summary>A status in words.</summary>
    public static string ErrorText(MosquittoError status) => status == MosquittoError.KeepAlive
        ? "the broker did not answer within the keepalive" // libmosquitto 2.0.11 has no text for it.
        : Words(NativeMethods.ErrorText(status), (int)status);

    /// <summary>MQTT 3.1.1 CONNACK code: unacceptable protocol version.</summary>
    private const int UnacceptableVersion311 = 0x01;

    /// <summary>MQTT 5 reason code: unsupported protocol version.</summary>
    private const int UnsupportedVersion5 = 0x84;

    /// <summary>Prefix of libmosquitto's own CONNACK texts, which says again what our message says.</summary>
    private const string ConnackPrefix = "Connection Refused: ";

    private static string ConnackText(int code) => code is UnsupportedVersion5 or UnacceptableVersion311
        ? "unacceptable protocol version"
        : Words(NativeMethods.ConnackText(code), code).Replace(ConnackPrefix, "", StringComparison.Ordinal);

    private static string Words(nint text, int code) => $"{Marshal.PtrToStringUTF8(text)?.TrimEnd('.') ?? "unknown"} ({code})";
}
