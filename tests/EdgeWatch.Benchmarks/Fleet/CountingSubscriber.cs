using System.Diagnostics;
using System.Globalization;

namespace EdgeWatch.Benchmarks.Fleet;

/// <summary>One subscriber to everything: the broker's own <c>mosquitto_sub</c>, whose output is counted.</summary>
internal sealed class CountingSubscriber : IDisposable
{
    private readonly Process _process;
    private long _messages;
    private long _bytes;

    public CountingSubscriber(int port)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(
                "mosquitto_sub", ["-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-q", "1", "-t", "#", "-F", "%l"])
            {
                RedirectStandardOutput = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Count(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
    }

    /// <summary>Its process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Messages so far.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>Bytes of their payloads.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Count(string? line)
    {
        if (long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out long length))
        {
            Interlocked.Increment(ref _messages);
            Interlocked.Add(ref _bytes, length);
        }
    }
}
