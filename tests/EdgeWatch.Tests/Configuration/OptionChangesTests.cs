using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Configuration;

public sealed class OptionChangesTests
{
    private const string Base = """
        mqtt: {host: broker, tls: {ca_file: /ca.pem}}
        alerts: {threshold: 0.6}
        cameras: [{id: a, command: [gst, "1"]}]
        """;

    [Fact]
    public void The_same_text_differs_in_nothing() => Assert.Empty(Changes(Base, Base));

    [Theory]
    [InlineData("host: broker", "host: other", "mqtt.host Reconnects")]
    [InlineData("host: broker", "host: broker, base_topic: b", "mqtt.base_topic AtNextStart")]
    [InlineData("host: broker", "host: broker, discovery: false", "mqtt.discovery AtOnce")]
    [InlineData("host: broker", "host: broker, outbox: {max_messages: 100}", "mqtt.outbox.max_messages AtNextStart")]
    [InlineData("/ca.pem", "/other.pem", "mqtt.tls.ca_file Reconnects")]
    [InlineData(", tls: {ca_file: /ca.pem}", "", "mqtt.tls Reconnects")]
    [InlineData("0.6", "0.7", "alerts.threshold AtOnce")]
    [InlineData("cameras:", "state_directory: /s\ncameras:", "state_directory AtNextStart")]
    public void A_change_is_named_with_what_it_asks_for(string was, string isNow, string expected) =>
        Assert.Equal(expected, Assert.Single(Changes(Base, Base.Replace(was, isNow, StringComparison.Ordinal))));

    [Theory]
    [InlineData("\"1\"", "\"2\"", "command RestartsCamera")]
    [InlineData("id: a", "id: a, frames_per_second: 5", "frames_per_second RestartsCamera")]
    [InlineData("id: a", "id: a, enabled: false", "enabled AtOnce")]
    [InlineData("id: a", "id: a, learning: {duration: 1h}", "learning.duration AtOnce")]
    [InlineData("id: a", "id: a, alerts: {threshold: 0.9}", "alerts.threshold AtOnce")]
    [InlineData("id: a", "id: a, zones: [{name: z, points: [[0, 0], [1, 0], [1, 1]]}]", "zones AtOnce")]
    [InlineData("id: a", "id: a, clips: {pre_roll: 2s}", "clips.pre_roll AtOnce")]
    [InlineData("id: a", "id: a, clips: {enabled: false}", "clips.enabled RestartsCamera")]
    [InlineData("id: a", "id: a, privacy_masks: [{points: [[0, 0], [1, 0], [1, 1]]}]", "privacy_masks ReplacesCamera")]
    public void So_is_one_of_a_camera(string was, string isNow, string expected)
    {
        CameraOptions after = Read(Base.Replace(was, isNow, StringComparison.Ordinal)).Cameras[0];

        OptionChange change = Assert.Single(OptionChanges.Between(Read(Base).Cameras[0], after));

        Assert.Equal(expected, $"{change.Path} {change.Effect}");
    }

    [Theory]
    [InlineData("[1, 1]", "[1, 0.9]")]
    [InlineData("name: z", "name: y")]
    [InlineData("name: z,", "name: z, kind: ignore,")]
    [InlineData("[1, 1]]}", "[1, 1]]}, {name: y, points: [[0, 0], [1, 0], [1, 1]]}")]
    public void A_list_differs_when_one_of_its_items_does(string was, string isNow)
    {
        string zoned = Base.Replace("id: a", "id: a, zones: [{name: z, points: [[0, 0], [1, 0], [1, 1]]}]", StringComparison.Ordinal);

        Assert.Empty(OptionChanges.Between(Read(zoned).Cameras[0], Read(zoned).Cameras[0]));
        Assert.Equal(
            "zones",
            Assert.Single(OptionChanges.Between(
                Read(zoned).Cameras[0], Read(zoned.Replace(was, isNow, StringComparison.Ordinal)).Cameras[0])).Path);
    }

    [Fact]
    public void What_has_changed_can_be_undone()
    {
        EdgeWatchOptions before = Read(Base);
        EdgeWatchOptions after = Read("node: n\nmqtt: {base_topic: b}\ncameras: [{id: a, source: /dev/video0}]");

        Array.ForEach([.. OptionChanges.Between(before, after)], change => change.Undo());

        Assert.Empty(OptionChanges.Between(before, after));
        Assert.Equal(("", "edgewatch", "broker"), (after.Node, after.Mqtt.BaseTopic, after.Mqtt.Host));
    }

    private static string[] Changes(string before, string after) =>
        [.. OptionChanges.Between(Read(before), Read(after)).Select(change => $"{change.Path} {change.Effect}")];

    private static EdgeWatchOptions Read(string yaml)
    {
        LoadedConfiguration loaded = ConfigurationReader.Read(yaml, "test");
        Assert.Empty(loaded.Mistakes);
        return loaded.Options!;
    }
}
