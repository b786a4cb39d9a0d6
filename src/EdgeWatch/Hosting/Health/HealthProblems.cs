using System.Globalization;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Hosting.Health;

/// <summary>Puts into words what somebody should look at.</summary>
internal static class HealthProblems
{
    /// <summary>Less room than this is a full disk soon: two days of many alerts.</summary>
    public const long LeastFreeBytes = 100L * 1024 * 1024;

    /// <summary>Part of the frames that must be analysed: below it, things that move fast or briefly are missed.</summary>
    public const double LeastAnalysedPart = 0.9;

    /// <summary>Finds problems.</summary>
    /// <param name="throttling">The chip.</param>
    /// <param name="disk">The disk.</param>
    /// <param name="outboxFault">Why alerts wait in memory only; null when they are on the disk.</param>
    /// <param name="dropped">Messages that the outbox had to drop since the last look.</param>
    /// <param name="cameras">The cameras.</param>
    /// <param name="isHot">Whether cameras rest in turns.</param>
    public static IEnumerable<string> Find(
        ThrottlingHealth? throttling,
        DiskHealth? disk,
        string? outboxFault,
        long dropped,
        IReadOnlyDictionary<string, CameraHealth> cameras,
        bool isHot = false)
    {
        if (isHot)
        {
            yield return "the chip is hot: cameras without an event rest for 5 s of each 10 s";
        }

        if (throttling is { UnderVoltage: true })
        {
            yield return "the power supply is too weak";
        }

        if (throttling is { Throttled: true } or { TemperatureLimited: true } or { FrequencyCapped: true })
        {
            yield return "the processor is slowed down: too hot, or too little power";
        }

        if (disk is { FreeBytes: < LeastFreeBytes })
        {
            yield return "the disk is nearly full";
        }

        if (outboxFault is not null)
        {
            yield return $"alerts that wait are in memory only: {outboxFault}";
        }

        if (dropped > 0)
        {
            yield return $"{dropped} messages about events were dropped: the outbox is full";
        }

        foreach ((string id, CameraHealth camera) in cameras)
        {
            if (camera.State is CameraAvailability.Offline)
            {
                yield return $"camera {id} is offline";
            }

            if (!isHot && camera is { FpsIn: { } fps, FpsScored: { } analysed, Drops.Busy: > 0 } && analysed < LeastAnalysedPart * fps)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"camera {id}: only {analysed:0.0} of {fps:0.0} frames a second are analysed: "
                    + $"this machine does not keep up. Lower frames_per_second.");
            }
        }
    }
}
