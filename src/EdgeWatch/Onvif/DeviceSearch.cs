using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Xml.Linq;

namespace EdgeWatch.Onvif;

/// <summary>
/// Finds ONVIF devices by WS-Discovery (April 2005, as ONVIF has it): a question by multicast from every network interface, and what
/// answers within a time.
/// </summary>
/// <param name="time">Clock of the time.</param>
internal sealed class DeviceSearch(TimeProvider time)
{
    /// <summary>Where devices listen.</summary>
    public static readonly IPEndPoint Group = new(IPAddress.Parse("239.255.255.250"), 3702);

    /// <summary>Most devices that are told of: who answers under more names than this is no camera.</summary>
    public const int MostDevices = 256;

    /// <summary>Multicast gets lost, over Wi-Fi above all: it is asked as often, this far apart.</summary>
    private const int Questions = 3;

    private const int LongestDatagram = 64 * 1024;

    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(400);
    private static readonly XNamespace Addressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
    private static readonly XNamespace Discovery = "http://schemas.xmlsoap.org/ws/2005/04/discovery";

    /// <summary>Where the question goes; another than <see cref="Group"/> is for tests.</summary>
    public IPEndPoint Target { get; init; } = Group;

    /// <summary>Addresses of this machine from which it goes out.</summary>
    public IReadOnlyList<IPAddress> From { get; init; } = AddressesOfThisMachine();

    /// <summary>Asks, and waits for answers.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Each device once, by address.</returns>
    public async Task<IReadOnlyList<FoundDevice>> FindAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        Dictionary<Uri, FoundDevice> found = [];
        using CancellationTokenSource limit = new(duration, time);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await Task.WhenAll(From.Select(address => AskFromAsync(address, found, end.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        return [.. found.Values.OrderBy(device => device.Address.AbsoluteUri, StringComparer.Ordinal)];
    }

    /// <summary>The devices that an answer tells of.</summary>
    /// <param name="message">The answer.</param>
    /// <param name="sender">Whose it is: a device that tells several addresses is asked at this one.</param>
    internal static IEnumerable<FoundDevice> Read(ReadOnlyMemory<byte> message, IPAddress sender)
    {
        if (Soap.Read(message) is not { } envelope)
        {
            yield break;
        }

        foreach (XElement match in envelope.All("ProbeMatch"))
        {
            if (AddressIn(match.TextOf("XAddrs"), sender) is { } address)
            {
                yield return FoundDevice.Of(address, match.TextOf("Scopes"));
            }
        }
    }

    private static Uri? AddressIn(string addresses, IPAddress sender)
    {
        Uri[] uris =
        [
            .. addresses.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(text => Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) ? uri : null)
                .OfType<Uri>()
                .Where(uri => uri.Scheme is "http" or "https"),
        ];
        return uris.FirstOrDefault(uri => uri.Host == sender.ToString()) ?? uris.FirstOrDefault();
    }

    private static byte[] Question() => Soap.Write(
        new XElement(
            Discovery + "Probe",
            new XElement(
                Discovery + "Types",
                new XAttribute(XNamespace.Xmlns + "dn", "http://www.onvif.org/ver10/network/wsdl"),
                "dn:NetworkVideoTransmitter")),
        new XElement(Addressing + "MessageID", $"urn:uuid:{Guid.NewGuid()}"),
        new XElement(Addressing + "To", "urn:schemas-xmlsoap-org:ws:2005:04:discovery"),
        new XElement(Addressing + "Action", "http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe"));

    private static IPAddress[] AddressesOfThisMachine() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up && network.SupportsMulticast
                && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork),
    ];

    private async Task AskFromAsync(IPAddress address, Dictionary<Uri, FoundDevice> found, CancellationToken end)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(address, 0));
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, address.GetAddressBytes());
            await Task.WhenAll(AskAsync(socket, end), ListenAsync(socket, found, end));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The time is over; or nothing goes out from there, while another interface may do.
        }
    }

    private async Task AskAsync(Socket socket, CancellationToken end)
    {
        for (int i = 0; i < Questions; i++)
        {
            await socket.SendToAsync(Question(), Target, end);
            await Task.Delay(BetweenQuestions, time, end);
        }
    }

    private async Task ListenAsync(Socket socket, Dictionary<Uri, FoundDevice> found, CancellationToken end)
    {
        byte[] buffer = new byte[LongestDatagram];
        while (true)
        {
            SocketReceiveFromResult received = await socket.ReceiveFromAsync(buffer, Target, end);
            IPAddress sender = ((IPEndPoint)received.RemoteEndPoint).Address;
            lock (found)
            {
                foreach (FoundDevice device in Read(buffer.AsMemory(0, received.ReceivedBytes), sender))
                {
                    if (found.Count < MostDevices)
                    {
                        found.TryAdd(device.Address, device);
                    }
                }
            }
        }
    }
}

/// <summary>A device that has answered, or that somebody named.</summary>
/// <param name="Address">Address of its device service.</param>
/// <param name="Name">What it calls itself; empty if it does not say.</param>
/// <param name="Hardware">Its model; empty if it does not say.</param>
internal sealed record FoundDevice(Uri Address, string Name, string Hardware)
{
    /// <summary>Path of the device service, the same in all cameras.</summary>
    public const string DevicePath = "/onvif/device_service";

    private const string ScopePrefix = "onvif://www.onvif.org/";

    /// <summary>A device with what its scopes say (<c>onvif://www.onvif.org/name/Front%20door</c>).</summary>
    public static FoundDevice Of(Uri address, string scopes) => new(address, Scope(scopes, "name"), Scope(scopes, "hardware"));

    /// <summary>A device that somebody named as <c>HOST</c>, <c>HOST:PORT</c>, or by its whole address.</summary>
    /// <returns>Null if that is no address.</returns>
    public static FoundDevice? Named(string host)
    {
        string text = host.Contains("://", StringComparison.Ordinal) ? host : $"http://{host}{DevicePath}";
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.Host.Length > 0
            ? new FoundDevice(address, "", "")
            : null;
    }

    private static string Scope(string scopes, string kind)
    {
        string start = $"{ScopePrefix}{kind}/";
        string? scope = scopes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(scope => scope.StartsWith(start, StringComparison.OrdinalIgnoreCase));
        return scope is null ? "" : Soap.Shown(Uri.UnescapeDataString(scope[start.Length..]).Replace('_', ' '));
    }
}
