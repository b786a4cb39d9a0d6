using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeWatch.Mqtt.Native;

/// <summary>
/// The part of libmosquitto that EdgeWatch uses. What a call returns is a <see cref="MosquittoError"/> unless said otherwise;
/// <see cref="MqttException.ThrowIfFailed"/> turns it into an exception. <c>mosquitto_tls_insecure_set</c> is deliberately
/// absent: nothing in this program can turn the server-name check off.
/// </summary>
internal static unsafe partial class NativeMethods
{
    /// <summary>The soname: 1 since 2010, the same in libmosquitto 1.x and 2.x.</summary>
    internal const string Library = "libmosquitto.so.1";

    /// <summary>Returns major·1,000,000 + minor·1,000 + revision. Always succeeds.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_lib_version")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int LibVersion(out int major, out int minor, out int revision);

    /// <summary>Returns Success on Linux always. Not thread-safe: called once, by <see cref="MosquittoLibrary"/>.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_lib_init")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial MosquittoError LibInit();

    /// <summary>A new client. Returns an invalid handle with errno ENOMEM or EINVAL on failure.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_new", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial SafeMosquittoHandle New(string clientId, [MarshalAs(UnmanagedType.U1)] bool cleanStart, nint userData);

    /// <summary>Frees a client and closes its socket without a DISCONNECT. No callback runs. Nothing is returned.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_destroy")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void Destroy(nint client);

    /// <summary>Returns Success, InvalidArgument.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_int_option")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial MosquittoError SetIntOption(SafeMosquittoHandle client, MosquittoOption option, int value);

    /// <summary>
    /// Says that publishing happens on another thread than the network loop; such a publish wakes the loop. Returns Success,
    /// InvalidArgument.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_threaded_set")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial MosquittoError SetThreaded(SafeMosquittoHandle client, [MarshalAs(UnmanagedType.U1)] bool threaded);

    /// <summary>Copies both. Returns Success, InvalidArgument, OutOfMemory.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_username_pw_set", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial MosquittoError SetUsernamePassword(SafeMosquittoHandle client, string username, string? password);

    /// <summary>Copies the payload. Must come before connecting. Returns Success, InvalidArgument, OutOfMemory, PayloadSize, MalformedUtf8.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_will_set", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial MosquittoError SetWill(
        SafeMosquittoHandle client, string topic, int length, ReadOnlySpan<byte> payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain);

    /// <summary>
    /// Needs one of <paramref name="caFile"/> and <paramref name="caPath"/>, and key and certificate together. The certificate's
    /// name is checked unless <c>mosquitto_tls_insecure_set</c> says otherwise. Returns Success, InvalidArgument (also: a file
    /// that can't be opened), OutOfMemory.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_tls_set", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial MosquittoError SetTls(
        SafeMosquittoHandle client,
        string? caFile,
        string? caPath,
        string? certificateFile,
        string? keyFile,
        delegate* unmanaged[Cdecl]<nint, int, int, nint, int> keyPassword);

    /// <summary>
    /// Resolves, connects and starts TLS, blocking; the CONNECT packet leaves in <see cref="Loop"/>. Returns Success,
    /// InvalidArgument (also: keepalive below 5 s), Lookup, System (errno), Tls.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_connect_bind_v5", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial MosquittoError Connect(
        SafeMosquittoHandle client, string host, int port, int keepAliveSeconds, string? bindAddress, nint properties);

    /// <summary>Adds a four-byte property to a list, which begins as 0. Returns Success, InvalidArgument, OutOfMemory.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_property_add_int32")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial MosquittoError AddProperty(ref nint properties, int identifier, uint value);

    /// <summary>Frees a list of properties and sets it to 0. Nothing is returned.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_property_free_all")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void FreeProperties(ref nint properties);

    /// <summary>
    /// One round of the network: waits up to the timeout, reads, writes, pings, runs callbacks on the calling thread. Returns Success,
    /// InvalidArgument (also: a descriptor of 1024 and above, since it calls select), OutOfMemory, NoConnection, ConnectionLost,
    /// ConnectionRefused, KeepAlive, Protocol, MalformedPacket, Tls, System (errno).
    /// </summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_loop", SetLastError = true)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial MosquittoError Loop(SafeMosquittoHandle client, int timeoutMilliseconds, int maxPackets);

    /// <summary>
    /// Copies topic and payload and queues them for the loop. Returns Success, InvalidArgument, OutOfMemory, NoConnection,
    /// PayloadSize (above 268,435,455 bytes), MalformedUtf8, QosNotSupported, RetainNotSupported, OversizePacket.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_publish_v5", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial MosquittoError Publish(
        SafeMosquittoHandle client,
        out int messageId,
        string topic,
        int length,
        ReadOnlySpan<byte> payload,
        int qos,
        [MarshalAs(UnmanagedType.U1)] bool retain,
        nint properties);

    /// <summary>
    /// Queues a SUBSCRIBE with several filters. <paramref name="options"/> are those of MQTT 5, ignored before it. Returns Success,
    /// InvalidArgument, OutOfMemory, NoConnection, MalformedUtf8, OversizePacket.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_subscribe_multiple", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial MosquittoError Subscribe(
        SafeMosquittoHandle client, out int messageId, int count, string[] filters, int qos, int options, nint properties);

    /// <summary>Queues a DISCONNECT, which discards the last will. Returns Success, InvalidArgument, NoConnection.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_disconnect_v5")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial MosquittoError Disconnect(SafeMosquittoHandle client, int reasonCode, nint properties);

    /// <summary>(client, user data, CONNACK code, flags, properties): code of MQTT 3.1.1 or 5, by the protocol in use.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_connect_v5_callback_set")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void OnConnect(SafeMosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    /// <summary>(client, user data, reason, properties): 0 asked for, below 0x80 a <see cref="MosquittoError"/>, else the broker's DISCONNECT.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_disconnect_v5_callback_set")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void OnDisconnect(SafeMosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, nint, void> callback);

    /// <summary>(client, user data, message id, PUBACK reason, properties): at QoS 0 when written to the socket, at QoS 1 on PUBACK.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_publish_v5_callback_set")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void OnPublish(SafeMosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    /// <summary>(client, user data, message id, count, granted): granted is an array with the QoS of each filter, 0x80 and above for refused.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_subscribe_v5_callback_set")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void OnSubscribe(SafeMosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, int, int*, nint, void> callback);

    /// <summary>(client, user data, message, properties): the message is freed when the callback returns.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_message_v5_callback_set")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void OnMessage(SafeMosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, NativeMessage*, nint, void> callback);

    /// <summary>(client, user data, level, text): the only place where OpenSSL's reasons appear.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_log_callback_set")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void OnLog(SafeMosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, byte*, void> callback);

    /// <summary>Text of a <see cref="MosquittoError"/>; static memory.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_strerror")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint ErrorText(MosquittoError error);

    /// <summary>Text of an MQTT 3.1.1 CONNACK code; static memory.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_connack_string")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint ConnackText(int code);

    /// <summary>Text of an MQTT 5 reason code; static memory.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_reason_string")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint ReasonText(int code);
}
