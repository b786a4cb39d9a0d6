using System.Text.RegularExpressions;
using EdgeWatch.Configuration;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Mqtt;

/// <summary>Whoever adds a topic and forgets a part of it is led there.</summary>
public class ContractTests
{
    private static readonly string Folder = Path.Combine(RepositoryFiles.Root, "src", "EdgeWatch", "Mqtt");

    private static readonly string Readme = File.ReadAllText(Path.Combine(Folder, "README.md"));

    public static TheoryData<string> Names => [.. Topic.All.Select(NameOf)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_topic_has_its_schema_and_its_message_a_serializer(string name)
    {
        Topic topic = Find(name);

        Assert.True(topic.Schema is null || File.Exists(SchemaFile(topic.Schema)), $"Schemas/{topic.Schema}.schema.json is missing");
        Assert.True(
            topic.Schema is not null || topic.IsCommand || topic.Payload == PayloadKind.Jpeg,
            "a message that is no picture needs a schema");
        if (topic.MessageType is { } type && type.Namespace == typeof(EventMessage).Namespace)
        {
            Assert.True(
                MessageJson.Default.GetTypeInfo(type) is not null, $"[JsonSerializable(typeof({type.Name}))] is missing on MessageJson");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_topic_stands_in_the_tables_of_the_README_with_how_it_is_sent(string name)
    {
        Topic topic = Find(name);
        Regex written = new($"{Prefix(topic)}{topic.Suffix.Replace(Topic.AnyZone, "<zone>", StringComparison.Ordinal)}(`|/)");
        string[] rows = [.. Readme.Split('\n').Where(line => line.StartsWith('|') && written.IsMatch(line.Split('|')[1]))];

        Assert.NotEmpty(rows);
        if (!topic.IsCommand)
        {
            Assert.Contains(rows, row => row.Split('|')[2].Trim() == $"{(topic.IsRetained ? "yes" : "no")}, {(int)topic.Qos}");
        }
    }

    /// <summary>Scores stay at the site, as the README says.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_topic_crosses_the_bridge_of_the_README(string name)
    {
        Topic topic = Find(name);
        string filter = $"edgewatch/+{(topic.IsOfCamera ? "/+" : "")}/{topic.Suffix}{(topic.HasVerb ? "/#" : "")}";
        string line = $"    topic {filter} {(topic.IsCommand ? "in" : "out")} {(int)topic.Qos}\n";

        Assert.Equal(topic != Topic.Score, Readme.Contains(line, StringComparison.Ordinal));
    }

    [Fact]
    public void No_schema_is_left_without_a_topic() => Assert.Equal(
        Topic.All.Select(topic => topic.Schema).OfType<string>().Distinct().Order(),
        Directory.GetFiles(Path.Combine(Folder, "Schemas")).Select(file => Path.GetFileName(file).Split('.')[0]).Order());

    [Fact]
    public void No_two_topics_share_a_name() => Assert.Equal(Topic.All.Count, Topic.All.Select(NameOf).Distinct().Count());

    [Fact]
    public void A_retained_topic_is_sent_at_least_once() =>
        Assert.All(Topic.All, topic => Assert.True(!topic.IsRetained || topic.Qos == MqttQos.AtLeastOnce));

    [Fact]
    public void No_camera_can_be_named_like_a_topic_that_a_verb_follows() =>
        Assert.Equal(Topic.All.Where(topic => topic.HasVerb).Select(topic => topic.Suffix), CameraOptions.ReservedIds);

    private static string SchemaFile(string schema) => Path.Combine(Folder, "Schemas", $"{schema}.schema.json");

    private static string NameOf(Topic topic) => topic.IsOfCamera ? $"<cam>/{topic.Suffix}" : topic.Suffix;

    private static Topic Find(string name) => Topic.All.Single(topic => NameOf(topic) == name);

    /// <summary>A row may name two topics of a camera: <c>`…/&lt;cam&gt;/snapshot`, `/heatmap`</c>.</summary>
    private static string Prefix(Topic topic) => topic.IsOfCamera ? "(<cam>|`)/" : "<node>/";
}
