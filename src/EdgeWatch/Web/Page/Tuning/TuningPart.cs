using EdgeWatch.Cameras;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Editing;
using EdgeWatch.Configuration.Profiles;
using EdgeWatch.Core.Events;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Profiles;
using EdgeWatch.Storage;
using EdgeWatch.Web.Page.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeWatch.Web.Page.Tuning;

/// <summary>
/// <c>api/cameras/ID/tuning</c>: the alerts that other thresholds would have given, as <c>edgewatch tune</c> counts them, or those of a
/// zone, <c>?zone=NAME</c>; and <c>…/threshold/keep</c>, which writes one into the config file.
/// </summary>
/// <param name="cameras">The cameras of the moment.</param>
/// <param name="options">The config in force, without a profile.</param>
/// <param name="profiles">Which profile is in force.</param>
/// <param name="editor">Writes the file.</param>
/// <param name="reload">Asks for the config to be read again.</param>
/// <param name="guard">Lets in.</param>
/// <param name="time">The clock.</param>
internal sealed class TuningPart(
    IReadOnlyList<Camera> cameras,
    Func<EdgeWatchOptions> options,
    ProfileChoice profiles,
    ThresholdEditor editor,
    Action reload,
    PageGuard guard,
    TimeProvider time) : IWebPart
{
    /// <summary>Days that are looked back.</summary>
    private const int Days = 7;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/cameras/{id}/tuning", guard.Reading(context => PageAnswer.WithCameraAsync(context, cameras, SendAsync)));
        routes.MapPost(
            "/api/cameras/{id}/threshold/keep", guard.Changing(context => PageAnswer.WithCameraAsync(context, cameras, KeepAsync)));
    }

    private Task SendAsync(HttpContext context, Camera camera)
    {
        EdgeWatchOptions configured = options();
        KeptScores? scores = KeptScores.Find(configured.StateDirectory, camera.Id, Days, time.GetUtcNow());
        if (context.Request.Query["zone"].ToString() is { Length: > 0 } name)
        {
            return SendZoneAsync(context, configured, camera, name, scores);
        }

        double byConfig = ThresholdOf(configured, camera);
        double underProfile = ThresholdOf(UnderProfile.Of(configured, profiles.InForce.Name), camera);
        return PageAnswer.WriteAsync(
            context,
            new TuningMessage(
                Days,
                scores?.History[0].From,
                scores?.Watched.TotalSeconds ?? 0,
                scores?.LeavesOut ?? false,
                [.. ThresholdSweep.Thresholds.Select(threshold => new ThresholdLine(threshold, scores?.AlertsAt(threshold).Count ?? 0))],
                WireNumber.Unit(underProfile),
                byConfig == underProfile && !HasSensitivity(configured, camera)),
            PageJson.Readable.TuningMessage);
    }

    private static Task SendZoneAsync(
        HttpContext context, EdgeWatchOptions configured, Camera camera, string name, KeptScores? scores)
    {
        CameraOptions? its = configured.Cameras.FirstOrDefault(known => known.Id == camera.Id);
        if (its?.Zones.FirstOrDefault(known => known.Name == name)?.ToZone() is not { } zone)
        {
            return PageAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, "the camera has no such zone");
        }

        KeptScores? counted = scores?.In(zone);
        IReadOnlyList<int> alerts = counted?.AlertsOf(zone) ?? new int[ThresholdSweep.Thresholds.Count];
        return PageAnswer.WriteAsync(
            context,
            new TuningMessage(
                Days,
                counted?.History[0].From,
                counted?.Watched.TotalSeconds ?? 0,
                LeavesOut: false,
                [.. ThresholdSweep.Thresholds.Zip(alerts, (threshold, had) => new ThresholdLine(threshold, had))],
                WireNumber.Unit(zone.Threshold ?? ThresholdOf(configured, camera)),
                CanBeKept: false),
            PageJson.Readable.TuningMessage);
    }

    private async Task KeepAsync(HttpContext context, Camera camera)
    {
        if (await PageAnswer.ReadAsync(context, PageJson.Readable.ThresholdRequest) is not { } request)
        {
            return;
        }

        await EditAnswer.TryAsync(context, () =>
        {
            editor.Write(camera.Id, request.Threshold ?? camera.Control.Policy.Threshold);

            // What was set by hand would count more than the file for ever.
            camera.Control.LeaveThreshold();
            reload();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
    }

    private static double ThresholdOf(EdgeWatchOptions options, Camera camera) =>
        options.Cameras.FirstOrDefault(known => known.Id == camera.Id) is { } known
            ? known.Alerts.Resolve(options.Alerts).Threshold
            : camera.Control.Policy.Threshold;

    private static bool HasSensitivity(EdgeWatchOptions options, Camera camera) =>
        options.Cameras.Any(known => known.Id == camera.Id && known.Alerts.Sensitivity is not null);
}

/// <summary>What the history of a camera or a zone says of its threshold.</summary>
/// <param name="Days">Days that were looked back.</param>
/// <param name="Since">Where the history begins; null when there is none yet.</param>
/// <param name="WatchedSeconds">How much of it was watched.</param>
/// <param name="LeavesOut">Whether there were so many alerts that not all were kept.</param>
/// <param name="Lines">Thresholds, rising.</param>
/// <param name="Configured">What the config says, with the profile in force; 0–1.</param>
/// <param name="CanBeKept">
/// Whether another one in the config file would hold: no profile and no sensitivity says otherwise. False for a zone, which is saved as a
/// whole.
/// </param>
internal sealed record TuningMessage(
    int Days,
    DateTimeOffset? Since,
    double WatchedSeconds,
    bool LeavesOut,
    IReadOnlyList<ThresholdLine> Lines,
    double? Configured,
    bool CanBeKept);

/// <summary>One threshold.</summary>
/// <param name="Threshold">0–1.</param>
/// <param name="Had">Alerts that there would have been.</param>
internal sealed record ThresholdLine(double Threshold, int Had);
