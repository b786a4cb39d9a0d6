using System.Globalization;
using System.Runtime.CompilerServices;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Languages;
using EdgeWatch.Evidence;
using EdgeWatch.Hosting.Health;
using EdgeWatch.Model;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Storage;

namespace EdgeWatch.Cli.Check;

/// <summary>Tries the parts of a daemon one after the other.</summary>
/// <param name="options">The configuration.</param>
/// <param name="time">The clock.</param>
internal sealed class Inspection(EdgeWatchOptions options, TimeProvider time)
{
    /// <summary>Name look-up, TCP, TLS and CONNACK take well below that.</summary>
    private static readonly TimeSpan BrokerLimit = TimeSpan.FromSeconds(10);

    /// <summary>Tries everything.</summary>
    /// <param name="trying">Told what is tried next.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    public async IAsyncEnumerable<Finding> RunAsync(Action<string> trying, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Try("state directory", CheckStateDirectory);
        yield return Try("kept events", CheckRetention);
        trying("model");
        yield return Try("model", CheckModel);
        trying("ffmpeg");
        FfmpegTool? ffmpeg = null;
        yield return await TryAsync("ffmpeg", async () =>
        {
            ffmpeg = await FfmpegTool.FindAsync(time, cancellationToken);
            return $"version {ffmpeg.MajorVersion} at {ffmpeg.Path}";
        });
        trying("broker");
        yield return await TryAsync("broker", () => CheckBrokerAsync(cancellationToken));
        if (options.Cameras.Count == 0)
        {
            yield return new Finding("cameras", ExitCode.Ok, HealthProblems.NoCamera.In(Language.English)) { IsMissing = true };
        }

        foreach (CameraOptions camera in options.Cameras)
        {
            string part = $"camera {camera.Id}";
            trying(part);
            yield return ffmpeg is null
                ? new Finding(part, ExitCode.Failure, "not tried: it needs ffmpeg")
                : await TryAsync(part, () => CheckCameraAsync(camera, ffmpeg, cancellationToken));
        }
    }

    private string CheckStateDirectory()
    {
        try
        {
            StateStore.RequireWritable(options.StateDirectory);
            return options.StateDirectory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeWatchException(
                $"{e.Message} Name a folder that {Environment.UserName} may write to as state_directory, or create it: "
                + $"sudo install -d -o {Environment.UserName} {options.StateDirectory}");
        }
    }

    private string CheckRetention()
    {
        KeptEvidence kept = KeptEvidence.In(EventFolders.In(options.StateDirectory));
        DriveInfo drive = new(options.StateDirectory);
        long leastFree = options.Retention.LeastFreeBytes(drive.TotalSize);
        string oldest = kept.Oldest is { } began
            ? ", the oldest of " + TimeZoneInfo.ConvertTime(began, time.LocalTimeZone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : "";
        string state = drive.AvailableFreeSpace < leastFree ? "too little: events go until there are" : "at least";
        return $"{kept.Count}{oldest}; {EventRetention.Mebibytes(kept.Bytes)} of {options.Retention.MaxMebibytes} MiB; of the disk "
            + $"{EventRetention.Mebibytes(drive.AvailableFreeSpace)} MiB are free, {state} {EventRetention.Mebibytes(leastFree)}";
    }

    private string CheckModel()
    {
        using OnnxPatchModel model = OnnxPatchModel.Load(options.Model.Length > 0 ? options.Model : OnnxPatchModel.DefaultManifest);
        return $"{model.Name}; answers the golden question rightly on this processor";
    }

    private async Task<string> CheckBrokerAsync(CancellationToken cancellationToken)
    {
        // An id of its own: the same as the daemon's would throw a running daemon off the broker.
        Topics topics = new(options.Mqtt.BaseTopic, $"{options.Node[..Math.Min(options.Node.Length, 48)]}-check");
        MqttLinkStatus status = await BrokerProbe.TryAsync(options.Mqtt, topics, BrokerLimit, time, cancellationToken);
        string broker = $"{options.Mqtt.Host}:{options.Mqtt.EffectivePort}";
        return status.Connected ? $"{broker}: {status.Reason}" : throw new EdgeWatchException($"{broker}: {status.Reason}");
    }

    private async Task<string> CheckCameraAsync(CameraOptions camera, FfmpegTool ffmpeg, CancellationToken cancellationToken)
    {
        if (!camera.Enabled)
        {
            return "switched off in the config";
        }

        CameraProbe probe = await CameraProbe.TryAsync(camera, ffmpeg, time, cancellationToken);
        return probe.Size is { } size
            ? $"a frame of {size}, analysed at {camera.FramesPerSecond} frames a second{Also(probe.Words)}"
            : throw new EdgeWatchException(CaptureAdvice.Tell(probe.Status.Reason, probe.Status.Detail));
    }

    private static string Also(string words) => words.Length > 0 ? $"; {words}" : "";

    private static Finding Try(string part, Func<string> check) => TryAsync(part, () => Task.FromResult(check())).GetAwaiter().GetResult();

    private static async Task<Finding> TryAsync(string part, Func<Task<string>> check)
    {
        try
        {
            return new Finding(part, ExitCode.Ok, await check());
        }
        catch (Exception e) when (e is EdgeWatchException or IOException or UnauthorizedAccessException)
        {
            return new Finding(part, CommandLine.CodeOf(e), e.Message);
        }
    }
}
