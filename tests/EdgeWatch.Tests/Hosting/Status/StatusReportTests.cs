using System.Text;
using EdgeWatch.Capture.Troubles;
using EdgeWatch.Cli.Status;
using EdgeWatch.Evidence;
using EdgeWatch.Hosting.Status;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Tests.Hosting.Status;

public sealed class StatusReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 20, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_person_reads_it_at_a_glance()
    {
        string text = StatusText.Of(StatusReport.Parse(Sample().ToJson()), TimeZoneInfo.Utc);

        Assert.Equal(
            [
                "node shop, up 3 d 4 h; EdgeWatch 0.1.0, model m 1, process 812",
                "broker mqtt.local:1883, connected for 2 h 0 min; 3 alert messages wait, 2 were dropped",
                "machine 12 % of one core, 69 MB of memory, 54 °C, 4.2 MB written, 12.3 of 29.0 GB of disk free, 31 events kept (212 MB)",
                "problem camera yard is offline",
                "camera state phase score threshold frames/s dropped ms restarts",
                "door online for 1 h 30 min, fewer frames than usual ALERT, silent until 26 Nov 21:00:00 0.97 0.5 10.0 7 1.7 1",
                "yard offline for 1 min 5 s: no answer learning, 10 min 0 s left – 0.625 – – – –",
                "last events camera peak why picture",
                "26 Nov 19:59:30 door 0.99 moves 3.1× as fast as what is usual here /var/lib/edgewatch/events/1/snapshot.jpg",
            ],
            text.Split('\n').Where(line => line.Length > 0 && !line.StartsWith('─')).Select(Squeezed));
    }

    [Fact]
    public void A_daemon_of_another_layout_is_said_to_be_one()
    {
        string json = Encoding.UTF8.GetString(Sample().ToJson()).Replace("\"schema\":1", "\"schema\":2", StringComparison.Ordinal);

        string other = Assert.Throws<InvalidDataException>(() => StatusReport.Parse(Encoding.UTF8.GetBytes(json))).Message;
        string broken = Assert.Throws<InvalidDataException>(() => StatusReport.Parse("{}"u8)).Message;

        Assert.Contains("another version", other, StringComparison.Ordinal);
        Assert.Contains("not understood", broken, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/edgewatch/edgewatch.yaml", "/var/lib/edgewatch", "/run/edgewatch/status.sock /var/lib/edgewatch/status.sock")]
    [InlineData("/etc/edgewatch/edgewatch.yaml", "/mnt/ssd", "/run/edgewatch/status.sock /mnt/ssd/status.sock")]
    [InlineData("/etc/edgewatch/edgewatch.yaml", null, "/run/edgewatch/status.sock")]
    [InlineData("my.yaml", "/home/a/state", "/home/a/state/status.sock")]
    public void Another_config_does_not_ask_the_installed_service(string config, string? state, string expected) =>
        Assert.Equal(expected, string.Join(' ', SocketPath.Candidates(SocketPath.Status, config, state)));

    [Theory]
    [InlineData(null, "/state/status.sock")]
    [InlineData("/run/edgewatch:/run/other", "/run/edgewatch/status.sock")]
    public void The_daemon_takes_systemds_folder_where_there_is_one(string? runtime, string expected) =>
        Assert.Equal(expected, SocketPath.Of(SocketPath.Status, "/state", runtime));

    [Fact]
    public void A_spoilt_file_is_no_past_event() => Assert.Null(PastEvent.TryParse("{\"event_id\":\"x\""u8));

    /// <summary>How wide columns are is the table's own matter.</summary>
    private static string Squeezed(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A report with something of everything.</summary>
    internal static StatusReport Sample() => new()
    {
        Node = "shop",
        Version = "0.1.0+abc",
        ProcessId = 812,
        ConfigFile = "/etc/edgewatch/edgewatch.yaml",
        StateDirectory = "/var/lib/edgewatch",
        Model = "m 1",
        WrittenAt = Now,
        Broker = new BrokerReport("mqtt.local:1883", Connected: true, "MQTT 5", Now.AddHours(-2)),
        Health = new HealthMessage
        {
            UptimeSeconds = (3 * 86400) + (4 * 3600),
            CpuPercent = 12.1,
            RssBytes = 69_000_000,
            TemperatureCelsius = 54.2,
            Throttling = null,
            HeatRelief = false,
            WrittenBytes = 4_200_000,
            Disk = new DiskHealth(12_300_000_000, 29_000_000_000),
            Kept = new KeptHealth(31, 212_000_000, Now.AddDays(-12)),
            Outbox = new OutboxHealth(3, 3000, 5, DroppedUpdates: 2, DroppedEvents: 0, Fault: null),
            Mqtt = new MqttHealth(Now, 1, 2, 3, 4, 5, 6),
            Problems = ["camera yard is offline"],
            Cameras = new Dictionary<string, CameraHealth> { ["door"] = Door() },
        },
        Cameras = new Dictionary<string, CameraReport>
        {
            ["yard"] = new(
                new CameraStatusMessage(CameraAvailability.Offline, "no answer", Now.AddSeconds(-65)),
                PhaseMessage.Learning(0.5, TimeSpan.FromMinutes(10)), null, 0.625, AlertIsOn: false, null),
            ["door"] = new(
                new CameraStatusMessage(CameraAvailability.Online, CameraTrouble.FewerFrames, Now.AddMinutes(-90)),
                PhaseMessage.Watching, 0.97, 0.5, AlertIsOn: true, Now.AddHours(1)),
        },
        Events =
        [
            new PastEvent(
                "1", "door", Now.AddSeconds(-30), null, 0.99, [new PastReason("speed", "moves 3.1× as fast as what is usual here")],
                "events/1/snapshot.jpg"),
        ],
    };

    private static CameraHealth Door() => new()
    {
        State = CameraAvailability.Online,
        FpsIn = 10,
        FpsScored = 10,
        Drops = new DropsHealth(7, 0, 0, 0),
        Restarts = 1,
        LastFrameAgeSeconds = 0.1,
        TokensPerFrame = 3,
        MsPerFrame = new PercentilesHealth(1.7, 3.2),
        DecoderCpuPercent = 5,
    };
}
