using System.Runtime.InteropServices;

namespace EdgeWatch.Mqtt.Native;

/// <summary>A received message as libmosquitto lays it out (<c>struct mosquitto_message</c>, the same since 0.1).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeMessage
{
    public int Id;

    /// <summary>UTF-8, ends with a zero; checked by libmosquitto.</summary>
    public nint Topic;

    /// <summary>Null when <see cref="Length"/> is 0.</summary>
    public nint Payload;

    /// <summary>Bytes of the payload.</summary>
    public int Length;

    public int Qos;

    /// <summary>1: kept by the broker from before the subscription.</summary>
    public byte Retained;
}
