using System.Globalization;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>What the kernel says about TCP connections.</summary>
public static class TcpTable
{
    /// <summary>States in which a program has not closed its end: established; closed by the other end.</summary>
    private static readonly string[] Open = ["01", "08"];

    private const string Listening = "0A";

    /// <summary>Whether a program listens at any port.</summary>
    public static bool HasListener(int processId)
    {
        HashSet<string> sockets = [.. Directory.GetFiles($"/proc/{processId}/fd").Select(file => new FileInfo(file).LinkTarget ?? "")];
        return File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(fields => fields[3] == Listening && sockets.Contains($"socket:[{fields[9]}]"));
    }

    /// <summary>Whether a program on this machine has a connection to a port.</summary>
    public static bool HasConnectionTo(int port)
    {
        string remote = $":{port.ToString("X4", CultureInfo.InvariantCulture)}";
        return File.ReadLines("/proc/net/tcp")
            .Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(fields => fields[2].EndsWith(remote, StringComparison.Ordinal) && Open.Contains(fields[3]));
    }
}
