using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Configuration;

public sealed class WebOptionsTests
{
    [Theory]
    [InlineData("127.0.0.1:9464", "127.0.0.1:9464")]
    [InlineData("localhost:80", "127.0.0.1:80")]
    [InlineData("[::1]:9464", "[::1]:9464")]
    [InlineData("0.0.0.0:1", "0.0.0.0:1")]
    [InlineData("9464", null)]
    [InlineData("127.0.0.1", null)]
    [InlineData("127.0.0.1:0", null)]
    [InlineData("1.2:80", null)]
    [InlineData("::1", null)]
    [InlineData("", null)]
    [InlineData("/run/web.sock", null)]
    public void An_address_is_written_out_whole(string listen, string? expected) =>
        Assert.Equal(expected, new WebOptions { Listen = listen }.EndPoint?.ToString());

    [Fact]
    public void A_path_is_a_socket() => Assert.Equal("/run/web.sock", new WebOptions { Listen = "/run/web.sock" }.SocketPath);
}
