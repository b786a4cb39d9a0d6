using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using EdgeWatch.Configuration;

namespace EdgeWatch.Mqtt.Native;

/// <summary>
/// One libmosquitto client for the life of one connection. A thread of its own connects, runs the network loop and in the end frees
/// the client; callbacks come on that thread and only leave a <see cref="LinkSignal"/> behind. Since the client never outlives its
/// connection, libmosquitto's own queue of unacknowledged messages goes with it: what has to be sent again is known to the
/// outbox alone, and nothing is queued twice.
/// </summary>
internal sealed unsafe partial class NativeClient : IDisposable
{
    /// <summary>How long the network loop sleeps without traffic. A publish wakes it; the keepalive has a grain of one second.</summary>
    private const int LoopTimeoutMilliseconds = 1000;

    /// <summary>MQTT 5, 3.1.2.11.4: a property of CONNECT.</summary>
    private const int MaximumPacketSize = 39;

    /// <summary>Where Debian and its children keep the system's certificate authorities, hashed for OpenSSL.</summary>
    private const string SystemAuthorities = "/etc/ssl/certs";

    private readonly ClientSettings _settings;
    private readonly WakeSignal _wake;
    private readonly ConcurrentQueue<LinkSignal> _signals = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SafeMosquittoHandle _handle;
    private GCHandle _self;

    // These two belong to the network thread.
    private readonly List<string> _errors = [];
    private int _disconnectReason;
    private volatile bool _stopping;

    private NativeClient(ClientSettings settings, WakeSignal wake)
    {
        _settings = settings;
        _wake = wake;
        _self = GCHandle.Alloc(this);
        _handle = NativeMethods.New(settings.ClientId, cleanStart: true, GCHandle.ToIntPtr(_self));
    }

    /// <summary>Completes when the network thread has ended and the socket is closed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Protocol version of this connection.</summary>
    public MqttProtocol Protocol => _settings.Protocol;

    /// <summary>Why the loop ended; null while it runs.</summary>
    public MqttException? Failure { get; private set; }

    /// <summary>Creates a client and starts connecting in the background.</summary>
    /// <param name="settings">Where to and as whom.</param>
    /// <param name="wake">Set whenever there is a signal to take.</param>
    /// <exception cref="MqttException">A setting is impossible, such as a certificate that can't be read.</exception>
    public static NativeClient Start(ClientSettings settings, WakeSignal wake)
    {
        NativeClient client = new(settings, wake);
        try
        {
            client.Configure();
        }
        catch (MqttException)
        {
            client.Release();
            throw;
        }

        new Thread(client.Run) { IsBackground = true, Name = "mqtt" }.Start();
        return client;
    }

    /// <summary>Takes the oldest signal.</summary>
    public bool TryTakeSignal(out LinkSignal signal) => _signals.TryDequeue(out signal);

    /// <summary>Hands a message over for sending. Does not wait for the network.</summary>
    /// <returns>The id with which its acknowledgement will come.</returns>
    /// <exception cref="MqttException">libmosquitto does not take it.</exception>
    public int Publish(OutgoingMessage message)
    {
        try
        {
            MosquittoError status = NativeMethods.Publish(
                _handle, out int messageId, message.Topic, message.Payload.Length, message.Payload.Span, (int)message.Qos, message.Retain, properties: 0);
            MqttException.ThrowIfFailed(status, "cannot publish");
            return messageId;
        }
        catch (ObjectDisposedException)
        {
            throw Failure ?? MqttException.Lost(MosquittoError.NoConnection, "the connection is closed");
        }
    }

    /// <summary>Asks for messages. Does not wait for the network.</summary>
    /// <returns>The id with which the broker's answer will come.</returns>
    /// <exception cref="MqttException">libmosquitto does not take it.</exception>
    public int Subscribe(IReadOnlyCollection<string> filters)
    {
        try
        {
            MosquittoError status = NativeMethods.Subscribe(
                _handle, out int messageId, filters.Count, [.. filters], (int)MqttQos.AtLeastOnce, options: 0, properties: 0);
            MqttException.ThrowIfFailed(status, "cannot subscribe");
            return messageId;
        }
        catch (ObjectDisposedException)
        {
            throw Failure ?? MqttException.Lost(MosquittoError.NoConnection, "the connection is closed");
        }
    }

    /// <summary>Asks for a clean end: the broker discards the last will. <see cref="Ended"/> tells when it has happened.</summary>
    public void Disconnect()
    {
        try
        {
            // A failure means that there is no connection any more, which is what is wanted.
            _ = NativeMethods.Disconnect(_handle, reasonCode: 0, properties: 0);
        }
        catch (ObjectDisposedException)
        {
            // The network thread has ended by itself.
        }
    }

    /// <summary>
    /// Ends the connection within a second, without a DISCONNECT unless <see cref="Disconnect"/> was called before; does not wait.
    /// A thread still waiting for the kernel to connect is left to it: it is a background thread and cleans up after itself.
    /// </summary>
    public void Dispose() => _stopping = true;

    private void Configure()
    {
        if (_handle.IsInvalid)
        {
            throw MqttException.System("cannot create an MQTT client", Marshal.GetLastPInvokeError());
        }

        SetCallbacks();
        MqttException.ThrowIfFailed(NativeMethods.SetThreaded(_handle, threaded: true), "cannot use threads");
        MqttException.ThrowIfFailed(
            NativeMethods.SetIntOption(_handle, MosquittoOption.ProtocolVersion, (int)_settings.Protocol), "cannot choose the protocol version");
        MqttException.ThrowIfFailed(NativeMethods.SetIntOption(_handle, MosquittoOption.TcpNoDelay, 1), "cannot set TCP_NODELAY");
        SetWill(_settings.Will);
        if (_settings.Username is { } username)
        {
            MqttException.ThrowIfFailed(NativeMethods.SetUsernamePassword(_handle, username, _settings.Password), "cannot set user name and password");
        }

        if (_settings.Tls is { } tls)
        {
            SetTls(tls);
        }
    }

    private void SetWill(OutgoingMessage will) => MqttException.ThrowIfFailed(
        NativeMethods.SetWill(_handle, will.Topic, will.Payload.Length, will.Payload.Span, (int)will.Qos, will.Retain), "cannot set the last will");

    private void SetTls(MqttTlsOptions tls)
    {
        string? authorities = NullIfEmpty(tls.CaFile);
        MosquittoError status = NativeMethods.SetTls(
            _handle,
            authorities,
            authorities is null ? SystemAuthorities : null,
            NullIfEmpty(tls.CertificateFile),
            NullIfEmpty(tls.KeyFile),
            &NoKeyPassword);
        MqttException.ThrowIfFailed(status, "cannot set up TLS: a file of mqtt.tls cannot be opened, or one of certificate_file and key_file is missing");
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    /// <summary>With MQTT 5 the broker keeps back what is larger than anything that is read: libmosquitto would take in up to 256 MiB.</summary>
    private MosquittoError Connect()
    {
        nint properties = 0;
        if (_settings.Protocol == MqttProtocol.V5)
        {
            // Without memory for it, the limit is missing and the connection will fail soon enough.
            _ = NativeMethods.AddProperty(ref properties, MaximumPacketSize, Inbox.MostPacketBytes);
        }

        MosquittoError status = NativeMethods.Connect(
            _handle, _settings.Host, _settings.Port, (int)_settings.KeepAlive.TotalSeconds, bindAddress: null, properties);
        NativeMethods.FreeProperties(ref properties);
        return status;
    }

    private void Run()
    {
        MosquittoError status = Connect();
        while (status == MosquittoError.Success && !_stopping)
        {
            status = NativeMethods.Loop(_handle, LoopTimeoutMilliseconds, maxPackets: 1);
        }

        Failure = Explain(status, Marshal.GetLastPInvokeError());
        Release();
        Signal(new LinkSignal(LinkSignalKind.Closed, MessageId: 0, (int)status));
        _ended.TrySetResult();
    }

    private void Release()
    {
        _handle.Dispose();
        _self.Free();
    }

    private void Signal(LinkSignal signal)
    {
        _signals.Enqueue(signal);
        _wake.Set();
    }
}
