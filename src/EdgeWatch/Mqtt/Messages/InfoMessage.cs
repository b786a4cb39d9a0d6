using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>Payload of <c>&lt;base&gt;/&lt;node&gt;/info</c>.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="StartedAt">When the program started.</param>
/// <param name="Model">The network in use.</param>
/// <param name="Cameras">Ids of all cameras.</param>
/// <param name="ConfigSchema">Version of the config schema that this program reads.</param>
/// <param name="Config">The config in force, with all defaults and without secrets.</param>
/// <param name="Overrides">What was set over MQTT in its place, by camera.</param>
/// <param name="Profile">The profile in force; left out where none is configured.</param>
/// <param name="Quiet">Whether nobody is told of events; left out where that cannot be.</param>
/// <param name="Reload">What came of reading the config file again; left out before the first time.</param>
internal sealed record InfoMessage(
    string Node,
    string Version,
    DateTimeOffset StartedAt,
    ModelInfo Model,
    IReadOnlyList<string> Cameras,
    int ConfigSchema,
    JsonObject Config,
    IReadOnlyDictionary<string, OverridesInfo> Overrides,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProfileInfo? Profile = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QuietInfo? Quiet = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReloadInfo? Reload = null);

/// <summary>The profile in force.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SetBy"><c>schedule</c>, or <c>hand</c>: then it holds until somebody says otherwise.</param>
/// <param name="Since">Since when; not before the start of the program, unless it was set by hand.</param>
/// <param name="Until">When the schedule brings another one; null for never, or while it is set by hand.</param>
internal sealed record ProfileInfo(string Name, string SetBy, DateTimeOffset Since, DateTimeOffset? Until);

/// <summary>Whether nobody is told of events.</summary>
/// <param name="On">Whether it is so now.</param>
/// <param name="Until">When the quiet hours end; null when it is the profile that is quiet, or nothing is.</param>
internal sealed record QuietInfo(bool On, DateTimeOffset? Until);

/// <summary>The network in an <see cref="InfoMessage"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">SHA-256 of its file in lower-case hex.</param>
internal sealed record ModelInfo(string Name, string Version, string Sha256);

/// <summary>What was set for one camera over MQTT, in an <see cref="InfoMessage"/>; left out where nothing was.</summary>
/// <param name="Threshold">Score at which an alert begins, 0–1.</param>
/// <param name="Enabled"><c>ON</c> or <c>OFF</c>.</param>
/// <param name="SuspendedUntil">No events until then.</param>
internal sealed record OverridesInfo(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Threshold,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Enabled,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? SuspendedUntil);

/// <summary>What came of reading the config file again, in an <see cref="InfoMessage"/>.</summary>
/// <param name="At">When that was.</param>
/// <param name="Mistakes">Why nothing has changed; empty when the file is in force.</param>
/// <param name="AtNextStart">Keys that have changed and hold from the next start of the service on.</param>
internal sealed record ReloadInfo(DateTimeOffset At, IReadOnlyList<MistakeInfo> Mistakes, IReadOnlyList<string> AtNextStart);

/// <summary>One mistake in the config file, in a <see cref="ReloadInfo"/>.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Its line, from 1; 0 for the file as a whole.</param>
/// <param name="Column">Its column, from 1; 0 for the file as a whole.</param>
/// <param name="Key">Path of the key; empty where there is none.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
internal sealed record MistakeInfo(string File, int Line, int Column, string Key, string Message);
