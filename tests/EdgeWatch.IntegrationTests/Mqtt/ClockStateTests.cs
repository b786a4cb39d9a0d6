using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.IntegrationTests.Mqtt;

public sealed class ClockStateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgewatch-clock-");

    [Fact]
    public void The_services_mark_means_synchronised()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "synchronized"), "");

        Assert.Equal("synchronised", new ClockState(_folder.FullName).Read());
    }

    [Fact]
    public void A_running_service_without_its_mark_means_unsynchronised() =>
        Assert.Equal("unsynchronised", new ClockState(_folder.FullName).Read());

    [Fact]
    public void Without_the_service_nothing_is_claimed() =>
        Assert.Null(new ClockState(Path.Combine(_folder.FullName, "absent")).Read());

    public void Dispose() => _folder.Delete(recursive: true);
}
