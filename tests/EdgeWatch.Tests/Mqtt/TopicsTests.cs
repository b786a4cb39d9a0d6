using EdgeWatch.Mqtt;

namespace EdgeWatch.Tests.Mqtt;

public class TopicsTests
{
    [Fact]
    public void Topics_are_the_ones_of_the_contract()
    {
        Topics topics = new("edgewatch", "barn-pi");

        Assert.Equal("edgewatch/barn-pi/status", topics.Of(Topic.NodeStatus));
        Assert.Equal("edgewatch/barn-pi/yard/status", topics.Of(Topic.CameraStatus, "yard"));
        Assert.Equal("edgewatch/barn-pi/yard/phase", topics.Of(Topic.Phase, "yard"));
        Assert.Equal("edgewatch/barn-pi/yard/anomaly", topics.Of(Topic.Anomaly, "yard"));
        Assert.Equal("edgewatch/barn-pi/yard/score", topics.Of(Topic.Score, "yard"));
        Assert.Equal("edgewatch/barn-pi/yard/event", topics.Of(Topic.Event, "yard"));
        Assert.Equal("edgewatch/barn-pi/yard/snapshot", topics.Of(Topic.Snapshot, "yard"));
        Assert.Equal("edgewatch/barn-pi/yard/heatmap", topics.Of(Topic.Heatmap, "yard"));
    }

    [Fact]
    public void A_node_hears_nothing_that_it_says_itself()
    {
        Topics topics = new("edgewatch", "barn-pi");
        string[] cameras = ["yard", "feedback", "status", "unknown"];
        string[] verbs = ["ping", "feedback", "threshold", "threshold/set", "yard/feedback", "request", "unknown"];
        string[] own =
        [
            .. topics.RetainedOfNode, topics.Of(Topic.Health),
            .. cameras.SelectMany(camera => topics.RetainedOf(camera, ["set", "feedback"])),
            .. Topic.All.Where(topic => topic is { IsOfCamera: true, IsOfZone: false, IsCommand: false })
                .SelectMany(topic => cameras.Select(camera => topics.Of(topic, camera))),
            .. verbs.Select(verb => topics.Of(Topic.Response, verb)),
        ];

        IReadOnlyList<string> filters = topics.CommandFilters(cameras);

        Assert.DoesNotContain(
            own,
            topic =>
                filters.Any(filter => filter.EndsWith('#') ? topic.StartsWith(filter[..^1], StringComparison.Ordinal) : filter == topic));
        Assert.DoesNotContain(filters, filter => filter.Contains('+'));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a+b")]
    [InlineData("a/#")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("$SYS")]
    [InlineData("a\0b")]
    [InlineData("a\n")]
    [InlineData("homeassistant")]
    [InlineData("homeassistant/device")]
    public void Base_topics_that_would_harm_are_refused(string baseTopic) =>
        Assert.Throws<ArgumentException>(() => new Topics(baseTopic, "node"));

    [Theory]
    [InlineData("edgewatch")]
    [InlineData("site-1/Edge Watch")]
    public void Other_base_topics_are_taken(string baseTopic) =>
        Assert.Equal($"{baseTopic}/node/status", new Topics(baseTopic, "node").Of(Topic.NodeStatus));

    [Theory]
    [InlineData("")]
    [InlineData("Barn")]
    [InlineData("a/b")]
    [InlineData("a#")]
    [InlineData("a\n")]
    [InlineData("a.local")]
    public void Names_outside_the_alphabet_are_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => new Topics("edgewatch", name));
        Assert.Throws<ArgumentException>(() => new Topics("edgewatch", "node").Of(Topic.Event, name));
    }

    [Theory]
    [InlineData("request")]
    [InlineData("response")]
    public void A_camera_cannot_take_a_topic_of_the_node(string cameraId) =>
        Assert.Throws<ArgumentException>(() => new Topics("edgewatch", "node").Of(Topic.Event, cameraId));
}
