using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Configuration.Clips;
using EdgeWatch.Configuration.Retention;
using EdgeWatch.Configuration.Zones;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Tests.Configuration;

public sealed class ConfigurationRulesTests
{
    private const string Secret = "hunter2";

    private static readonly RelativePoint[] Corners = [new(0, 0), new(1, 0), new(1, 1)];

    public static TheoryData<string, Action<EdgeWatchOptions>, string, string> Violations => new()
    {
        { "newer schema", o => o.Schema = 2, "schema", "2 is newer than this version of EdgeWatch reads (1); upgrade" },
        { "schema zero", o => o.Schema = 0, "schema", "the only schema so far is 1" },
        { "node with a dot", o => o.Node = "pi.lan", "node", "a–z, 0–9, _ and - are" },
        { "node too long", o => o.Node = new string('a', 65), "node", "at most 64" },
        { "host empty", o => o.Mqtt.Host = "", "mqtt.host", "is empty" },
        { "host with port", o => o.Mqtt.Host = "broker:1883", "mqtt.host", "the port goes into port" },
        { "host as URL", o => o.Mqtt.Host = "mqtt://broker", "mqtt.host", "encryption into tls" },
        { "host with space", o => o.Mqtt.Host = "my broker", "mqtt.host", "is not a host name" },
        { "host with credentials", o => o.Mqtt.Host = $"me:{Secret}@broker", "mqtt.host", "use username and password_file" },
        { "port zero", o => o.Mqtt.Port = 0, "mqtt.port", "0 is not allowed; 1–65535 (default 1883, or 8883 with tls)" },
        { "port too large", o => o.Mqtt.Port = 65536, "mqtt.port", "65536 is not allowed" },
        { "topic empty", o => o.Mqtt.BaseTopic = "", "mqtt.base_topic", "is empty" },
        { "topic with +", o => o.Mqtt.BaseTopic = "a/+/b", "mqtt.base_topic", "wildcards" },
        { "topic with #", o => o.Mqtt.BaseTopic = "a/#", "mqtt.base_topic", "wildcards" },
        { "topic with leading slash", o => o.Mqtt.BaseTopic = "/a", "mqtt.base_topic", "neither start nor end" },
        { "topic with trailing slash", o => o.Mqtt.BaseTopic = "a/", "mqtt.base_topic", "neither start nor end" },
        { "topic with empty level", o => o.Mqtt.BaseTopic = "a//b", "mqtt.base_topic", "empty level" },
        { "topic of the broker", o => o.Mqtt.BaseTopic = "$SYS", "mqtt.base_topic", "belong to the broker" },
        { "topic with control character", o => o.Mqtt.BaseTopic = "a\u0007", "mqtt.base_topic", "control character" },
        { "topic too long", o => o.Mqtt.BaseTopic = new string('a', 129), "mqtt.base_topic", "at most 128" },
        { "topic of Home Assistant", o => o.Mqtt.BaseTopic = "homeassistant", "mqtt.base_topic", "discovery prefix" },
        { "topic below Home Assistant's", o => o.Mqtt.BaseTopic = "homeassistant/x", "mqtt.base_topic", "discovery prefix" },
        { "MQTT password without user", o => o.Mqtt.PasswordFile = "/p", "mqtt.password_file", "needs a username" },
        { "key without certificate", o => o.Mqtt.Tls = new MqttTlsOptions { KeyFile = "/k" }, "mqtt.tls.key_file", "needs a certificate_file" },
        { "certificate without key", o => o.Mqtt.Tls = new MqttTlsOptions { CertificateFile = "/c" }, "mqtt.tls.certificate_file", "needs a key_file" },
        { "outbox too small", o => o.Mqtt.Outbox.MaxMessages = 99, "mqtt.outbox.max_messages", "99 is not allowed; 100–1000000 messages (default 10000)" },
        { "outbox too large", o => o.Mqtt.Outbox.MaxMebibytes = 1025, "mqtt.outbox.max_mebibytes", "1025 is not allowed; 1–1024 MiB (default 64)" },
        { "outbox that never empties", o => o.Mqtt.Outbox.BacklogPerSecond = 0, "mqtt.outbox.backlog_per_second", "0 is not allowed; 1–100000 messages (default 1000)" },
        { "threshold too low", o => o.Alerts.Threshold = 0.04, "alerts.threshold", "0.04 is not allowed; 0.05–1 (default 0.5)" },
        { "threshold not a number", o => o.Alerts.Threshold = double.NaN, "alerts.threshold", "NaN is not allowed" },
        { "hysteresis too high", o => o.Alerts.Hysteresis = 0.51, "alerts.hysteresis", "0.51 is not allowed; 0–0.5 (default 0.1)" },
        { "hysteresis above threshold", o => (o.Alerts.Threshold, o.Alerts.Hysteresis) = (0.3, 0.4), "alerts.hysteresis", "the hysteresis (0.4) must be less than the threshold (0.3)" },
        { "threshold below default hysteresis", o => o.Alerts.Threshold = 0.08, "alerts.threshold", "the hysteresis (0.1) must be less than the threshold (0.08)" },
        { "sensitivity too high", o => o.Alerts.Sensitivity = new() { FalseAlarmsPerDay = 1001 }, "alerts.sensitivity.false_alarms_per_day", "1001 is not allowed; 0.001–1000 a day (default 1)" },
        { "no alarms at all", o => o.Alerts.Sensitivity = new() { FalseAlarmsPerDay = 0 }, "alerts.sensitivity.false_alarms_per_day", "0 is not allowed" },
        { "sensitivity and threshold", o => (o.Alerts.Sensitivity, o.Alerts.Threshold) = (new(), 0.5), "alerts.sensitivity", "stands beside threshold" },
        { "sensitivity below hysteresis", o => (o.Alerts.Sensitivity, o.Alerts.Hysteresis) = (new() { FalseAlarmsPerDay = 1000 }, 0.3), "alerts.hysteresis", "less than the threshold (0.2)" },
        { "sensitivity below top-level hysteresis", o => (o.Alerts.Hysteresis, o.Cameras[0].Alerts.Sensitivity) = (0.4, new() { FalseAlarmsPerDay = 100 }), "cameras[0].alerts.sensitivity", "less than the threshold (0.3)" },
        { "camera's threshold below top-level hysteresis", o => (o.Alerts.Hysteresis, o.Cameras[0].Alerts.Threshold) = (0.4, 0.35), "cameras[0].alerts.threshold", "less than the threshold (0.35)" },
        { "minimum length", o => o.Alerts.MinimumLength = TimeSpan.FromSeconds(61), "alerts.minimum_length", "1 min 1 s is not allowed; 0 s–1 min (default 300 ms)" },
        { "end after", o => o.Alerts.EndAfter = TimeSpan.FromMinutes(11), "alerts.end_after", "0 s–10 min (default 3 s)" },
        { "negative cooldown", o => o.Alerts.Cooldown = TimeSpan.FromSeconds(-1), "alerts.cooldown", "-1 s is not allowed; 0 s–1 h (default 10 s)" },
        { "escalation too late", o => o.Alerts.EscalateAfter = TimeSpan.FromHours(25), "alerts.escalate_after", "1 d 1 h is not allowed; 0 s–1 d (default 0 s)" },
        { "incidents of an hour", o => o.IncidentWindow = TimeSpan.FromHours(1), "incident_window", "1 h is not allowed; 0 s–5 min (default 10 s)" },
        { "learning too short", o => o.Learning.Duration = TimeSpan.FromSeconds(9), "learning.duration", "9 s is not allowed; 10 s–30 d (default 30 min)" },
        { "quarantine too long", o => o.Learning.Quarantine = TimeSpan.FromHours(25), "learning.quarantine", "1 d 1 h is not allowed; 0 s–1 d (default 20 min)" },
        { "camera's learning too long", o => o.Cameras[0].Learning.Duration = TimeSpan.FromDays(31), "cameras[0].learning.duration", "31 d is not allowed" },
        { "pre-roll too long", o => o.Clips.PreRoll = TimeSpan.FromSeconds(31), "clips.pre_roll", "31 s is not allowed; 0 s–30 s (default 5 s)" },
        { "post-roll too long", o => o.Clips.PostRoll = TimeSpan.FromSeconds(31), "clips.post_roll", "31 s is not allowed; 0 s–30 s (default 5 s)" },
        { "clips too short", o => o.Clips.Longest = TimeSpan.FromSeconds(4), "clips.longest", "4 s is not allowed; 5 s–10 min (default 1 min)" },
        { "clips without memory", o => o.Clips.MaxMebibytes = 0, "clips.max_mebibytes", "0 is not allowed; 1–1024 MiB (default 32)" },
        { "pre-roll that fills the clip", o => (o.Clips.PreRoll, o.Clips.Longest) = (TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(8)), "clips.longest", "the pre-roll (8 s) must be shorter than the longest clip (8 s)" },
        { "camera's pre-roll that fills the clip", o => (o.Clips.Longest, o.Cameras[0].Clips.PreRoll) = (TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(9)), "cameras[0].clips.pre_roll", "must be shorter than the longest clip (8 s)" },
        { "events for a minute", o => o.Retention.KeepFor = TimeSpan.FromMinutes(1), "retention.keep_for", "1 min is not allowed; 1 h–3650 d (default 30 d)" },
        { "no room for events", o => o.Retention.MaxMebibytes = 15, "retention.max_mebibytes", "15 is not allowed; 16–1048576 MiB (default 2048)" },
        { "events into the last of the disk", o => o.Retention.MinFreeMebibytes = 99, "retention.min_free_mebibytes", "99 is not allowed; 100–1048576 MiB (default 512)" },
        { "camera's alerts", o => o.Cameras[0].Alerts.Cooldown = TimeSpan.FromHours(2), "cameras[0].alerts.cooldown", "2 h is not allowed" },
        { "zone with a space", o => o.Cameras[0].Zones = [Zone("the drive")], "cameras[0].zones[0].name", "a–z, 0–9, _ and - are" },
        { "zone without a name", o => o.Cameras[0].Zones = [Zone("")], "cameras[0].zones[0].name", "is required" },
        { "same zone twice", o => o.Cameras[0].Zones = [Zone("a"), Zone("b"), Zone("a")], "cameras[0].zones[2].name", "zones[0] has the same name" },
        { "same mask twice", o => o.Cameras[0].PrivacyMasks = [Mask("a"), Mask("a")], "cameras[0].privacy_masks[1].name", "privacy_masks[0] has the same name" },
        { "zone's threshold", o => o.Cameras[0].Zones = [Zone("a", threshold: 1.1)], "cameras[0].zones[0].threshold", "1.1 is not allowed; 0.05–1 (default 0.5)" },
        { "zone's threshold below the hysteresis", o => o.Cameras[0].Zones = [Zone("a", threshold: 0.1)], "cameras[0].zones[0].threshold", "0.1 must be more than the camera's hysteresis (0.1)" },
        { "zone's stay", o => o.Cameras[0].Zones = [Zone("a", stay: 2)], "cameras[0].zones[0].minimum_stay", "2 h is not allowed; 0 s–1 h (default 0 s)" },
        { "threshold of an ignored zone", o => o.Cameras[0].Zones = [Zone("a", ZoneKind.Ignore, 0.6)], "cameras[0].zones[0].threshold", "goes with kind: watch only" },
        { "stay in an ignored zone", o => o.Cameras[0].Zones = [Zone("a", ZoneKind.Ignore, stay: 1)], "cameras[0].zones[0].minimum_stay", "goes with kind: watch only" },
        { "too many zones", o => o.Cameras[0].Zones = [.. Enumerable.Range(0, 33).Select(i => Zone($"z{i}"))], "cameras[0].zones", "are 33; at most 32 are allowed" },
        { "no id", o => o.Cameras[0].Id = "", "cameras[0].id", "is required" },
        { "id with capital", o => o.Cameras[0].Id = "Door", "cameras[0].id", "a–z, 0–9, _ and - are" },
        { "id with slash", o => o.Cameras[0].Id = "../x", "cameras[0].id", "a–z, 0–9, _ and - are" },
        { "id too long", o => o.Cameras[0].Id = new string('x', 65), "cameras[0].id", "has 65 characters; at most 64" },
        { "same id twice", o => o.Cameras.Add(new CameraOptions { Id = "door", Source = "/v.mp4" }), "cameras[1].id", "cameras[0] has the same id" },
        { "neither source nor command", o => o.Cameras[0].Source = "", "cameras[0].source", "is required, or command instead" },
        { "source and command", o => o.Cameras[0].Command = ["x"], "cameras[0].source", "only one of the two" },
        { "command without program", o => (o.Cameras[0].Source, o.Cameras[0].Command) = ("", [""]), "cameras[0].command", "first item is the program" },
        { "reserved id", o => o.Cameras[0].Id = "response", "cameras[0].id", "topics of the node" },
        { "base topic below the discovery prefix", o => (o.Mqtt.DiscoveryPrefix, o.Mqtt.BaseTopic) = ("ha", "ha/edgewatch"), "mqtt.base_topic", "must not be the same or below one another" },
        { "base topic above the discovery prefix", o => o.Mqtt.DiscoveryPrefix = "edgewatch/ha", "mqtt.base_topic", "must not be the same or below one another" },
        { "base topic at Home Assistant's default", o => (o.Mqtt.DiscoveryPrefix, o.Mqtt.BaseTopic) = ("ha", "homeassistant"), "mqtt.base_topic", "homeassistant is the discovery prefix" },
        { "wildcard in the discovery prefix", o => o.Mqtt.DiscoveryPrefix = "ha/#", "mqtt.discovery_prefix", "wildcards" },
        { "empty discovery prefix", o => o.Mqtt.DiscoveryPrefix = "", "mqtt.discovery_prefix", "leave the key out for homeassistant" },
        { "credentials in URL", o => o.Cameras[0].Source = $"rtsp://admin:{Secret}@cam/1", "cameras[0].source", "use username and password_file" },
        { "user in URL", o => o.Cameras[0].Source = "rtsp://admin@cam/1", "cameras[0].source", "use username and password_file" },
        { "credentials in a URL of no use", o => o.Cameras[0].Source = $"foo://admin:{Secret}@cam/1", "cameras[0].source", "use username and password_file" },
        { "broken URL with a password", o => o.Cameras[0].Source = $"rtsp://admin:{Secret}/x@cam", "cameras[0].source", "is not a valid URL" },
        { "URL without host", o => o.Cameras[0].Source = "rtsp:///stream", "cameras[0].source", "is not a valid URL" },
        { "unsupported scheme", o => o.Cameras[0].Source = $"rtmp://cam/x?password={Secret}", "cameras[0].source", "rtsp://, rtsps://, http://, https:// are" },
        { "password without user", o => (o.Cameras[0].Source, o.Cameras[0].PasswordFile) = ("rtsp://cam", "/p"), "cameras[0].password_file", "needs a username" },
        { "user for a file", o => o.Cameras[0].Username = "me", "cameras[0].username", "a source that is a URL only" },
        { "too many frames", o => o.Cameras[0].FramesPerSecond = 200, "cameras[0].frames_per_second", "200 is not allowed; 1–30 frames a second (default 10)" },
        { "too few frames", o => o.Cameras[0].FramesPerSecond = 0.5, "cameras[0].frames_per_second", "0.5 is not allowed" },
        { "too many glances", o => o.Cameras[0].GlancesPerSecond = 6, "cameras[0].glances_per_second", "6 is not allowed; 0.1–5 glances a second, or 0 for never (default 2)" },
        { "hardly any glances", o => o.Cameras[0].GlancesPerSecond = 1e-300, "cameras[0].glances_per_second", "is not allowed" },
        { "glances back in time", o => o.Cameras[0].GlancesPerSecond = -1, "cameras[0].glances_per_second", "-1 is not allowed" },
        { "sequence rate", o => o.Cameras[0].SequenceFramesPerSecond = 61, "cameras[0].sequence_frames_per_second", "61 is not allowed; 1–60 frames a second (default 10)" },
        { "polls within a stall", o => (o.Cameras[0].PollsPerSecond, o.Cameras[0].StallTimeout) = (0.15, TimeSpan.FromSeconds(7)), "cameras[0].polls_per_second", "0.15 is too slow for a stall_timeout of 7 s, which has to last for 2 pictures, since one may be missed; 0.29, or 14 s, would do" },
        { "stall timeout", o => o.Cameras[0].StallTimeout = TimeSpan.FromSeconds(1), "cameras[0].stall_timeout", "1 s is not allowed; 2 s–10 min (default 20 s)" },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public void Check_OneRuleBroken_NamesTheKeyAndWhatIsAllowed(string rule, Action<EdgeWatchOptions> breakIt, string key, string fragment)
    {
        EdgeWatchOptions options = Valid();
        breakIt(options);

        RuleViolation violation = Assert.Single(ConfigurationRules.Check(options));

        Assert.True(violation.Key == key, $"{rule}: {violation}");
        Assert.Contains(fragment, violation.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, violation.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<EdgeWatchOptions>> Limits => new()
    {
        { "as it is", _ => { } },
        { "least", o =>
            {
                o.Cameras[0].FramesPerSecond = CameraOptions.MinFramesPerSecond;
                o.Cameras[0].GlancesPerSecond = CameraOptions.MinGlancesPerSecond;
                o.Cameras[0].SequenceFramesPerSecond = CameraOptions.MinSequenceFramesPerSecond;
                o.Cameras[0].StallTimeout = CameraOptions.MinStallTimeout;
                o.Learning.Duration = LearningOptions.MinDuration;
                (o.Clips.PreRoll, o.Clips.PostRoll, o.Clips.Longest) = (TimeSpan.Zero, TimeSpan.Zero, ClipOptions.MinLongest);
                o.Clips.MaxMebibytes = ClipOptions.MinMaxMebibytes;
                o.Mqtt.Port = MqttOptions.MinPort;
                o.Mqtt.Outbox.MaxMessages = OutboxOptions.MinMaxMessages;
                o.Mqtt.Outbox.MaxMebibytes = OutboxOptions.MinMaxMebibytes;
                o.Mqtt.Outbox.BacklogPerSecond = OutboxOptions.MinBacklogPerSecond;
                (o.Retention.KeepFor, o.Retention.MaxMebibytes, o.Retention.MinFreeMebibytes) =
                    (RetentionOptions.MinKeepFor, RetentionOptions.MinMaxMebibytes, RetentionOptions.MinMinFreeMebibytes);
                (o.Alerts.Threshold, o.Alerts.Hysteresis) = (AlertOptions.MinThreshold, AlertOptions.MinHysteresis);
                (o.Alerts.MinimumLength, o.Alerts.EndAfter, o.Alerts.Cooldown) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
            }
        },
        { "greatest", o =>
            {
                o.Node = new string('a', EdgeWatchOptions.MaxNodeLength);
                o.Cameras[0].Id = new string('a', CameraOptions.MaxIdLength);
                o.Cameras[0].FramesPerSecond = CameraOptions.MaxFramesPerSecond;
                o.Cameras[0].GlancesPerSecond = CameraOptions.MaxGlancesPerSecond;
                o.Cameras[0].SequenceFramesPerSecond = CameraOptions.MaxSequenceFramesPerSecond;
                o.Cameras[0].StallTimeout = CameraOptions.MaxStallTimeout;
                o.Learning.Duration = LearningOptions.MaxDuration;
                (o.Clips.PreRoll, o.Clips.PostRoll, o.Clips.Longest) = (ClipOptions.MaxRoll, ClipOptions.MaxRoll, ClipOptions.MaxLongest);
                o.Clips.MaxMebibytes = ClipOptions.MaxMaxMebibytes;
                (o.Retention.KeepFor, o.Retention.MaxMebibytes, o.Retention.MinFreeMebibytes) =
                    (RetentionOptions.MaxKeepFor, RetentionOptions.MaxMaxMebibytes, RetentionOptions.MaxMinFreeMebibytes);
                o.Mqtt.Port = MqttOptions.MaxPort;
                o.Mqtt.Outbox.MaxMessages = OutboxOptions.MaxMaxMessages;
                o.Mqtt.Outbox.MaxMebibytes = OutboxOptions.MaxMaxMebibytes;
                o.Mqtt.Outbox.BacklogPerSecond = OutboxOptions.MaxBacklogPerSecond;
                (o.Alerts.Threshold, o.Alerts.Hysteresis) = (AlertOptions.MaxThreshold, AlertOptions.MaxHysteresis);
                (o.Alerts.MinimumLength, o.Alerts.EndAfter, o.Alerts.Cooldown) =
                    (AlertOptions.MaxMinimumLength, AlertOptions.MaxEndAfter, AlertOptions.MaxCooldown);
            }
        },
        { "few polls", o => (o.Cameras[0].PollsPerSecond, o.Cameras[0].StallTimeout) = (0.29, TimeSpan.FromSeconds(7)) },
        { "patient polls", o => (o.Cameras[0].PollsPerSecond, o.Cameras[0].StallTimeout) = (0.15, TimeSpan.FromSeconds(14)) },
        { "no glances", o => o.Cameras[0].GlancesPerSecond = 0 },
        { "address of version 6", o => o.Mqtt.Host = "fd00::1" },
        { "topic with levels", o => o.Mqtt.BaseTopic = "site/north/edgewatch" },
        { "URL with an @ in its path", o => o.Cameras[0].Source = "rtsp://cam:554/user@1/stream" },
        { "URL with version 6", o => o.Cameras[0].Source = "http://[fd00::2]:80/mjpeg" },
        { "user and password", o => (o.Cameras[0].Source, o.Cameras[0].Username, o.Cameras[0].PasswordFile) = ("RTSP://cam", "me", "/p") },
        { "command", o => (o.Cameras[0].Source, o.Cameras[0].Command) = ("", ["gst-launch-1.0", "-q"]) },
        { "client certificate", o => o.Mqtt.Tls = new MqttTlsOptions { CertificateFile = "/c", KeyFile = "/k" } },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void Check_AllowedValues_FindsNothing(string values, Action<EdgeWatchOptions> set)
    {
        EdgeWatchOptions options = Valid();
        set(options);

        IReadOnlyList<RuleViolation> violations = ConfigurationRules.Check(options);

        Assert.True(violations.Count == 0, $"{values}: {string.Join("; ", violations)}");
    }

    [Fact]
    public void Check_SeveralRulesBroken_NamesThemAll()
    {
        EdgeWatchOptions options = Valid();
        options.Mqtt.Port = 0;
        options.Alerts.Threshold = 2;
        options.Cameras[0].Id = "";

        Assert.Equal(["mqtt.port", "alerts.threshold", "cameras[0].id"], ConfigurationRules.Check(options).Select(v => v.Key));
    }

    private static EdgeWatchOptions Valid() => new() { Cameras = [new CameraOptions { Id = "door", Source = "/dev/video0" }] };

    private static ZoneOptions Zone(string name, ZoneKind kind = ZoneKind.Watch, double? threshold = null, double stay = 0) =>
        new() { Name = name, Kind = kind, Points = Corners, Threshold = threshold, MinimumStay = TimeSpan.FromHours(stay) };

    private static PrivacyMaskOptions Mask(string name) => new() { Name = name, Points = Corners };
}
