using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeWatch.Web.Page;

/// <summary>
/// The page itself, <c>/</c>, and its files, <c>/assets/…</c>, from inside the program. They are the same for everybody and hold nothing of
/// this node, so that who is not let in yet can be asked for the token.
/// </summary>
internal sealed class PageFiles : IWebPart
{
    private const string Folder = "page/";
    private const string Index = "index.html";

    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
    };

    /// <summary>Names of all files.</summary>
    public static IEnumerable<string> Names { get; } =
    [
        .. typeof(PageFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..]),
    ];

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (string name in Names)
        {
            Lazy<PackedFile> file = new(() => PackedFile.Of(name));
            routes.MapGet(name == Index ? "/" : $"/assets/{name}", context => SendAsync(context, file.Value));
        }
    }

    /// <summary>Bytes of a file as it is sent, packed.</summary>
    public static int PackedBytes(string name) => PackedFile.Of(name).Bytes.Length;

    private static Task SendAsync(HttpContext context, PackedFile file)
    {
        HttpResponse response = context.Response;
        PageAnswer.Protect(response);
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.Headers.ContentEncoding = "gzip";
        response.ContentType = file.Type;
        response.ContentLength = file.Bytes.Length;
        return response.Body.WriteAsync(file.Bytes, context.RequestAborted).AsTask();
    }

    /// <summary>A file as it is sent: every browser unpacks gzip.</summary>
    private sealed record PackedFile(byte[] Bytes, string Type, string Tag)
    {
        public static PackedFile Of(string name)
        {
            using MemoryStream packed = new();
            using (Stream file = typeof(PageFiles).Assembly.GetManifestResourceStream(Folder + name)!)
            using (GZipStream gzip = new(packed, CompressionLevel.SmallestSize))
            {
                file.CopyTo(gzip);
            }

            byte[] bytes = packed.ToArray();
            return new PackedFile(bytes, Types[Path.GetExtension(name)], $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"");
        }
    }
}
