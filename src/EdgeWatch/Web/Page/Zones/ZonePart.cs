using EdgeWatch.Configuration.Editing;
using EdgeWatch.Web.Page.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeWatch.Web.Page.Zones;

/// <summary>
/// <c>api/cameras/ID/zones</c>: the zones and privacy masks of a camera, as its config file has them, and others in their place.
/// </summary>
/// <param name="editor">Reads and writes the file.</param>
/// <param name="reload">Asks for the config to be read again.</param>
/// <param name="guard">Lets in.</param>
internal sealed class ZonePart(ZoneEditor editor, Action reload, PageGuard guard) : IWebPart
{
    /// <summary>Body of a request at most: as many zones as there may be, of fifty corners each.</summary>
    private const int MostBodyBytes = 64 * 1024;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/cameras/{id}/zones", guard.Reading(SendAsync));
        routes.MapPost("/api/cameras/{id}/zones", guard.Changing(SaveAsync));
        routes.MapPost("/api/cameras/{id}/zones/check", guard.Changing(CheckAsync));
    }

    private Task SendAsync(HttpContext context) => EditAsync(context, camera => PageAnswer.WriteAsync(
        context, ZonesMessage.Of(editor.Read(camera)), PageJson.Readable.ZonesMessage));

    /// <summary>Says what the config's rules say of areas that are being drawn.</summary>
    private async Task CheckAsync(HttpContext context)
    {
        if (await ReadAsync(context) is { } areas)
        {
            await EditAsync(context, camera => PageAnswer.WriteAsync(
                context, new ZoneMistakesMessage(editor.Check(camera, areas.Areas)), PageJson.Readable.ZoneMistakesMessage));
        }
    }

    private async Task SaveAsync(HttpContext context)
    {
        if (await ReadAsync(context) is { } request)
        {
            await EditAsync(context, camera =>
            {
                string version = editor.Save(camera, request.Version, request.Areas);
                reload();
                return PageAnswer.WriteAsync(context, new ZonesSavedMessage(version), PageJson.Readable.ZonesSavedMessage);
            });
        }
    }

    private static async Task<(string Version, CameraArea[] Areas)?> ReadAsync(HttpContext context)
    {
        if (await PageAnswer.ReadAsync(context, PageJson.Readable.ZonesRequest, MostBodyBytes) is not { } request)
        {
            return null;
        }

        if (request.TryRead() is { } areas)
        {
            return (request.Version ?? "", areas);
        }

        await PageAnswer.RefuseAsync(
            context, StatusCodes.Status400BadRequest, $"areas are needed, each with points and one of the kinds {AreaMessage.Kinds}");
        return null;
    }

    private static Task EditAsync(HttpContext context, Func<string, Task> edit) =>
        EditAnswer.TryAsync(context, () => edit((string)context.Request.RouteValues["id"]!));
}
