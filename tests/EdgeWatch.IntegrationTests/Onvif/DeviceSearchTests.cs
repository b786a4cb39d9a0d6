using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using EdgeWatch.Onvif;
using EdgeWatch.TestKit.Onvif;

namespace EdgeWatch.IntegrationTests.Onvif;

/// <summary>WS-Discovery over real sockets.</summary>
public sealed class DeviceSearchTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1.5);

    [Theory]
    [InlineData(OnvifMake.Modern, "Front door", "DS-2CD2143G0-I")]
    [InlineData(OnvifMake.Old, "", "IPC Yard")]
    public async Task A_camera_is_found_once_at_the_address_that_answered(OnvifMake make, string name, string hardware)
    {
        await using OnvifCamera camera = new(make);

        FoundDevice found = Assert.Single(await FindAsync(camera.Discovery, IPAddress.Loopback));

        Assert.Equal(new FoundDevice(new Uri($"http://{camera.Host}/onvif/device_service"), name, hardware), found);
    }

    [Fact]
    public async Task Nonsense_is_no_camera()
    {
        await using OnvifCamera camera = new(OnvifMake.Nonsense);

        Assert.Empty(await FindAsync(camera.Discovery, IPAddress.Loopback));
    }

    [Fact]
    public async Task An_address_of_no_network_here_is_passed_over_and_so_is_a_silent_one()
    {
        await using OnvifCamera camera = new(OnvifMake.Modern);

        Assert.Single(await FindAsync(camera.Discovery, IPAddress.Parse("192.0.2.1"), IPAddress.Loopback));
        Assert.Empty(await FindAsync(new IPEndPoint(IPAddress.Loopback, 9), IPAddress.Loopback));
    }

    [NetworkFact]
    public async Task The_question_goes_out_by_multicast()
    {
        IPAddress here = NetworkFactAttribute.Address!;
        await using OnvifCamera camera = new(OnvifMake.Modern, DeviceSearch.Group, here);

        IReadOnlyList<FoundDevice> found = await FindAsync(DeviceSearch.Group, here);

        Assert.Contains(found, device => device.Address.Authority == camera.Host);
    }

    private static Task<IReadOnlyList<FoundDevice>> FindAsync(IPEndPoint target, params IPAddress[] from) =>
        new DeviceSearch(TimeProvider.System) { Target = target, From = from }.FindAsync(Wait, CancellationToken.None);
}

/// <summary>A test that needs a network besides loopback: skipped where this machine has none, which no package can change.</summary>
public sealed class NetworkFactAttribute : FactAttribute
{
    /// <summary>Looks for one.</summary>
    public NetworkFactAttribute()
    {
        if (Address is null)
        {
            Skip = "needs a network that takes multicast";
        }
    }

    /// <summary>An address of this machine in it; null if there is none.</summary>
    public static IPAddress? Address { get; } = NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network is { OperationalStatus: OperationalStatus.Up, SupportsMulticast: true }
            && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork);
}
