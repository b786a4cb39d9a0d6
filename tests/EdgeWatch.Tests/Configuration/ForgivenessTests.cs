using EdgeWatch.Configuration;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Configuration;

/// <summary>What people write without meaning harm: it works, or they are told what it is and where.</summary>
public sealed class ForgivenessTests : IDisposable
{
    private const string Camera = "cameras: [{id: a, source: /dev/video0}]\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        "cameras:\n\u00a0\u00a0- id: a\n",
        "f:2:1: here is a no-break space (U+00A0): it looks like a space and is none; type a space instead (1 more in this line)")]
    [InlineData("mqtt: {host: a\u200b}\n", "f:1:15: here is a zero-width space (U+200B): nobody can see it; remove it")]
    [InlineData("node: \"a\ufeff\"\n", "f:1:9: here is a byte order mark (U+FEFF)")]
    [InlineData("no\u00adde: a\n", "f:1:3: here is a soft hyphen (U+00AD)")]
    [InlineData("node: a\u2028b\n", "f:1:8: here is a line separator (U+2028)")]
    [InlineData("node: a # \ud83d\ude00\nalerts:\u3000{}\n", "f:2:8: here is a ideographic space (U+3000)")]
    [InlineData("node: a\u2003b\n", "f:1:8: here is a space of another kind (U+2003)")]
    [InlineData("node: a\u0007b\n", "f:1:8: here is a control character (U+0007)")]
    [InlineData("node: '# no comment\u00a0'\n", "f:1:20: here is a no-break space")]
    [InlineData("node: a#no\u00a0comment\n", "f:1:11: here is a no-break space")]
    [InlineData("node: \udb40\udc41a\n", "f:1:7: here is a invisible character (U+E0041)")]
    public void What_nobody_can_see_is_named_with_its_place_and_nothing_else_is(string text, string expected) =>
        Assert.StartsWith(expected, Assert.Single(ConfigurationReader.Read(text, "f").Mistakes).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("# a\u00a0comment\n")]
    [InlineData("node: b # a\u00a0comment\u200b\n")]
    [InlineData("node: \"b\" # it's a\u00a0comment\n")]
    [InlineData("\ufeff# a byte order mark at the start\n")]
    public void In_comments_it_does_no_harm(string text)
    {
        Write("edgewatch.yaml", text + Camera);

        Assert.Empty(Load().Mistakes);
    }

    [Theory]
    [InlineData("host: localhost", "localhost")]
    [InlineData("host: '::1'", "::1")]
    [InlineData("host: '[::1]'", "::1")]
    [InlineData("host: \"[fe80::1%eth0]\"", "fe80::1%eth0")]
    [InlineData("host: 192.168.1.2", "192.168.1.2")]
    public void Every_host_is_read_the_same_way(string host, string expected)
    {
        Write("edgewatch.yaml", $"mqtt: {{{host}}}\n{Camera}");

        LoadedConfiguration loaded = Load();

        Assert.Empty(loaded.Mistakes);
        Assert.Equal(expected, loaded.Options!.Mqtt.Host);
    }

    [Theory]
    [InlineData("[::1]:1883")]
    [InlineData("broker:1883")]
    [InlineData("[broker]")]
    [InlineData("::x::")]
    [InlineData("mqtt://broker")]
    public void What_is_no_host_is_refused(string host) => Assert.Contains(
        "mqtt.host: is not a host name or an address",
        Assert.Single(ConfigurationReader.Read($"mqtt: {{host: '{host}'}}\n{Camera}", "f").Mistakes).ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void An_address_in_a_URL_without_its_brackets_is_told() => Assert.Contains(
        "an IPv6 address needs brackets in a URL",
        Assert.Single(ConfigurationReader.Read("cameras: [{id: a, source: 'rtsp://fe80::1/live'}]", "f").Mistakes).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Every_path_may_start_at_home()
    {
        Write("m.json", "{}");
        Write("edgewatch.yaml", """
            state_directory: ~/state
            model: ~/m.json
            cameras:
              - {id: a, source: ~/clip.mp4}
              - {id: b, command: [~/bin/camera, --out, ~/x, a~/b]}
            """);

        LoadedConfiguration loaded = Load();

        Assert.Empty(loaded.Mistakes);
        EdgeWatchOptions options = loaded.Options!;
        Assert.Equal(
            [_folder.File("state"), _folder.File("m.json"), _folder.File("clip.mp4")],
            [options.StateDirectory, options.Model, options.Cameras[0].Source]);
        Assert.Equal([_folder.File("bin/camera"), "--out", _folder.File("x"), "a~/b"], options.Cameras[1].Command);
    }

    [Fact]
    public void Homes_of_others_and_the_home_of_nobody_are_refused()
    {
        Write("edgewatch.yaml", "state_directory: ~bob/state\n" + Camera);
        Assert.Contains(":1:1: state_directory: ~ with a name is not supported", Only(Load()), StringComparison.Ordinal);

        Write("edgewatch.yaml", "state_directory: ~/state\n" + Camera);
        Assert.Contains(":1:1: state_directory: who runs edgewatch has no home", Only(Load(home: "")), StringComparison.Ordinal);
    }

    [Fact]
    public void Quotation_marks_of_a_word_processor_are_told() => Assert.Contains(
        "begins with “, which is no quotation mark of YAML",
        Only(ConfigurationReader.Read("node: “shop”\n" + Camera, "f")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("host: a", "host: is not a known key here; it belongs into mqtt (")]
    [InlineData("threshold: 0.5", "threshold: is not a known key here; it belongs into alerts or cameras[].zones[] or cameras[].alerts ")]
    [InlineData("ca_file: a", "ca_file: is not a known key here; it belongs into mqtt.tls (")]
    [InlineData("tresholds: 1", "tresholds: is not a known key; allowed: ")]
    [InlineData("camera: []", "camera: is not a known key; did you mean cameras? (")]
    public void A_key_in_the_wrong_place_is_told_where_it_belongs(string line, string expected) => Assert.Contains(
        ConfigurationReader.Read($"{line}\n{Camera}", "f").Mistakes,
        mistake => mistake.ToString().StartsWith($"f:1:1: {expected}", StringComparison.Ordinal));

    private LoadedConfiguration Load(string? home = null) =>
        ConfigurationFile.Load(_folder.File("edgewatch.yaml"), new MachineDefaults("n", "/s", home ?? _folder.Path));

    private void Write(string name, string content) => File.WriteAllText(_folder.File(name), content);

    private static string Only(LoadedConfiguration loaded) => Assert.Single(loaded.Mistakes).ToString();
}
