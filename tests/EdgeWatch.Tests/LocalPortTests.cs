using EdgeWatch.TestKit;

namespace EdgeWatch.Tests;

/// <summary>What the servers of the other tests may rely on.</summary>
public sealed class LocalPortTests
{
    [Fact]
    public void A_port_is_given_once_and_is_none_that_an_outgoing_connection_takes()
    {
        int[] ports = [.. Enumerable.Range(0, 200).Select(_ => LocalPort.Free())];

        Assert.Equal(ports.Length, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, LocalPort.First, LocalPort.End - 1));
    }
}
