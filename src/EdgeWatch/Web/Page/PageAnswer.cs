using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeWatch.Cameras;
using Microsoft.AspNetCore.Http;

namespace EdgeWatch.Web.Page;

/// <summary>What all answers to the page have in common.</summary>
internal static class PageAnswer
{
    /// <summary>
    /// The browser loads and asks nothing but this node, runs no code of a document, and shows it in no frame of another site's. Home
    /// Assistant's ingress shows it in a frame of its own site.
    /// </summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /// <summary>Body of a change at most, unless it is said otherwise: a number or a token.</summary>
    private const int MostBodyBytes = 4096;

    /// <summary>Says what a browser may do with an answer; nothing of it may be kept unless it is said otherwise afterwards.</summary>
    public static void Protect(HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
    }

    /// <summary>Answers with an object.</summary>
    public static Task WriteAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        Protect(context.Response);
        context.Response.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(context.Response.Body, answer, type, context.RequestAborted);
    }

    /// <summary>Answers that something cannot be had, and why, in words without a path of this machine.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, new Refusal(reason), PageJson.Readable.Refusal);
    }

    /// <summary>Does something with the camera of an address, <c>{id}</c>, if there is one.</summary>
    public static Task WithCameraAsync(HttpContext context, IReadOnlyList<Camera> cameras, Func<HttpContext, Camera, Task> act) =>
        cameras.FirstOrDefault(camera => camera.Id == (string?)context.Request.RouteValues["id"]) is { } camera
            ? act(context, camera)
            : RefuseAsync(context, StatusCodes.Status404NotFound, "there is no such camera");

    /// <summary>Reads the body of a request; null when it is not understood, which has been answered then.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, int mostBytes = MostBodyBytes)
        where T : class
    {
        try
        {
            if (context.Request.ContentLength is > 0 and var length && length <= mostBytes
                && await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) is { } body)
            {
                return body;
            }
        }
        catch (JsonException)
        {
            // Answered below.
        }

        await RefuseAsync(context, StatusCodes.Status400BadRequest, $"JSON of at most {mostBytes} bytes is needed");
        return null;
    }
}

/// <summary>Something cannot be had.</summary>
/// <param name="Error">Why, in words.</param>
internal sealed record Refusal(string Error);
