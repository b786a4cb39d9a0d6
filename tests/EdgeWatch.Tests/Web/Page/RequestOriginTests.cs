using EdgeWatch.Web.Page.Access;
using Microsoft.AspNetCore.Http;

namespace EdgeWatch.Tests.Web.Page;

public sealed class RequestOriginTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("same-origin", true)]
    [InlineData("none", true)]
    [InlineData("same-site", false)]
    [InlineData("cross-site", false)]
    [InlineData("nonsense", false)]
    public void Other_pages_may_not_read(string? site, bool may) =>
        Assert.Equal(may, RequestOrigin.MayRead(Request(site, origin: null).Request));

    [Theory]
    [InlineData("same-origin", null, true)]
    [InlineData("same-origin", "https://home.example", true)]
    [InlineData("none", null, false)]
    [InlineData("same-site", "http://pi:9464", false)]
    [InlineData("cross-site", "http://pi:9464", false)]
    [InlineData(null, "http://pi:9464", true)]
    [InlineData(null, "http://PI:9464", true)]
    [InlineData(null, "http://pi:80", false)]
    [InlineData(null, "http://evil.example", false)]
    [InlineData(null, "null", false)]
    [InlineData(null, null, true)]
    public void Only_the_page_itself_may_change_anything(string? site, string? origin, bool may)
    {
        HttpContext context = Request(site, origin);
        Assert.False(RequestOrigin.MayChange(context.Request, isFromTrustedProxy: false));

        context.Request.Headers[RequestOrigin.PageHeader] = "1";

        Assert.Equal(may, RequestOrigin.MayChange(context.Request, isFromTrustedProxy: false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_proxy_says_of_the_address_counts_if_it_is_trusted(bool isTrusted)
    {
        HttpContext context = Request(site: null, "http://home.example");
        context.Request.Headers[RequestOrigin.PageHeader] = "1";
        context.Request.Headers["X-Forwarded-Host"] = "home.example";

        Assert.Equal(isTrusted, RequestOrigin.MayChange(context.Request, isTrusted));
    }

    private static DefaultHttpContext Request(string? site, string? origin)
    {
        DefaultHttpContext context = new();
        context.Request.Host = new HostString("pi:9464");
        if (site is not null)
        {
            context.Request.Headers["Sec-Fetch-Site"] = site;
        }

        if (origin is not null)
        {
            context.Request.Headers.Origin = origin;
        }

        return context;
    }
}
