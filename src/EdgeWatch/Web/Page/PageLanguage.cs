using EdgeWatch.Core.Languages;
using Microsoft.AspNetCore.Http;

namespace EdgeWatch.Web.Page;

/// <summary>The language that who looks at the page has chosen: each request that is answered in words names it.</summary>
internal static class PageLanguage
{
    /// <summary>That of a request: <c>?language=de</c>; English where none is named that there is.</summary>
    public static Language Of(HttpContext context) => Language.Find(context.Request.Query["language"].ToString()) ?? Language.English;
}
