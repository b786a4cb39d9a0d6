using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace EdgeWatch.Benchmarks.Fleet;

/// <summary>A mosquitto of its own on a free loopback port, with its default limits and without a log.</summary>
internal sealed class FleetBroker : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgewatch-fleet-");
    private readonly Process _process;

    public FleetBroker()
    {
        using (TcpListener listener = new(IPAddress.Loopback, 0))
        {
            listener.Start();
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        string file = Path.Combine(_folder.FullName, "mosquitto.conf");
        File.WriteAllText(file, $"listener {Port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_dest none\nuser root\n");
        _process = Process.Start(File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto", ["-c", file]);
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Its process.</summary>
    public int ProcessId => _process.Id;

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
