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

    [Theory]
    [InlineData("cams.example.org", null)]
    [InlineData("shop-pi", null)]
    [InlineData("https://cams", "is not a host name")]
    [InlineData("cams:9464", "is not a host name")]
    [InlineData("10.0.0.1", "addresses need not be listed")]
    [InlineData("''", "is not a host name")]
    public void Further_names_are_names(string host, string? mistake)
    {
        string text = $"mqtt: {{host: a}}\nweb: {{hosts: [\"{host}\"]}}\ncameras: [{{id: yard, source: /dev/video0}}]\n";

        LoadedConfiguration loaded = ConfigurationReader.Read(text, "test.yaml");

        Assert.Equal(mistake is null, loaded.IsValid);
        Assert.All(loaded.Mistakes, found =>
        {
            Assert.Equal("web.hosts[0]", found.Key);
            Assert.Contains(mistake!, found.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("trusted_proxies: [172.30.32.2, 10.0.0.0/8, \"fd00::/8\", unix]", null, "")]
    [InlineData("trusted_proxies: [10.0.0.0/33]", "web.trusted_proxies[0]", "nor a network")]
    [InlineData("trusted_proxies: [proxy.example]", "web.trusted_proxies[0]", "is neither an address")]
    [InlineData("user_header: Remote-User", null, "")]
    [InlineData("user_header: \"Remote User\"", "web.user_header", "X-Remote-User-Id")]
    [InlineData("user_header: \"\"", "web.user_header", "X-Remote-User-Id")]
    public void Trusted_proxies_are_addresses_and_name_a_user_in_a_header(string line, string? key, string message)
    {
        string text = $"mqtt: {{host: a}}\nweb: {{{line}}}\ncameras: [{{id: yard, source: /dev/video0}}]\n";

        LoadedConfiguration loaded = ConfigurationReader.Read(text, "test.yaml");

        Assert.Equal(key, loaded.Mistakes.SingleOrDefault()?.Key);
        Assert.All(loaded.Mistakes, found => Assert.Contains(message, found.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_path_is_a_socket() => Assert.Equal("/run/web.sock", new WebOptions { Listen = "/run/web.sock" }.SocketPath);
}
