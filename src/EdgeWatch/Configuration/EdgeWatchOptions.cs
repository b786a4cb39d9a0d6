using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Configuration.Clips;
using EdgeWatch.Configuration.Profiles;
using EdgeWatch.Configuration.Retention;

namespace EdgeWatch.Configuration;

/// <summary>The whole config file. Keys are the property names in snake_case.</summary>
public sealed class EdgeWatchOptions
{
    /// <summary>The config schema that this version reads.</summary>
    public const int SupportedSchema = 1;

    /// <summary>Default of <see cref="HotAboveCelsius"/>: a Raspberry Pi takes its clock down from 80 °C on, and more at 85 °C.</summary>
    public const double DefaultHotAboveCelsius = 80;

    /// <summary>Characters that <see cref="Node"/> may have at most: it becomes part of topics.</summary>
    public const int MaxNodeLength = 64;

    /// <summary>Default of <see cref="IncidentWindow"/>: somebody walks from one camera's picture into the next one's.</summary>
    public static readonly TimeSpan DefaultIncidentWindow = TimeSpan.FromSeconds(10);

    /// <summary>Greatest <see cref="IncidentWindow"/>; the least is zero.</summary>
    public static readonly TimeSpan MaxIncidentWindow = TimeSpan.FromMinutes(5);

    /// <summary>Version of the config schema. <value>Default 1, the only one so far.</value></summary>
    public int Schema { get; set; } = SupportedSchema;

    /// <summary>Name of this node in topics. <value>Default: the host name. <c>[a-z0-9_-]+</c>, at most 64 characters.</value></summary>
    [Holds(TextContent.Public)]
    public string Node { get; set; } = "";

    /// <summary>
    /// Folder of learned state and event pictures.
    /// <value>Default: <c>$STATE_DIRECTORY</c> (systemd), else <c>/var/lib/edgewatch</c>.</value>
    /// </summary>
    [Holds(TextContent.Path)]
    public string StateDirectory { get; set; } = "";

    /// <summary>The manifest (.json) of another model than the one that comes with the program. <value>Default: empty.</value></summary>
    [Holds(TextContent.File)]
    public string Model { get; set; } = "";

    /// <summary>
    /// Whether a config file that has changed is read again by itself, as by SIGHUP. A file with mistakes changes nothing.
    /// <value>Default false.</value>
    /// </summary>
    [TakesEffect(Effect.AtOnce)]
    public bool ReloadOnChange { get; set; }

    /// <summary>
    /// From this temperature of the chip in °C on, cameras without an event rest in turns, for 5 s of each 10 s, until it is 5 °C below.
    /// Raising it watches more and heats more; 120 is never. <value>Default 80; 40–120.</value>
    /// </summary>
    [TakesEffect(Effect.AtOnce)]
    public double HotAboveCelsius { get; set; } = DefaultHotAboveCelsius;

    /// <summary>
    /// Events that begin so soon one after the other, at whatever cameras, are one incident and share its id. Raising it puts more events
    /// together. <value>Default 10 s; 0 s (never)–5 min.</value>
    /// </summary>
    [TakesEffect(Effect.AtOnce)]
    public TimeSpan IncidentWindow { get; set; } = DefaultIncidentWindow;

    /// <summary>The broker.</summary>
    public MqttOptions Mqtt { get; set; } = new();

    /// <summary>The HTTP server; null for none.</summary>
    [TakesEffect(Effect.AtOnce)]
    public WebOptions? Web { get; set; }

    /// <summary>When alerts begin and end, for all cameras that do not say otherwise, and how they are told.</summary>
    public NodeAlertOptions Alerts { get; set; } = new();

    /// <summary>The message about the day before.</summary>
    public DigestOptions Digest { get; set; } = new();

    /// <summary>How normality is learned, for all cameras that do not say otherwise.</summary>
    public LearningOptions Learning { get; set; } = new();

    /// <summary>Which events get a clip, for all cameras that do not say otherwise.</summary>
    public ClipOptions Clips { get; set; } = new();

    /// <summary>How much is kept of events.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>The cameras. <value>Default: none yet; the node says so.</value></summary>
    public IList<CameraOptions> Cameras { get; set; } = [];

    /// <summary>
    /// The time zone of <see cref="Schedule"/>, of <see cref="QuietHours"/>, and of the times in the reasons of alerts, by its name in the
    /// tz database, for example <c>Europe/Berlin</c>. A time that does not exist, since the clock is put forward over it, is the moment at
    /// which that is done; one that comes twice is the first. <value>Default: the machine's.</value>
    /// </summary>
    [Holds(TextContent.Public)]
    [TakesEffect(Effect.AtOnce)]
    public string TimeZone { get; set; } = "";

    /// <summary>What differs at home, away, at night. <value>Default: none.</value></summary>
    [TakesEffect(Effect.AtOnce)]
    public IList<ProfileOptions> Profiles { get; set; } = [];

    /// <summary>Which profile is in force when the schedule says nothing. <value>Default <c>default</c>: the config without a profile.
    /// </value></summary>
    [Holds(TextContent.Public)]
    [TakesEffect(Effect.AtOnce)]
    public string DefaultProfile { get; set; } = ProfileOptions.Plain;

    /// <summary>When which profile is in force. <value>Default: none.</value></summary>
    [TakesEffect(Effect.AtOnce)]
    public IList<ScheduleOptions> Schedule { get; set; } = [];

    /// <summary>When nobody is told of events. <value>Default: never.</value></summary>
    [TakesEffect(Effect.AtOnce)]
    public IList<QuietHoursOptions> QuietHours { get; set; } = [];

    /// <summary>
    /// Texts as they were written, by the paths of their keys, where values of the environment have been put in: those may be secrets, and
    /// others see the text instead.
    /// </summary>
    internal IReadOnlyDictionary<string, string> Written { get; set; } = new Dictionary<string, string>();
}
