using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeWatch.Mqtt.Native;

/// <content>What libmosquitto calls. An exception must not cross into C, so these do nothing that throws.</content>
internal sealed unsafe partial class NativeClient
{
    /// <summary>MOSQ_LOG_ERR.</summary>
    private const int LogLevelError = 1 << 3;

    /// <summary>Error lines of libmosquitto that are kept; a failed TLS handshake writes two or three.</summary>
    private const int MostErrors = 4;

    /// <summary>MQTT 5 reason codes from here on are failures.</summary>
    private const int FirstFailureReason = 0x80;

    /// <summary>MQTT 5 reason code: another client has connected with this client's id.</summary>
    private const int SessionTakenOver = 0x8E;

    private static NativeClient Client(nint userData) => Unsafe.As<NativeClient>(GCHandle.FromIntPtr(userData).Target!);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void HandleConnect(nint client, nint userData, int code, int flags, nint properties) =>
        Client(userData).Signal(new LinkSignal(LinkSignalKind.Connack, MessageId: 0, code));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void HandleDisconnect(nint client, nint userData, int reason, nint properties)
    {
        // libmosquitto 2.0 calls twice when the broker says goodbye: with its reason, then because the socket is closed.
        if (reason >= FirstFailureReason)
        {
            Client(userData)._disconnectReason = reason;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void HandlePublish(nint client, nint userData, int messageId, int reason, nint properties) =>
        Client(userData).Signal(new LinkSignal(LinkSignalKind.Acknowledged, messageId, reason));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void HandleSubscribe(nint client, nint userData, int messageId, int count, int* granted, nint properties)
    {
        int worst = 0;
        foreach (int reason in new ReadOnlySpan<int>(granted, count))
        {
            worst = Math.Max(worst, reason);
        }

        Client(userData).Signal(new LinkSignal(LinkSignalKind.Subscribed, messageId, worst));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void HandleMessage(nint client, nint userData, NativeMessage* message, nint properties) =>
        Client(userData)._settings.Inbox?.Put(
            Marshal.PtrToStringUTF8(message->Topic) ?? "", new ReadOnlySpan<byte>((void*)message->Payload, message->Length), message->Retained != 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void HandleLog(nint client, nint userData, int level, byte* text)
    {
        NativeClient self = Client(userData);
        if (level == LogLevelError && self._errors.Count < MostErrors)
        {
            self._errors.Add(Marshal.PtrToStringUTF8((nint)text) ?? "");
        }
    }

    /// <summary>Refuses encrypted keys: without this callback, OpenSSL would ask on the terminal and wait.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int NoKeyPassword(nint buffer, int size, int writing, nint userData) => 0;

    private void SetCallbacks()
    {
        NativeMethods.OnConnect(_handle, &HandleConnect);
        NativeMethods.OnDisconnect(_handle, &HandleDisconnect);
        NativeMethods.OnPublish(_handle, &HandlePublish);
        NativeMethods.OnSubscribe(_handle, &HandleSubscribe);
        NativeMethods.OnMessage(_handle, &HandleMessage);
        NativeMethods.OnLog(_handle, &HandleLog);
    }

    private MqttException Explain(MosquittoError status, int errno)
    {
        if (_disconnectReason != 0)
        {
            LinkFailure failure = _disconnectReason == SessionTakenOver ? LinkFailure.TakenOver : LinkFailure.Lost;
            return new MqttException(failure, status, $"the broker ended the connection: {MqttException.ReasonText(_disconnectReason)}");
        }

        string what = status == MosquittoError.System ? Marshal.GetPInvokeErrorMessage(errno) : MqttException.ErrorText(status);
        return MqttException.Lost(status, _errors.Count == 0 ? what : $"{what}: {string.Join("; ", _errors)}");
    }
}
