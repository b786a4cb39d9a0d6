using System.Text.RegularExpressions;
using EdgeWatch.Cli.Config;
using EdgeWatch.Configuration;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Configuration;

/// <summary>The main file, the files of conf.d beside it, and the environment are one config.</summary>
public sealed class ConfigurationFolderTests : IDisposable
{
    private const string Variable = "EDGEWATCH_TEST_SECRET";
    private const string Value = "marked-secret-of-the-environment";

    private static readonly MachineDefaults Defaults = new("host-1", "/var/lib/state", "/root");

    private readonly TemporaryFolder _folder = new();

    public ConfigurationFolderTests()
    {
        Directory.CreateDirectory(_folder.File("conf.d"));
        Environment.SetEnvironmentVariable(Variable, Value);
        Write("edgewatch.yaml", "node: shop\nalerts: {threshold: 0.6}\ncameras:\n  - {id: door, source: door.mp4}\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_camera_is_a_file()
    {
        Write("conf.d/yard.yaml", "cameras:\n  - id: yard\n    source: yard.mp4\nalerts: {cooldown: 1s}\n");
        Write("conf.d/10-first.yaml", "cameras: [{id: first, source: /dev/video0}]\n");
        Write("conf.d/empty.yaml", "# nothing yet\n");
        Write("conf.d/.hidden.yaml", "nonsense");
        Write("conf.d/yard.yaml~", "nonsense");

        LoadedConfiguration loaded = Load();

        Assert.Empty(loaded.Mistakes);
        Assert.Equal(
            [("door", _folder.File("door.mp4")), ("first", "/dev/video0"), ("yard", _folder.File("conf.d/yard.mp4"))],
            loaded.Options!.Cameras.Select(camera => (camera.Id, camera.Source)));
        Assert.Equal((0.6, TimeSpan.FromSeconds(1)), (loaded.Options.Alerts.Threshold, loaded.Options.Alerts.Cooldown));
    }

    [Fact]
    public void The_main_file_may_say_nothing()
    {
        Write("edgewatch.yaml", "# see conf.d\n");
        Write("conf.d/yard.yaml", "cameras: [{id: yard, source: /dev/video0}]\n");

        Assert.Equal("yard", Assert.Single(Load().Options!.Cameras).Id);
    }

    [Theory]
    [InlineData("node: other\n", "1:7: node: is given in MAIN:1 already; over all files, each key is given once")]
    [InlineData("alerts:\n  threshold: 0.7\n", "2:14: alerts.threshold: is given in MAIN:2 already")]
    [InlineData(
        "\ncameras: [{id: door, source: a}]\n",
        "2:12: cameras[1].id: cameras[0] has the same id; ids must be unique (cameras[0].id: MAIN:4)")]
    [InlineData("cameras: [{id: b, sorce: a}]\n", "1:19: cameras[1].sorce: is not a known key; did you mean source?")]
    [InlineData("- id: b\n", "1:1: expects keys and values below it")]
    [InlineData("cameras: [{id: b, source: a}\n", "2:1: not valid YAML")]
    [InlineData("no\u00a0de: b\n", "1:3: here is a no-break space")]
    [InlineData("mqtt: {username: u, password_file: p}\n", "1:21: mqtt.password_file: cannot use CONF/p: it does not exist")]
    public void A_mistake_names_its_own_file(string text, string expected)
    {
        Write("conf.d/yard.yaml", text);

        string message = Assert.Single(Load().Mistakes).ToString();

        string filled = expected
            .Replace("MAIN", _folder.File("edgewatch.yaml"), StringComparison.Ordinal)
            .Replace("CONF", _folder.File("conf.d"), StringComparison.Ordinal);
        Assert.StartsWith($"{_folder.File("conf.d/yard.yaml")}:{filled}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_only_looks_like_one_of_the_folder_is_told()
    {
        Write("conf.d/yard.yml", "cameras: [{id: yard, source: /dev/video0}]\n");

        Assert.Equal($"{_folder.File("conf.d/yard.yml")}: is not read: its name has to end with .yaml", Only(Load()));
    }

    [Fact]
    public void The_environment_fills_any_value()
    {
        Write("conf.d/a.yaml", $$$"""
            mqtt: {host: '${NO_SUCH_VARIABLE:-broker.local}', port: '${NO_SUCH_VARIABLE:-8884}'}
            cameras: [{id: a, command: [/bin/cam, --key, "${{{{Variable}}}}", "$${x}", $5]}]
            """);

        LoadedConfiguration loaded = Load();

        Assert.Empty(loaded.Mistakes);
        Assert.Equal(("broker.local", 8884), (loaded.Options!.Mqtt.Host, loaded.Options.Mqtt.Port));
        Assert.Equal(["/bin/cam", "--key", Value, "${x}", "$5"], loaded.Options.Cameras[1].Command);
    }

    [Theory]
    [InlineData("mqtt: {host: '${NO_SUCH_VARIABLE}'}", "mqtt.host: the environment variable NO_SUCH_VARIABLE is not set; set it")]
    [InlineData("mqtt: {host: '${}'}", "mqtt.host: ${ begins the name of an environment variable")]
    [InlineData("mqtt: {port: '${" + Variable + "}'}", "mqtt.port: '${" + Variable + "}' is not a whole number")]
    [InlineData("mqtt: {host: 'a/${" + Variable + "}'}", "mqtt.host: is not a host name or an address")]
    public void A_value_of_the_environment_is_in_no_message(string text, string expected)
    {
        Write("conf.d/a.yaml", text);

        string message = Only(Load());

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_sends_a_text_to_be_checked_learns_nothing_of_the_environment()
    {
        const string Unset = "mqtt: {port: '${NOT_SET}'}\ncameras: [{id: a, source: '${NOT_SET}'}]";
        LoadedConfiguration set = ConfigurationReader.Read(Unset.Replace("NOT_SET", Variable, StringComparison.Ordinal), "yaml");
        LoadedConfiguration unset = ConfigurationReader.Read(Unset, "yaml");

        Assert.Equal((true, true), (set.IsValid, unset.IsValid));
        Assert.Equal("", set.Options!.Cameras[0].Source);
    }

    [Fact]
    public void What_came_from_the_environment_is_shown_as_it_was_written()
    {
        Write("conf.d/a.yaml", $"mqtt: {{username: '${{{Variable}}}'}}\ncameras: [{{id: a, source: 'http://cam/${{{Variable}}}/v'}}]");

        string json = PublicConfiguration.Of(Load().Options!).ToJsonString();

        Assert.DoesNotContain(Value, json, StringComparison.Ordinal);
        Assert.Contains("http://cam/${" + Variable + "}/v", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_listing_says_where_each_value_comes_from()
    {
        Write("conf.d/yard.yaml", $$$"""
            mqtt: {username: '${{{{Variable}}}}'}
            cameras:
              - id: yard
                command: [/bin/cam, "--key=x", '${{{{Variable}}}}']
                alerts: {threshold: 0.8}
            """);

        string listing = new ConfigurationListing(Load()).ToString();

        string[] expected =
        [
            $"node: shop  # {_folder.File("edgewatch.yaml")}:1",
            "state_directory: /var/lib/state  # default",
            "model: \"\"  # default",
            "port: 1883  # default",
            $"username: ${{{Variable}}}  # {_folder.File("conf.d/yard.yaml")}:1, with the environment",
            $"threshold: 0.6  # {_folder.File("edgewatch.yaml")}:2",
            "cooldown: 10 s  # default",
            $"- id: door  # {_folder.File("edgewatch.yaml")}:4",
            $"command: [\"/bin/cam\", \"***\", \"***\"]  # {_folder.File("conf.d/yard.yaml")}:4, with the environment",
            $"threshold: 0.8  # {_folder.File("conf.d/yard.yaml")}:5",
            "enabled: true  # default",
        ];
        string[] lines = [.. listing.Split('\n').Select(line => Regex.Replace(line.Trim(), " +# ", "  # "))];
        Assert.All(expected, line => Assert.Contains(line, lines));
        Assert.DoesNotContain(Value, listing, StringComparison.Ordinal);
        Assert.Equal(2, lines.Count(line => line == $"threshold: 0.6  # {_folder.File("edgewatch.yaml")}:2"));
        Assert.DoesNotContain(
            ConfigurationReader.Read(listing, "listing").Mistakes, mistake => mistake.Message.Contains("YAML", StringComparison.Ordinal));
    }

    [Fact]
    public void The_listing_of_a_config_with_everything_in_it_is_that_config()
    {
        Write("edgewatch.yaml", """
            node: shop
            web: {hosts: [watch.example.org], trusted_proxies: [10.0.0.1]}
            cameras:
              - id: door
                source: /dev/video0
                input_options: ["-rtsp_transport", udp]
                privacy_masks: [{points: [[0, 0], [0.3, 0], [0.3, 0.25]]}]
                zones:
                  - name: gate
                    points: [[0, 0.5], [1, 0.5], [1, 1]]
                    threshold: 0.7
                  - {name: tree, kind: ignore, points: [[0.5, 0], [1, 0], [1, 0.5]]}
            profiles:
              - {name: night, alerts: {threshold: 0.45}, cameras: [{id: door, zones: [{name: gate, threshold: 0.8}]}]}
            schedule: [{profile: night, days: [mon-fri, sun], from: 22:30, to: 6:30}]
            quiet_hours: [{days: [sat], from: 6:30, to: 9:00}]
            """);

        string listing = new ConfigurationListing(Load()).ToString();

        Assert.Matches(
            $@"points: \[\[0, 0\.5\], \[1, 0\.5\], \[1, 1\]\] +# {Regex.Escape(_folder.File("edgewatch.yaml"))}:10\n", listing);
        Write("edgewatch.yaml", listing);
        Assert.Empty(Load().Mistakes);
        Assert.Equal(WithoutOrigins(listing), WithoutOrigins(new ConfigurationListing(Load()).ToString()));
    }

    private static string WithoutOrigins(string listing) => Regex.Replace(listing, " +# .*", "");

    private LoadedConfiguration Load() => ConfigurationFile.Load(_folder.File("edgewatch.yaml"), Defaults);

    private void Write(string name, string content) => File.WriteAllText(_folder.File(name), content);

    private static string Only(LoadedConfiguration loaded) => Assert.Single(loaded.Mistakes).ToString();
}
