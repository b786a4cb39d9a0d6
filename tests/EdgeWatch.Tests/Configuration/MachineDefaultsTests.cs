using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Configuration;

public sealed class MachineDefaultsTests
{
    [Theory]
    [InlineData("raspberrypi", "raspberrypi")]
    [InlineData("Shop_Pi-4", "shop_pi-4")]
    [InlineData("pi.lan", "pi-lan")]
    [InlineData("kühe", "k-he")]
    [InlineData("", "edgewatch")]
    [InlineData("...", "edgewatch")]
    public void NodeFrom_HostName_GivesANameForTopics(string hostName, string node) =>
        Assert.Equal(node, MachineDefaults.NodeFrom(hostName));

    [Fact]
    public void NodeFrom_LongHostName_IsCut() => Assert.Equal(64, MachineDefaults.NodeFrom(new string('a', 200)).Length);

    [Theory]
    [InlineData(null, "/var/lib/edgewatch")]
    [InlineData("", "/var/lib/edgewatch")]
    [InlineData("/var/lib/a", "/var/lib/a")]
    [InlineData("/var/lib/a:/var/lib/b", "/var/lib/a")]
    public void StateDirectoryFrom_List_TakesTheFirst(string? list, string expected) =>
        Assert.Equal(expected, MachineDefaults.StateDirectoryFrom(list));
}
