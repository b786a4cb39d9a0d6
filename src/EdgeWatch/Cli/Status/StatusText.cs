using System.Globalization;
using System.Text;
using EdgeWatch.Evidence;
using EdgeWatch.Hosting.Status;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Cli.Status;

/// <summary>Puts the answer of a daemon into words and columns for a person.</summary>
internal static class StatusText
{
    /// <summary>What decodes where nobody wants anything else: not worth a word.</summary>
    private const string PlainDecoder = "software";

    private const double Mega = 1e6;
    private const double Giga = 1e9;

    /// <summary>The whole answer.</summary>
    /// <param name="report">What the daemon says.</param>
    /// <param name="zone">Of the times shown.</param>
    public static string Of(StatusReport report, TimeZoneInfo zone)
    {
        StringBuilder text = new();
        AppendLine(text, "node", NodeLine(report));
        AppendLine(text, "broker", BrokerLine(report));
        if (report.Profile is { } profile)
        {
            AppendLine(text, "profile", ProfileLine(profile, zone));
        }

        if (report.Quiet is { On: true } quiet)
        {
            string until = quiet.Until is { } end ? $" until {Local(end, zone)}" : "";
            AppendLine(text, "quiet", $"events are recorded, and nobody is told{until}");
        }

        AppendLine(text, "machine", MachineLine(report.Health));
        foreach (string problem in report.Health.Problems)
        {
            AppendLine(text, "problem", problem);
        }

        text.AppendLine();
        if (report.Cameras.Count > 0)
        {
            text.Append(CameraTable(report, zone)).AppendLine();
        }

        text.Append(report.Events.Count == 0 ? "No events so far.\n" : EventTable(report, zone));
        return text.ToString();
    }

    private static void AppendLine(StringBuilder text, string about, string line) => text.AppendLine($"{about,-9}{line}");

    private static string NodeLine(StatusReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Node}, up {Length(report.Health.UptimeSeconds)}; EdgeWatch {report.Version.Split('+')[0]}, "
        + $"model {report.Model}, process {report.ProcessId}");

    private static string BrokerLine(StatusReport report)
    {
        (BrokerReport broker, OutboxHealth outbox) = (report.Broker, report.Health.Outbox);
        string since = Length((report.WrittenAt - broker.Since).TotalSeconds);
        string link = broker.Connected ? $"{broker.Address}, connected for {since}" : $"{broker.Address}: {broker.Reason} (for {since})";
        string waiting = outbox.Queued == 0 ? "no alerts wait" : Invariant($"{outbox.Queued} alert messages wait");
        string dropped = outbox.DroppedEvents + outbox.DroppedUpdates is > 0 and long lost ? Invariant($", {lost} were dropped") : "";
        return $"{link}; {waiting}{dropped}{(outbox.Fault is null ? "" : $", in memory only: {outbox.Fault}")}";
    }

    /// <summary>Which profile is in force, why, and until when.</summary>
    internal static string ProfileLine(ProfileInfo profile, TimeZoneInfo zone) => profile switch
    {
        { SetBy: "hand" } => $"{profile.Name}, set by hand {Local(profile.Since, zone)}, until edgewatch profile auto",
        { Until: { } until } => $"{profile.Name}, by the schedule until {Local(until, zone)}",
        _ => $"{profile.Name}, by the schedule",
    };

    private static string MachineLine(HealthMessage health)
    {
        List<string> parts = [];
        Add(parts, health.CpuPercent, percent => Invariant($"{percent:0} % of one core"));
        parts.Add(Invariant($"{health.RssBytes / Mega:0} MB of memory"));
        Add(parts, health.TemperatureCelsius, celsius => Invariant($"{celsius:0} °C"));
        Add(parts, health.WrittenBytes, bytes => Invariant($"{bytes / Mega:0.0} MB written"));
        if (health.Disk is { } disk)
        {
            parts.Add(Invariant($"{disk.FreeBytes / Giga:0.0} of {disk.TotalBytes / Giga:0.0} GB of disk free"));
        }

        if (health.Kept is { } kept)
        {
            parts.Add(Invariant($"{kept.Events} events kept ({kept.Bytes / Mega:0} MB)"));
        }

        return string.Join(", ", parts);
    }

    private static string CameraTable(StatusReport report, TimeZoneInfo zone)
    {
        TextTable table = new("camera", "state", "phase", ">score", ">threshold", ">frames/s", ">dropped", ">ms", ">restarts");
        foreach ((string id, CameraReport camera) in report.Cameras.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            CameraHealth? health = report.Health.Cameras.GetValueOrDefault(id);
            table.Add(
                id,
                StateOf(camera, report.WrittenAt),
                PhaseOf(camera, zone),
                Number(camera.Score, "0.00"),
                Number(camera.Threshold, "0.0##"),
                Number(health?.FpsScored, "0.0"),
                Number(health?.Drops.Busy, "0"),
                Number(health?.MsPerFrame?.P50, "0.0"),
                Number(health?.Restarts, "0"));
        }

        return table.ToString();
    }

    private static string StateOf(CameraReport camera, DateTimeOffset now)
    {
        string since = Length((now - camera.Status.Since).TotalSeconds);
        return camera.Status.State is CameraAvailability.Online
            ? $"online for {since}{(camera.Decoder is null or PlainDecoder ? "" : $" ({camera.Decoder})")}{TroubleOf(camera.Status)}"
            : $"{camera.Status.State.ToString().ToLowerInvariant()} for {since}: {camera.Status.Reason}";
    }

    private static string TroubleOf(CameraStatusMessage status) => status.Reason is { } reason ? $", {reason}" : "";

    private static string PhaseOf(CameraReport camera, TimeZoneInfo zone)
    {
        string phase = camera.Phase switch
        {
            null => "–",
            { Phase: CameraPhase.Learning } learning => $"learning, {Length(learning.SecondsLeft)} left",
            { Phase: CameraPhase.SceneChange } => "the scene changes",
            _ when camera.AlertIsOn => "ALERT",
            _ => "watching",
        };
        return camera.SuspendedUntil is { } until ? $"{phase}, silent until {Local(until, zone)}" : phase;
    }

    private static string EventTable(StatusReport report, TimeZoneInfo zone)
    {
        TextTable table = new("last events", "camera", ">peak", "why", "picture");
        foreach (PastEvent past in report.Events)
        {
            table.Add(
                Local(past.StartedAt, zone),
                past.Camera,
                Number(past.PeakScore, "0.00"),
                past.Reasons.Count == 0 ? "" : past.Reasons[0].Text,
                past.Snapshot is null ? "–" : Path.Combine(report.StateDirectory, past.Snapshot));
        }

        return table.ToString();
    }

    private static string Local(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("d MMM HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";

    private static void Add(List<string> parts, double? value, Func<double, string> words)
    {
        if (value is { } number)
        {
            parts.Add(words(number));
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A length of time in its two largest units.</summary>
    internal static string Length(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Clamp(Math.Round(seconds), 0, TimeSpan.MaxValue.TotalSeconds / 2));
        return time switch
        {
            { Days: > 0 } => Invariant($"{time.Days} d {time.Hours} h"),
            { Hours: > 0 } => Invariant($"{time.Hours} h {time.Minutes} min"),
            { Minutes: > 0 } => Invariant($"{time.Minutes} min {time.Seconds} s"),
            _ => Invariant($"{time.Seconds} s"),
        };
    }
}
