using EdgeWatch.Mqtt;

namespace EdgeWatch.Tests.Mqtt;

public class TopicsTests
{
    [Fact]
    public void Topics_are_the_ones_of_the_contract()
    {
        Topics topics = new("edgewatch", "barn-pi");

        Assert.Equal("edgewatch/barn-pi/status", topics.NodeStatus);
        Assert.Equal("edgewatch/barn-pi/yard/status", topics.CameraStatus("yard"));
        Assert.Equal("edgewatch/barn-pi/yard/phase", topics.Phase("yard"));
        Assert.Equal("edgewatch/barn-pi/yard/anomaly", topics.Anomaly("yard"));
        Assert.Equal("edgewatch/barn-pi/yard/score", topics.Score("yard"));
        Assert.Equal("edgewatch/barn-pi/yard/event", topics.Event("yard"));
        Assert.Equal("edgewatch/barn-pi/yard/snapshot", topics.Snapshot("yard"));
        Assert.Equal("edgewatch/barn-pi/yard/heatmap", topics.Heatmap("yard"));
    }

    [Fact]
    public void A_node_hears_nothing_that_it_says_itself()
    {
        Topics topics = new("edgewatch", "barn-pi");
        string[] cameras = ["yard", "feedback", "status", "unknown"];
        string[] verbs = ["ping", "feedback", "threshold", "threshold/set", "yard/feedback", "request", "unknown"];
        string[] own =
        [
            .. topics.RetainedOfNode, topics.Health, .. cameras.SelectMany(topics.RetainedOf), .. cameras.Select(topics.Score), .. cameras.Select(topics.Event),
            .. verbs.Select(topics.Response),
        ];

        IReadOnlyList<string> filters = topics.CommandFilters(cameras);

        Assert.DoesNotContain(own, topic => filters.Any(filter => filter.EndsWith('#') ? topic.StartsWith(filter[..^1], StringComparison.Ordinal) : filter == topic));
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
        Assert.Equal($"{baseTopic}/node/status", new Topics(baseTopic, "node").NodeStatus);

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
        Assert.Throws<ArgumentException>(() => new Topics("edgewatch", "node").Event(name));
    }

    [Theory]
    [InlineData("request")]
    [InlineData("response")]
    public void A_camera_cannot_take_a_topic_of_the_node(string cameraId) =>
        Assert.Throws<ArgumentException>(() => new Topics("edgewatch", "node").Event(cameraId));
}
