using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using MQTTnet.Channel;

namespace EdgeWatch.Mqtt.Connection;

/// <summary>
/// Opens the way to the broker: TCP, and TLS over it where the config has it. MQTTnet's own TLS is not used, since it has switches that
/// leave checks out, and cannot say which check has failed.
/// </summary>
internal sealed class BrokerDial(LinkSettings settings, TimeProvider time) : IMqttClientStreamProvider, IDisposable
{
    private BrokerTrust? _trust;
    private Stream? _stream;

    /// <summary>Whether the way is open: from here on the broker itself is what answers or does not.</summary>
    public bool IsOpen => _stream is not null;

    /// <inheritdoc/>
    /// <exception cref="MqttException">It cannot be opened; says why.</exception>
    public async Task<Stream> ConnectAsync(EndPoint brokerEndPoint, CancellationToken cancellationToken)
    {
        // Whoever comes in has closed a socket before, or none was opened; a stream belongs to the client.
        Stream transport = await OpenAsync(cancellationToken);
        _stream = settings.Tls is null ? transport : await SecureAsync(transport, cancellationToken);
        return _stream;
    }

    /// <summary>Ends the connection without a DISCONNECT: the broker sends the last will.</summary>
    public void Dispose()
    {
        _stream?.Dispose();
        _trust?.Dispose();
    }

    private async Task<NetworkStream> OpenAsync(CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(settings.Host, settings.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            bool isLookup = exception.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData;
            throw MqttException.Lost(isLookup ? $"the lookup of {settings.Host} failed: {exception.Message}" : exception.Message);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw MqttException.Lost($"no answer from {settings.Host}, port {settings.Port}");
        }
    }

    private async Task<Stream> SecureAsync(Stream transport, CancellationToken cancellationToken)
    {
        SslStream secured = new(transport, leaveInnerStreamOpen: false);
        try
        {
            _trust = new BrokerTrust(settings.Tls!, settings.Host, time);
            await secured.AuthenticateAsClientAsync(_trust.Handshake(), cancellationToken);
            return secured;
        }
        catch (Exception exception)
        {
            await secured.DisposeAsync();
            throw exception switch
            {
                AuthenticationException or IOException =>
                    MqttException.Lost(_trust?.Objection ?? $"TLS: {exception.GetBaseException().Message}"),
                OperationCanceledException => MqttException.Lost("TLS: the broker does not answer"),
                _ => exception,
            };
        }
    }
}
