using System.CommandLine;
using EdgeWatch.Capture;
using EdgeWatch.Cli.Check;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Zones;
using EdgeWatch.Evidence;

namespace EdgeWatch.Cli.Zones;

/// <summary><c>edgewatch zones</c>: a camera's zones and privacy masks, drawn over a picture of it.</summary>
internal static class ZonesCommand
{
    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        Argument<string> camera = new("CAMERA") { Description = "Id of the camera." };
        Option<string> config = CommonOptions.Config();
        PathOption<string> output = new("--out") { Description = "The picture.", HelpName = "FILE.png", Required = true };
        Command command = new("zones", "Draw a camera's zones and privacy masks over a picture that is taken of it now.")
        {
            camera, config, output,
        };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetRequiredValue(camera), result.GetRequiredValue(config), result.GetRequiredValue(output), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string cameraId, string configFile, string file, CancellationToken cancellationToken)
    {
        if (ConfigurationReport.TryLoad(configFile, Console.Error) is not { Options: { } options })
        {
            return (int)ExitCode.Configuration;
        }

        CameraOptions camera = ConfigurationReport.CameraOf(options, configFile, cameraId);
        Zone[] zones = [.. camera.Zones.Select(zone => zone.ToZone())];
        (string Name, Polygon Area)[] masks = [.. camera.PrivacyMasks.Select(mask => (mask.Name, mask.ToPolygon()))];
        FfmpegTool ffmpeg = await FfmpegTool.FindAsync(TimeProvider.System, cancellationToken);
        byte[]? png = null;
        CameraProbe probe = await CameraProbe.TryAsync(
            camera,
            ffmpeg,
            TimeProvider.System,
            cancellationToken,
            frame =>
            {
                using RgbPicture picture = RgbPicture.Of(frame);
                ZonePainter.Draw(picture, zones, masks);
                png = picture.ToPng();
            });
        if (png is null)
        {
            throw new EdgeWatchException($"{cameraId} gives no picture: {CaptureAdvice.Tell(probe.Status.Reason, probe.Status.Detail)}");
        }

        await File.WriteAllBytesAsync(file, png, cancellationToken);
        Console.WriteLine($"{file}: {cameraId}, {probe.Size}, {Count(zones.Length, "zone")}, {Count(masks.Length, "privacy mask")}");
        return (int)ExitCode.Ok;
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
