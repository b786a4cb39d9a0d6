using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Storage;

/// <summary>How many alerts other thresholds of a zone would have given in a part of an hour, by what happened there alone.</summary>
/// <param name="Name">The zone's name.</param>
/// <param name="Mark">Which area and time of stay that is of: what was counted before somebody drew it anew is of another zone.</param>
/// <param name="Alerts">Alerts that ended, at each of <see cref="ThresholdSweep.Thresholds"/>.</param>
internal sealed record ZoneCounts(string Name, string Mark, IReadOnlyList<int> Alerts)
{
    /// <summary>Enough that two outlines of a name are not taken for one another: once in four thousand millions.</summary>
    private const int MarkBytes = 4;

    /// <summary>Whether it is a whole one.</summary>
    [JsonIgnore]
    public bool IsSound =>
        Name is not null && Mark is not null && Alerts?.Count == ThresholdSweep.Thresholds.Count && Alerts.All(count => count >= 0);

    /// <summary>Whether it was counted for a zone as it is.</summary>
    public bool IsOf(Zone zone) => Name == zone.Name && Mark == MarkOf(zone);

    /// <summary>Of a zone with its outline and its time of stay; a threshold of its own changes nothing about the counts.</summary>
    public static string MarkOf(Zone zone)
    {
        string text = FormattableString.Invariant($"{string.Join(' ', zone.Outline)} {zone.MinimumStay.TotalSeconds}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(..MarkBytes));
    }
}
