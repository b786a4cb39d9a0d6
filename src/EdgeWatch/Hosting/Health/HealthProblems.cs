using EdgeWatch.Capture.Troubles;
using EdgeWatch.Core.Languages;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Hosting.Health;

/// <summary>Finds what somebody should look at.</summary>
internal static class HealthProblems
{
    /// <summary>Less room than this is a full disk soon: two days of many alerts.</summary>
    public const long LeastFreeBytes = 100L * 1024 * 1024;

    /// <summary>Part of the frames that must be analysed: below it, things that move fast or briefly are missed.</summary>
    public const double LeastAnalysedPart = 0.9;

    /// <summary>There is nothing to watch.</summary>
    public static Saying NoCamera { get; } = new("problem.no_camera");

    /// <summary>Finds problems.</summary>
    /// <param name="throttling">The chip.</param>
    /// <param name="disk">The disk.</param>
    /// <param name="outboxFault">Why alerts wait in memory only; null when they are on the disk.</param>
    /// <param name="dropped">Messages that the outbox had to drop since the last look.</param>
    /// <param name="cameras">The cameras.</param>
    /// <param name="isHot">Whether cameras rest in turns.</param>
    public static IEnumerable<Saying> Find(
        ThrottlingHealth? throttling,
        DiskHealth? disk,
        string? outboxFault,
        long dropped,
        IReadOnlyDictionary<string, CameraHealth> cameras,
        bool isHot = false)
    {
        if (isHot)
        {
            yield return new Saying("problem.hot");
        }

        if (throttling is { UnderVoltage: true })
        {
            yield return new Saying("problem.power");
        }

        if (throttling is { Throttled: true } or { TemperatureLimited: true } or { FrequencyCapped: true })
        {
            yield return new Saying("problem.throttled");
        }

        if (disk is { FreeBytes: < LeastFreeBytes })
        {
            yield return new Saying("problem.disk");
        }

        if (outboxFault is not null)
        {
            yield return new Saying("problem.outbox", outboxFault);
        }

        if (dropped > 0)
        {
            yield return new Saying("problem.dropped", dropped);
        }

        if (cameras.Count == 0)
        {
            yield return NoCamera;
        }

        foreach ((string id, CameraHealth camera) in cameras)
        {
            if (camera.State is CameraAvailability.Offline)
            {
                yield return new Saying("problem.offline", id);
            }

            if (camera.Trouble is { } trouble)
            {
                yield return new Saying(KeyOf(trouble), id);
            }

            if (!isHot && camera is { FpsIn: { } fps, FpsScored: { } analysed, Drops.Busy: > 0 } && analysed < LeastAnalysedPart * fps)
            {
                yield return new Saying("problem.slow", id, analysed, fps);
            }
        }
    }

    /// <summary>Key of the text that says of a camera that it gives pictures, but.</summary>
    /// <param name="trouble">One of the reasons of <see cref="CameraTrouble"/>.</param>
    public static string KeyOf(string trouble) => $"problem.{trouble}";
}
