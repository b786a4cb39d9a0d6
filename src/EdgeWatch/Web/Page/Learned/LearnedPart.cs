using EdgeWatch.Cameras;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Gallery;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Watching;
using EdgeWatch.Web.Page.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeWatch.Web.Page.Learned;

/// <summary><c>api/cameras/ID/learned</c>: what a camera takes for normal at each place, with pictures, and forgetting it.</summary>
/// <param name="cameras">The cameras of the moment.</param>
/// <param name="guard">Lets in.</param>
internal sealed class LearnedPart(IReadOnlyList<Camera> cameras, PageGuard guard) : IWebPart
{
    /// <summary>Examples of a place at most: two rows of them.</summary>
    private const int MostExamples = 12;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/cameras/{id}/learned", guard.Reading(context => WithLearningAsync(context, SendAsync)));
        routes.MapGet(
            "/api/cameras/{id}/learned/places/{place:int}", guard.Reading(context => WithLearningAsync(context, SendPlaceAsync)));
        routes.MapGet(
            "/api/cameras/{id}/learned/pictures/{number:int}", guard.Reading(context => WithLearningAsync(context, SendPictureAsync)));
        routes.MapDelete(
            "/api/cameras/{id}/learned/places/{place:int}", guard.Changing(context => WithLearningAsync(context, ForgetAsync)));
    }

    private static async Task SendAsync(HttpContext context, CameraLearning learning)
    {
        if (await learning.ReadAsync() is { } read)
        {
            LearnedMessage message = LearnedMessage.Of(read.Learned, read.Size, read.Picture, learning.FramesPerSecond);
            await PageAnswer.WriteAsync(context, message, PageJson.Readable.LearnedMessage);
        }
        else
        {
            await RefuseAsync(context, "the camera has delivered no picture yet");
        }
    }

    private static async Task SendPlaceAsync(HttpContext context, CameraLearning learning)
    {
        if (await learning.FindExamplesAsync(Number(context, "place")) is { } examples)
        {
            await PageAnswer.WriteAsync(context, new PlaceMessage([.. examples.Take(MostExamples)]), PageJson.Readable.PlaceMessage);
        }
        else
        {
            await RefuseAsync(context, "there is no such place");
        }
    }

    private static async Task SendPictureAsync(HttpContext context, CameraLearning learning)
    {
        if (await learning.FindPictureAsync(Number(context, "number")) is { } picture)
        {
            PageAnswer.Protect(context.Response);
            await TypedResults.Bytes(picture.Jpeg, "image/jpeg", lastModified: picture.TakenAt).ExecuteAsync(context);
        }
        else
        {
            await RefuseAsync(context, "this picture has made room for another one");
        }
    }

    private static async Task ForgetAsync(HttpContext context, CameraLearning learning)
    {
        if (await learning.ForgetAsync(Number(context, "place")))
        {
            PageAnswer.Protect(context.Response);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await RefuseAsync(context, "there is no such place");
        }
    }

    private Task WithLearningAsync(HttpContext context, Func<HttpContext, CameraLearning, Task> act) =>
        PageAnswer.WithCameraAsync(context, cameras, (its, camera) => act(its, camera.Learning));

    private static Task RefuseAsync(HttpContext context, string reason) =>
        PageAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, reason);

    private static int Number(HttpContext context, string name) =>
        int.TryParse((string?)context.Request.RouteValues[name], out int number) ? number : -1;
}

/// <summary>What is usual at each place of a camera's picture.</summary>
/// <param name="LearnedSeconds">How much video it was learned from.</param>
/// <param name="Rows">Rows of places; they begin at the upper left corner.</param>
/// <param name="Columns">Columns of places.</param>
/// <param name="PlaceWidth">Width of a place, as a part of the picture's.</param>
/// <param name="PlaceHeight">Height of a place, as a part of the picture's.</param>
/// <param name="Reach">Places to each side that are forgotten with one.</param>
/// <param name="Picture">Number of a picture of normal time; 0 when there is none yet.</param>
/// <param name="VisitsPerHour">How often something moves there, row after row.</param>
/// <param name="CrossingSeconds">How long what moves as fast as usual takes through the picture's width, row after row.</param>
/// <param name="Directions">Part of the motion that goes to the right, to the lower right and so on round, eight for each place.</param>
/// <param name="StaySeconds">How long what comes there stays, row after row.</param>
internal sealed record LearnedMessage(
    double LearnedSeconds,
    int Rows,
    int Columns,
    double PlaceWidth,
    double PlaceHeight,
    int Reach,
    int Picture,
    IReadOnlyList<double> VisitsPerHour,
    IReadOnlyList<double> CrossingSeconds,
    IReadOnlyList<double> Directions,
    IReadOnlyList<double> StaySeconds)
{
    /// <summary>Longest time through the picture that means anything; slower than that is standing.</summary>
    private const double MostCrossingSeconds = 600;

    /// <summary>As it is sent.</summary>
    public static LearnedMessage Of(LearnedPlaces learned, FrameSize size, int picture, double framesPerSecond)
    {
        double side = PatchGrid.PatchSize * learned.Places.Scale;
        return new LearnedMessage(
            Math.Round(learned.Learned.TotalSeconds),
            learned.Places.Rows,
            learned.Places.Columns,
            side / size.Width,
            side / size.Height,
            Core.Normality.PlaceNormality.NearbyPatches,
            picture,
            [.. learned.VisitsPerHour.Select(visits => Math.Round(visits, 2))],
            [.. learned.WidthsPerFrame.Select(widths => Math.Round(1 / Math.Max(widths * framesPerSecond, 1 / MostCrossingSeconds), 1))],
            Shares(learned.DirectionSeconds),
            [.. learned.StaySeconds.Select(seconds => Math.Round(seconds, 1))]);
    }

    private static double[] Shares(double[] seconds)
    {
        const int Sectors = Core.Normality.DirectionNormality.Sectors;
        double[] shares = new double[seconds.Length];
        for (int i = 0; i < seconds.Length; i++)
        {
            double all = seconds.AsSpan(i / Sectors * Sectors, Sectors).ToArray().Sum();
            shares[i] = all > 0 ? Math.Round(seconds[i] / all, 3) : 0;
        }

        return shares;
    }
}

/// <summary>What is normal at a place, the most frequent first: what it looks like, then what moves there.</summary>
/// <param name="Examples">With where they are to be seen.</param>
internal sealed record PlaceMessage(IReadOnlyList<PlaceExample> Examples);
