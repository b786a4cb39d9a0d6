using EdgeWatch.Web;
using Microsoft.AspNetCore.Http;

namespace EdgeWatch.Tests.Web;

public sealed class HostNamesTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:9464", true)]
    [InlineData("127.0.0.1:9464", true)]
    [InlineData("[::1]:9464", true)]
    [InlineData("192.168.1.20", true)]
    [InlineData("shop-pi:9464", true)]
    [InlineData("shop-pi.local", true)]
    [InlineData("cams.example.org:80", true)]
    [InlineData("cams.example.org.", true)]
    [InlineData("", true)]
    [InlineData("evil.example", false)]
    [InlineData("evil.example:9464", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("xcams.example.org", false)]
    public void Names_of_this_node_are_known_and_no_others(string host, bool isKnown) =>
        Assert.Equal(isKnown, new HostNames(["cams.example.org"], "shop-pi").Holds(new HostString(host)));
}
