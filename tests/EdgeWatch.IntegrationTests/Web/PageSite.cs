using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.IntegrationTests.Web;

/// <summary>A daemon with a page that knows the demo's scene, and where the page is.</summary>
public sealed class PageSite : IDisposable
{
    /// <summary>Nothing of what is tested here needs a broker, unless it says so.</summary>
    public const int NoBroker = 1;

    private readonly int _port = LocalPort.Free();

    /// <summary>Chooses a port.</summary>
    public PageSite() => Daemon.Web = $"127.0.0.1:{_port}";

    /// <summary>Its folder and config.</summary>
    public DaemonSite Daemon { get; } = new();

    /// <summary>Address of the page.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}/");

    /// <summary>Starts it with cameras that have learned the scene.</summary>
    public async Task<DaemonProcess> StartAsync(int brokerPort, SceneClip clip, params (string Id, string Yaml)[] cameras)
    {
        foreach ((string id, _) in cameras)
        {
            Daemon.Teach(id, clip.Learned);
        }

        Daemon.Configure(brokerPort, "15s", [.. cameras.Select(camera => camera.Yaml)]);
        DaemonProcess daemon = Daemon.Start();
        await daemon.UntilLoggedAsync("The page, metrics and health checks are answered at");
        return daemon;
    }

    /// <inheritdoc/>
    public void Dispose() => Daemon.Dispose();
}
