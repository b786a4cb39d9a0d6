using System.Globalization;
using System.Text.Json;
using EdgeWatch.Scene;

namespace EdgeWatch.Cli.Demo;

/// <summary>Judges a demo by what a subscriber received: was the planted anomaly announced, and nothing before it?</summary>
/// <param name="script">Which frames show the anomaly.</param>
/// <param name="framesPerSecond">Rate of the scene.</param>
internal sealed class DemoVerdict(SceneScript script, int framesPerSecond)
{
    /// <summary>
    /// Start-up of the player against the time at which the camera was called online, and smoothing across a frame's edge.
    /// </summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1.5);

    private readonly List<DateTimeOffset> _started = [];
    private DateTimeOffset? _online;

    /// <summary>Frames that came faster than this machine could analyse them.</summary>
    public long Dropped { get; private set; }

    /// <summary>What went wrong; null when all is as it should be.</summary>
    public string? Failure
    {
        get
        {
            if (_online is not { } online)
            {
                return "the camera never came online";
            }

            DateTimeOffset from = online + Time(script.FirstAnomalyFrame) - Slack;
            DateTimeOffset to = online + Time(script.LastAnomalyFrame) + Slack;
            int before = _started.Count(time => time < from);
            return before > 0 ? $"{before} alert(s) before the planted anomaly"
                : _started.Exists(time => time <= to) ? null
                : "the planted anomaly was not announced";
        }
    }

    /// <summary>Takes a received message into account.</summary>
    public void Hear(string topic, string payload)
    {
        using JsonDocument message = JsonDocument.Parse(payload);
        JsonElement root = message.RootElement;
        if (topic.EndsWith("/square/status", StringComparison.Ordinal) && root.GetProperty("state").GetString() == "online")
        {
            _online ??= Parse(root.GetProperty("since"));
        }
        else if (topic.EndsWith("/event", StringComparison.Ordinal) && root.GetProperty("type").GetString() == "start")
        {
            _started.Add(Parse(root.GetProperty("started_at")));
        }
        else if (topic.EndsWith("/health", StringComparison.Ordinal))
        {
            Dropped = root.GetProperty("cameras").GetProperty("square").GetProperty("drops").GetProperty("busy").GetInt64();
        }
    }

    private TimeSpan Time(int frame) => TimeSpan.FromSeconds((double)frame / framesPerSecond);

    private static DateTimeOffset Parse(JsonElement time) => DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture);
}
