using System.Globalization;
using System.Text.Json.Nodes;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Yaml;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.Tests.Configuration;

/// <summary>The schema by which editors complete and check config files says what the daemon says.</summary>
public sealed class SchemaTests
{
    private const string Name = "edgewatch.schema.json";
    private const string CameraWithZone =
        "cameras: [{id: a, source: /dev/video0, zones: [{name: z, points: [[0, 0], [1, 0], [1, 1]]}]}]\n";
    private const string Camera = "cameras: [{id: a, source: /dev/video0}]\n";

    private static readonly Dictionary<string, string> Required = new()
    {
        ["cameras[]"] = "id: a, source: /dev/video0",
        ["cameras[].zones[]"] = "name: z, points: [[0, 0], [1, 0], [1, 1]]",
        ["profiles[]"] = "name: p",
        ["profiles[].cameras[]"] = "id: a",
        ["profiles[].cameras[].zones[]"] = "name: z",
    };

    private static readonly string Source = Path.Combine(RepositoryFiles.Root, "src", "EdgeWatch", "Configuration", Name);
    private static readonly MessageSchema Schema = MessageSchema.Parse(SchemaWriter.Write());

    [Fact]
    public void It_is_up_to_date()
    {
        string written = SchemaWriter.Write();
        if (Environment.GetEnvironmentVariable("EDGEWATCH_WRITE_SCHEMA") == "1")
        {
            File.WriteAllText(Source, written);
        }

        Assert.True(
            written == File.ReadAllText(Source),
            $"{Source} is behind the options; EDGEWATCH_WRITE_SCHEMA=1 dotnet test tests/EdgeWatch.Tests --filter SchemaTests writes it");
    }

    [Fact]
    public void It_is_shipped_and_the_example_names_it()
    {
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, Name)));
        Assert.Equal(
            $"# yaml-language-server: $schema=/usr/lib/edgewatch/{Name}",
            File.ReadLines(Path.Combine(AppContext.BaseDirectory, "edgewatch.example.yaml")).First());
    }

    [Fact]
    public void The_example_with_every_key_in_use_is_valid() => Assert.Empty(Check(ExampleTests.Reference()));

    [Theory]
    [InlineData("node: shop")]
    [InlineData("mqtt: {port: '${PORT}', discovery: '${ON:-true}', tls: {}}")]
    [InlineData("alerts: {cooldown: 0, end_after: 1m 30 s, minimum_length: '${T}'}")]
    [InlineData("alerts:\nlearning:\n")]
    [InlineData("mqtt: {port: 80, username: 007}")]
    [InlineData("profiles: [{name: away}]\nschedule: [{profile: away, days: [mon-fri], from: 8:00, to: 17:30}]\nquiet_hours: [{}]")]
    public void What_the_daemon_takes_the_schema_takes(string text)
    {
        Assert.Empty(ConfigurationReader.Read(text + "\n" + Camera, "f").Mistakes);
        Assert.Empty(Check(text + "\n" + Camera));
    }

    [Theory]
    [InlineData("nod: shop")]
    [InlineData("mqtt: {port: many}")]
    [InlineData("mqtt: {port: 1.5}")]
    [InlineData("mqtt: {discovery: maybe}")]
    [InlineData("mqtt: {tls: }")]
    [InlineData("alerts: {cooldown: 10}")]
    [InlineData("alerts: [a]")]
    [InlineData("profiles: [{quiet: true}]")]
    [InlineData("schedule: [{from: 8:00}]")]
    [InlineData("quiet_hours: [{from: '24:00'}]")]
    [InlineData("cameras: [{source: a}]")]
    [InlineData("cameras: [{id: a, source: a, playback: twice}]")]
    [InlineData("cameras: [{id: a, source: a, analysis_rows: 300}]")]
    [InlineData("cameras: [{id: a, command: gst}]")]
    [InlineData("cameras: [{id: a, source: a, zones: [{points: [[0, 0], [1, 0], [1, 1]]}]}]")]
    [InlineData("cameras: [{id: a, source: a, zones: [{name: z, points: [[0, 0], [1, 0]]}]}]")]
    [InlineData("cameras: [{id: a, source: a, privacy_masks: [{points: [[0, 0], [1, 0], [1, 1.1]]}]}]")]
    [InlineData("cameras: [{id: a, source: a, privacy_masks: [{points: [[0, 0], [1, 0], 1]}]}]")]
    public void What_the_daemon_refuses_the_schema_refuses(string text)
    {
        string config = text.Contains("cameras", StringComparison.Ordinal) ? text : $"{text}\n{Camera}";
        Assert.NotEmpty(ConfigurationReader.Read(config, "f").Mistakes);
        Assert.NotEmpty(Check(text));
    }

    /// <summary>A range that is written without its constants, or with others, comes here.</summary>
    [Fact]
    public void Both_draw_the_same_line_at_both_ends_of_every_range()
    {
        int ranges = 0;
        foreach ((string path, JsonObject key) in Keys(JsonNode.Parse(SchemaWriter.Write())!.AsObject(), ""))
        {
            if (key["maximum"] is { } greatest && key["minimum"] is { } least && greatest.GetValue<double>() > 0)
            {
                ranges++;
                double step = key["type"]![0]!.GetValue<string>() == "integer" ? 1 : 0.001;
                AssertAgree(path, least.GetValue<double>() - step);
                AssertAgree(path, greatest.GetValue<double>() + step);
                AssertAgree(path, greatest.GetValue<double>());
            }
        }

        Assert.True(ranges >= 8, $"only {ranges} ranges are in the schema");
    }

    private static void AssertAgree(string path, double value)
    {
        string number = value.ToString(CultureInfo.InvariantCulture);
        string text = Nested("", path, number);
        string config = path.StartsWith("cameras[]", StringComparison.Ordinal) ? text : $"{text}\n{CameraWithZone}";

        bool byDaemon = ConfigurationReader.Read(config, "f").Mistakes
            .Any(mistake => mistake.Message.Contains("not allowed", StringComparison.Ordinal));
        Assert.True(byDaemon == Check(config).Count > 0, $"{path}: {number} is {(byDaemon ? "refused" : "taken")} by the daemon alone");
    }

    /// <summary>A key at its place, in items of lists that have what they cannot do without.</summary>
    private static string Nested(string above, string path, string value)
    {
        if (path.Split('.', 2) is not [var first, var rest])
        {
            return $"{path}: {value}";
        }

        string place = above.Length == 0 ? first : $"{above}.{first}";
        string inside = Nested(place, rest, value);
        return first.EndsWith("[]", StringComparison.Ordinal)
            ? $"{first[..^2]}: [{{{Required[place]}, {inside}}}]"
            : $"{first}: {{{inside}}}";
    }

    private static IEnumerable<(string Path, JsonObject Key)> Keys(JsonObject section, string path)
    {
        foreach ((string name, JsonNode? node) in section["properties"]!.AsObject())
        {
            JsonObject key = node!.AsObject();
            string child = path.Length == 0 ? name : $"{path}.{name}";
            (JsonObject below, string inside) = key["items"] is JsonObject items ? (items, child + "[]") : (key, child);
            IEnumerable<(string, JsonObject)> found = below["properties"] is null ? [(child, key)] : Keys(below, inside);
            foreach ((string, JsonObject) entry in found)
            {
                yield return entry;
            }
        }
    }

    private static IReadOnlyList<string> Check(string yaml) =>
        Schema.Check(ToJson(YamlReader.Read(yaml, "f", new MistakeList())!)?.ToJsonString() ?? "null");

    /// <summary>As an editor sees it: what is quoted is a text, and what is not may be a number.</summary>
    private static JsonNode? ToJson(YamlValue value) => value switch
    {
        YamlMapping mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
        YamlSequence sequence => new JsonArray([.. sequence.Items.Select(ToJson)]),
        YamlScalar { IsNull: true } => null,
        YamlScalar { IsQuoted: false, Text: "true" or "false" } scalar => scalar.Text == "true",
        YamlScalar { IsQuoted: false } scalar when long.TryParse(scalar.Text, CultureInfo.InvariantCulture, out long whole) => whole,
        YamlScalar { IsQuoted: false } scalar when double.TryParse(scalar.Text, CultureInfo.InvariantCulture, out double number) => number,
        YamlScalar scalar => scalar.Text,
        _ => null,
    };
}
