using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Configuration.Yaml;

namespace EdgeWatch.Tests.Configuration;

public sealed class ConfigurationReaderTests
{
    private const string Secret = "hunter2";

    private const string Camera = """
        cameras:
          - id: door
            source: /dev/video0

        """;

    private static string Zone(string points) => $"    zones:\n      - name: a\n        points: {points}\n";

    /// <summary>What is wrong, the text, and for each mistake its beginning as it is shown and a part of its message.</summary>
    public static TheoryData<string, string, string[]> Mistakes => new()
    {
        { "empty", "", ["f: |is empty; edgewatch.example.yaml"] },
        { "only a comment", "# nothing\n", ["f: |is empty"] },
        { "only a document start", "---\n", ["f: |is empty"] },
        { "a text", "hello\n", ["f:1:1: |expects keys and values"] },
        { "a list", "- a\n", ["f:1:1: |expects keys and values"] },
        { "unclosed bracket", "mqtt: [\ncameras:\n", ["f:|not valid YAML: "] },
        { "unclosed quote", Camera + "node: \"x\n", ["f:|not valid YAML: "] },
        { "wrong indentation", "mqtt:\n  host: a\n port: 1\n", ["f:3:2: |not valid YAML: "] },
        { "tab indentation", "mqtt:\n\thost: a\n", ["f:2:1: |indented with a tab; YAML allows spaces only"] },
        { "tab after spaces", "mqtt:\n  host: a\n  \tport: 1\n", ["f:3:3: |indented with a tab"] },
        { "control character", Camera + "mqtt:\n  host: \u0001\n", ["f:5:9: |here is a control character (U+0001)"] },
        { "two documents", Camera + "---\nnode: a\n", ["f:4:1: |a second document"] },
        { "anchor", "cameras: &all\n  - id: door\n    source: /dev/video0\n", ["f:1:10: cameras: |anchors (&) are not supported"] },
        { "alias", Camera + "node: *name\n", ["f:4:7: node: |aliases (*) are not supported"] },
        { "alias for a section", Camera + "mqtt: *name\n", ["f:4:7: mqtt: |aliases (*) are not supported"] },
        { "merge key", "base: &b {id: x}\n" + Camera + "    <<: *b\n", [
            "f:1:1: base: |is not a known key", "f:1:7: base: |anchors (&)", "f:5:5: cameras[0].<<: |is not a known key", "f:5:9: cameras[0].<<: |aliases (*)"] },
        { "tag", Camera + "mqtt:\n  username: !secret user\n", ["f:5:13: mqtt.username: |tags (!secret) are not supported"] },
        { "key that is a list", Camera + "? [a]\n: b\n", ["f:4:3: |a key must be a text"] },
        { "key given twice", Camera + "mqtt:\n  host: a\n  host: b\n", ["f:6:3: mqtt.host: |given twice; the first is in line 5"] },
        { "section given twice", Camera + "mqtt: {}\nmqtt: {}\n", ["f:5:1: mqtt: |given twice; the first is in line 4"] },
        { "unknown key with a guess", Camera + "mqtt:\n  hots: a\n",
            ["f:5:3: mqtt.hots: |did you mean host? (allowed: host, port, base_topic, discovery, discovery_prefix, username, password_file, tls, outbox)"] },
        { "unknown key in another style", Camera + "    framesPerSecond: 5\n", ["f:4:5: cameras[0].framesPerSecond: |did you mean frames_per_second?"] },
        { "required key misspelt", "cameras:\n  - id: a\n    sorce: /v\n", ["f:3:5: cameras[0].sorce: |did you mean source?"] },
        { "unknown key without a guess", Camera + "fences: []\n", ["f:4:1: fences: |is not a known key; allowed: schema, node, state_directory, model, reload_on_change, hot_above_celsius, incident_window, mqtt, web, alerts, digest, learning, clips, retention, cameras"] },
        { "a zone beside the cameras", Camera + "zones: []\n", ["f:4:1: zones: |is not a known key here; it belongs into cameras[]"] },
        { "zones that are no list", Camera + "    zones: {name: a}\n", ["f:4:5: cameras[0].zones: |expects a list: each item starts with a dash, for example - name: door"] },
        { "a zone without anything", Camera + "    zones: [{}]\n", ["f:4:13: cameras[0].zones[0].name: |is required", "f:4:13: cameras[0].zones[0].points: |is required: the corners, for example [["] },
        { "two corners", Camera + Zone("[[0, 0], [1, 1]]"), ["f:6:9: cameras[0].zones[0].points: |are 2; an area has at least 3 corners"] },
        { "corners that are no list", Camera + Zone("0 0 1 1"), ["f:6:9: cameras[0].zones[0].points: |expects a list of corners"] },
        { "a corner with one number", Camera + Zone("[[0, 0], [1], [1, 1]]"), ["f:6:26: cameras[0].zones[0].points[1]: |expects two numbers, [x, y]"] },
        { "a corner with a word", Camera + Zone("[[0, 0], [1, down], [1, 1]]"), ["f:6:30: cameras[0].zones[0].points[1][1]: |'down' is not a number"] },
        { "a corner outside the picture", Camera + Zone("[[0, 0], [1, 0], [640, 480]]"), ["f:6:34: cameras[0].zones[0].points[2]: |[640, 480] lies outside the picture; both numbers are 0–1"] },
        { "crossing lines", Camera + Zone("[[0, 0], [1, 1], [1, 0], [0, 1]]"), ["f:6:34: cameras[0].zones[0].points[2]: |the line from [1, 0] to [0, 1] meets the one from [0, 0] to [1, 1]"] },
        { "the same corner twice", Camera + Zone("[[0, 0], [1, 0], [1, 0], [0, 1]]"), ["f:6:26: cameras[0].zones[0].points[1]: |each once"] },
        { "corners in a line", Camera + Zone("[[0, 0], [0.5, 0.5], [1, 1]]"), ["f:6:38: cameras[0].zones[0].points[2]: |the line from [1, 1] to [0, 0] meets"] },
        { "an address without a port", Camera + "web:\n  listen: 127.0.0.1\n", ["f:5:3: web.listen: |needs an address with a port"] },
        { "a port alone", Camera + "web: {listen: 9464}\n", ["f:4:7: web.listen: |needs an address with a port"] },
        { "a host name to listen at", Camera + "web: {listen: 'nas:9464'}\n", ["f:4:7: web.listen: |needs an address with a port"] },
        { "password in the file", Camera + $"mqtt:\n  password: {Secret}\n", ["f:5:3: mqtt.password: |name that in password_file"] },
        { "computed property", Camera + "    has_url: true\n", ["f:4:5: cameras[0].has_url: |is not a known key"] },
        { "key with a line break", Camera + "\"a\\nb\": 1\n", ["f:4:1: a?b: |is not a known key"] },
        { "whole number expected", Camera + "mqtt:\n  port: 1883.5\n", ["f:5:3: mqtt.port: |'1883.5' is not a whole number"] },
        { "whole number too large", Camera + "mqtt:\n  port: 99999999999\n", ["f:5:3: mqtt.port: |is not a whole number"] },
        { "number expected", Camera + "alerts:\n  threshold: high\n", ["f:5:3: alerts.threshold: |'high' is not a number"] },
        { "not finite", Camera + "alerts:\n  threshold: NaN\n", ["f:5:3: alerts.threshold: |'NaN' is not a number"] },
        { "thousands separator", Camera + "alerts:\n  threshold: 0,5\n", ["f:5:3: alerts.threshold: |'0,5' is not a number"] },
        { "yes is no truth value", Camera + "    enabled: yes\n", ["f:4:5: cameras[0].enabled: |'yes' is not true or false"] },
        { "off is no truth value", Camera + "    enabled: off\n", ["f:4:5: cameras[0].enabled: |'off' is not true or false"] },
        { "duration without unit", Camera + "    stall_timeout: 20\n", ["f:4:5: cameras[0].stall_timeout: |'20' is not a duration such as 500ms"] },
        { "unknown word", Camera + "    playback: forever\n", ["f:4:5: cameras[0].playback: |'forever' is not once or loop"] },
        { "number for a word", Camera + "    speed: 0\n", ["f:4:5: cameras[0].speed: |'0' is not native or fastest"] },
        { "text expected", Camera + "node: [a]\n", ["f:4:1: node: |expects a text"] },
        { "no value", Camera + "node:\n", ["f:4:1: node: |has no value; give a text or remove the key"] },
        { "list expected", "cameras:\n  - id: a\n    command: gst-launch-1.0 -q\n", ["f:3:5: cameras[0].command: |expects a list of texts"] },
        { "text in a list expected", "cameras:\n  - id: a\n    command: [x, [y]]\n", ["f:3:18: cameras[0].command[1]: |expects a text"] },
        { "section expected", Camera + "mqtt: localhost\n", ["f:4:1: mqtt: |expects keys and values below it"] },
        { "cameras as keys", "cameras:\n  door:\n    source: /v\n", ["f:1:1: cameras: |each item starts with a dash, for example - id: door"] },
        { "camera as a text", "cameras:\n  - /dev/video0\n", ["f:2:5: cameras[0]: |expects keys and values"] },
        { "cameras misspelt", "mqtt: {}\ncamera:\n  - id: a\n    source: /v\n", ["f:2:1: camera: |did you mean cameras?"] },
        { "a camera that is not below cameras", "cameras:\nid: a\nsource: /v\n", [
            "f:2:1: id: |is not a known key here; it belongs into cameras[]", "f:3:1: source: |is not a known key here"] },
        { "cameras below no-break spaces", "mqtt: {}\ncameras:\n\u00a0\u00a0- id: a\n", ["f:3:1: |no-break space"] },
        { "a profile of a camera, and no camera", "profiles: [{name: a, cameras: [{id: b}]}]\n", [
            "f:1:33: profiles[0].cameras[0].id: |there is no camera 'b'; there are: none yet"] },
        { "tls without keys", Camera + "mqtt:\n  tls:\n", ["f:5:3: mqtt.tls: |{} for the defaults: tls: {}"] },
        { "tls switched on like a lamp", Camera + "mqtt:\n  tls: true\n", ["f:5:3: mqtt.tls: |{} for the defaults: tls: {}"] },
        { "newer schema hides what follows from it", "schema: 2\nfuture: 1\n", ["f:1:1: schema: |2 is newer than this version of EdgeWatch reads (1)"] },
        { "rule for a key", Camera + "    frames_per_second: 200\n", ["f:4:5: cameras[0].frames_per_second: |200 is not allowed; 1–30 frames a second (default 10)"] },
        { "rule for a missing key", "cameras:\n  - source: /v\n", ["f:2:5: cameras[0].id: |is required"] },
        { "camera without anything", "cameras:\n  - {}\n", ["f:2:5: cameras[0].id: |is required", "f:2:5: cameras[0].source: |is required, or command"] },
        { "same id twice", Camera + "  - id: door\n    source: /v\n", ["f:4:5: cameras[1].id: |cameras[0] has the same id"] },
        { "source and command", Camera + "    command: [a]\n", ["f:3:5: cameras[0].source: |only one of the two"] },
        { "credentials in a URL", $"cameras:\n  - id: a\n    source: rtsp://me:{Secret}@cam/1\n", ["f:3:5: cameras[0].source: |use username and password_file"] },
        { "Home Assistant's topic", Camera + "mqtt: {base_topic: homeassistant}\n", ["f:4:8: mqtt.base_topic: |discovery prefix"] },
        { "everything at once", "node: A\nmqtt:\n  port: x\n  hosts: h\nalerts:\n  cooldown: 2h\ncameras:\n  - id: a\n    enabled: no\n", [
            "f:1:1: node: |a–z",
            "f:3:3: mqtt.port: |'x'",
            "f:4:3: mqtt.hosts: |did you mean host?",
            "f:6:3: alerts.cooldown: |2 h is not allowed; 0 s–1 h (default 10 s)",
            "f:8:5: cameras[0].source: |is required",
            "f:9:5: cameras[0].enabled: |'no'"] },
    };

    /// <summary>A new node may be started before there is anything to watch.</summary>
    [Theory]
    [InlineData("mqtt: {}\n")]
    [InlineData("mqtt: {}\ncameras:\n")]
    [InlineData("cameras: []\n")]
    public void Read_WithoutACamera_CanBeUsed(string text)
    {
        LoadedConfiguration loaded = ConfigurationReader.Read(text, "f");

        Assert.Empty(loaded.Mistakes);
        Assert.Empty(loaded.Options!.Cameras);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Read_TextWithMistakes_NamesEachWithItsPlace(string what, string text, string[] expected)
    {
        LoadedConfiguration loaded = ConfigurationReader.Read(text, "f");

        string[] found = [.. loaded.Mistakes.Select(m => m.ToString())];
        Assert.False(loaded.IsValid);
        Assert.True(found.Length == expected.Length, $"{what}: {string.Join("\n", found)}");
        foreach ((string shown, string[] parts) in found.Zip(expected.Select(e => e.Split('|', 2))))
        {
            Assert.StartsWith(parts[0], shown, StringComparison.Ordinal);
            Assert.Contains(parts[1], shown, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, shown, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', shown);
        }
    }

    [Fact]
    public void Read_EveryKey_FillsItsProperty()
    {
        LoadedConfiguration loaded = ConfigurationReader.Read(
            """
            schema: 1
            node: shop
            state_directory: /mnt/ssd
            model: /m.json
            mqtt: {host: broker, port: "8884", base_topic: a/b, username: 007, password_file: /p, tls: {ca_file: /ca, certificate_file: /c, key_file: /k}}
            alerts: {threshold: .7, hysteresis: 0.2, minimum_length: 1s, end_after: 2s, cooldown: 0}
            learning: {duration: 1d}
            cameras:
              - id: "door"
                source: rtsp://cam/1
                username: 'null'
                password_file: /q
                frames_per_second: 12.5
                glances_per_second: 0.5
                playback: loop
                speed: fastest
                sequence_frames_per_second: 25
                input_options: ["-c:v", h264]
                stall_timeout: 1min
                enabled: false
                alerts:
                learning: {duration: 2h}
              - id: pipe
                command: [gst, -q]
            """,
            "f");

        Assert.True(loaded.IsValid, string.Join("\n", loaded.Mistakes));
        Assert.Equal(("shop", "/mnt/ssd", "/m.json"), (loaded.Options.Node, loaded.Options.StateDirectory, loaded.Options.Model));
        MqttOptions mqtt = loaded.Options.Mqtt;
        Assert.Equal(("broker", 8884, "a/b", "007", "/p"), (mqtt.Host, mqtt.Port, mqtt.BaseTopic, mqtt.Username, mqtt.PasswordFile));
        Assert.Equal(("/ca", "/c", "/k"), (mqtt.Tls?.CaFile, mqtt.Tls?.CertificateFile, mqtt.Tls?.KeyFile));
        AlertOptions alerts = loaded.Options.Alerts;
        Assert.Equal((0.7, 0.2), (alerts.Threshold, alerts.Hysteresis));
        Assert.Equal(
            (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.Zero),
            (alerts.MinimumLength, alerts.EndAfter, alerts.Cooldown));
        Assert.Equal(TimeSpan.FromDays(1), loaded.Options.Learning.Duration);
        CameraOptions door = loaded.Options.Cameras[0];
        Assert.Equal(("door", "rtsp://cam/1", "null", "/q"), (door.Id, door.Source, door.Username, door.PasswordFile));
        Assert.Equal((12.5, 0.5, 25.0), (door.FramesPerSecond, door.GlancesPerSecond, door.SequenceFramesPerSecond));
        Assert.Equal((Playback.Loop, PlaybackSpeed.Fastest), (door.Playback, door.Speed));
        Assert.Equal(["-c:v", "h264"], door.InputOptions);
        Assert.Equal((TimeSpan.FromMinutes(1), false), (door.StallTimeout, door.Enabled));
        Assert.Equal((null, TimeSpan.FromHours(2)), (door.Alerts.Threshold, door.Learning.Duration));
        Assert.Equal(["gst", "-q"], loaded.Options.Cameras[1].Command);
    }

    [Fact]
    public void Read_TlsWithoutKeysInBraces_TurnsItOn()
    {
        LoadedConfiguration loaded = ConfigurationReader.Read(Camera + "mqtt: {tls: {}}\n", "f");

        Assert.Equal(MqttOptions.DefaultTlsPort, loaded.Options?.Mqtt.EffectivePort);
    }

    [Fact]
    public void Read_SectionsWithAllKeysCommentedOut_TakesTheDefaults()
    {
        LoadedConfiguration loaded = ConfigurationReader.Read(Camera + "mqtt:\n#  host: a\nalerts:\nlearning: ~\n", "f");

        Assert.Equal("localhost", loaded.Options?.Mqtt.Host);
    }

    public static TheoryData<string, string> Monsters => new()
    {
        { "lists in lists", new string('[', 1 << 20) },
        { "lists in lists, closed", new string('[', 1 << 15) + new string(']', 1 << 15) },
        { "mappings in mappings", string.Concat(Enumerable.Repeat("{a: ", 1 << 16)) },
        { "dashes", string.Concat(Enumerable.Repeat("- ", 1 << 16)) },
        { "indented mappings", string.Concat(Enumerable.Range(0, 1_000).Select(i => new string(' ', i) + "a:\n")) },
        { "question marks", string.Concat(Enumerable.Repeat("? ", 1 << 16)) },
        { "unknown keys", string.Concat(Enumerable.Range(0, 50_000).Select(i => $"k{i}: 1\n")) },
        { "empty cameras", "cameras:\n" + string.Concat(Enumerable.Repeat("- {}\n", 100_000)) },
        { "cameras of a wrong type", "cameras:\n" + string.Concat(Enumerable.Repeat("- x\n", 100_000)) },
        { "one long key", new string('k', 1 << 20) + ": 1\n" },
        { "one long value", "node: " + new string('v', 1 << 20) + "\n" },
    };

    [Theory]
    [MemberData(nameof(Monsters))]
    public void Read_HugeOrDeepText_GivesAFewMistakes(string what, string text)
    {
        LoadedConfiguration loaded = ConfigurationReader.Read(text, "f");

        Assert.True(loaded.Mistakes.Count is >= 1 and <= MistakeList.MaxMistakes, what);
        Assert.All(loaded.Mistakes, m => Assert.InRange(m.ToString().Length, 1, 400));
    }

    [Fact]
    public void Read_TooDeep_SaysWhere()
    {
        LoadedConfiguration loaded = ConfigurationReader.Read("mqtt: " + new string('[', 40) + new string(']', 40), "f");

        Assert.Equal("f:1:23: not valid YAML: values are nested deeper than 16 levels", Assert.Single(loaded.Mistakes).ToString());
    }

    [Fact]
    public void Read_RandomDamageToAGoodFile_NeverThrows()
    {
        string good = ExampleTests.Reference();
        const string Damage = "\t\n\0 :-?&*!|>%@`'\"{}[],#\\~<=ä\u2028\uFEFF\U0001F600";
        Random random = new(20_240_229);
        int refused = 0;

        for (int round = 0; round < 2_000; round++)
        {
            char[] damaged = good.ToCharArray();
            for (int hit = 0; hit <= round % 6; hit++)
            {
                damaged[random.Next(damaged.Length)] = Damage[random.Next(Damage.Length)];
            }

            LoadedConfiguration loaded = ConfigurationReader.Read(new string(damaged), "f");
            Assert.NotEqual(loaded.IsValid, loaded.Mistakes.Count > 0);
            refused += loaded.IsValid ? 0 : 1;
        }

        Assert.InRange(refused, 500, 1_999);
    }
}
