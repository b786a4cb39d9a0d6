using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using EdgeWatch.IntegrationTests.Daemon;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EdgeWatch.IntegrationTests.Web;

/// <summary>The page of a real daemon behind a real nginx that buffers what it passes on, in a real browser.</summary>
public sealed partial class ReverseProxyTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string Ingress = "/api/hassio_ingress/n7Qk2/";
    private const string Token = "open-sesame";

    /// <summary>The anomaly comes every ten seconds; a machine that has much else to do drops frames, and may miss some of them.</summary>
    private const float AnomalyLimitMs = 180_000;

    private readonly PageSite _site = new();
    private readonly HttpClient _client = new();

    public void Dispose()
    {
        _client.Dispose();
        _site.Dispose();
    }

    [ToolFact("ffmpeg", "chromium", "nginx")]
    public async Task In_a_frame_of_an_ingress_all_of_the_page_works_for_whom_it_names_and_nothing_for_others()
    {
        SceneClip clip = await SceneClip.GetAsync();
        _site.Daemon.MoreOfWeb = "trusted_proxies: [127.0.0.1]";
        await using DaemonProcess daemon = await _site.StartAsync(PageSite.NoBroker, clip, ("square", LiveCamera.WithAnomalies(clip)));
        await using NginxProcess nginx = await NginxProcess.StartAsync($$"""
            location = / {
                default_type text/html;
                return 200 '<!doctype html><title>Home</title><iframe src="{{Ingress}}" width="1200" height="850"></iframe>';
            }
            location {{Ingress}} {
                {{AsHomeAssistantDoes()}}
                proxy_set_header X-Remote-User-Id 5f2b;
            }
            location /outside/ {
                {{AsHomeAssistantDoes()}}
                proxy_set_header X-Remote-User-Id "";
            }
            """);
        await using Visit visit = await browser.OpenAsync(AddressOf(nginx, ""));
        IFrameLocator page = visit.Page.FrameLocator("iframe");
        ILocator card = page.Locator("article[data-camera='square']");
        await Expect(card.Locator(".state")).ToHaveTextAsync("Watching");
        await Expect(card.Locator("canvas.shown[width='320']")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Events", Exact = true }).First.ClickAsync();
        ILocator first = page.Locator(".list a").Last;
        await Expect(first).ToContainTextAsync("Moves", new() { Timeout = AnomalyLimitMs });
        await daemon.UntilLoggedAsync("square: event", "ended");
        await first.ClickAsync();
        ILocator article = page.Locator(".detail article");
        await Expect(article.Locator(".stage img")).ToHaveJSPropertyAsync("naturalWidth", 320);
        await article.GetByRole(AriaRole.Button, new() { Name = "Clip" }).ClickAsync();
        ILocator video = article.Locator("video");
        await video.EvaluateAsync("its => its.play()");
        await Eventually.Until("it plays", () => video.EvaluateAsync<bool>("its => its.currentTime > 0.2").Result);
        await article.GetByRole(AriaRole.Button, new() { Name = "Normal here" }).ClickAsync();
        await Expect(article.Locator(".verdict")).ToHaveTextAsync("Learned: this is normal here");
        await daemon.UntilLoggedAsync("somebody has said: Normal");

        await using Visit outside = await browser.OpenAsync(AddressOf(nginx, "/outside/"));
        await Expect(outside.Page.Locator("main")).ToContainTextAsync("This page is for another machine");
        Assert.Equal(HttpStatusCode.Forbidden, (await _client.GetAsync(LocalOf(nginx, "/outside/api/events"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync(LocalOf(nginx, $"{Ingress}api/events"))).StatusCode);
    }

    /// <summary>A camera that has no picture tells so little that a proxy would hold it back for long.</summary>
    [ToolFact("ffmpeg", "chromium", "nginx")]
    public async Task By_the_lines_of_the_README_the_token_is_asked_for_and_lets_in_and_nobody_else_changes_anything()
    {
        string token = _site.Daemon.Write("web.token", Token + "\n");
        _site.Daemon.MoreOfWeb = $"hosts: [{Browser.Elsewhere}], token_file: {token}";
        await using DaemonProcess daemon = await StartRefusingAsync();
        await using NginxProcess nginx = await NginxProcess.StartAsync(OfReadme("X-Forwarded-Proto"));
        await using Visit visit = await browser.OpenAsync(AddressOf(nginx, "/edgewatch/"));
        await visit.Page.GetByLabel("Token").FillAsync(Token);
        await visit.Page.Keyboard.PressAsync("Enter");

        await SwitchOffAsync(visit.Page, daemon);
        Assert.Equal(HttpStatusCode.Forbidden, await ChangeFromAsync("http://elsewhere.test", nginx));
        Assert.Equal(HttpStatusCode.NoContent, await ChangeFromAsync($"http://{Browser.Elsewhere}:{nginx.Port}", nginx));
    }

    [ToolFact("ffmpeg", "chromium", "nginx")]
    public async Task By_the_lines_of_the_README_nginx_asks_for_a_password_and_who_knows_it_is_let_in()
    {
        _site.Daemon.MoreOfWeb = $"hosts: [{Browser.Elsewhere}], trusted_proxies: [127.0.0.1]";
        await using DaemonProcess daemon = await StartRefusingAsync();
        string users = _site.Daemon.Write("edgewatch.users", "anna:{PLAIN}tulips\n");
        string lines = OfReadme("auth_basic").Replace("/etc/nginx/edgewatch.users", users, StringComparison.Ordinal);
        await using NginxProcess nginx = await NginxProcess.StartAsync(lines);
        await using Visit visit = await browser.OpenAsync(
            AddressOf(nginx, "/edgewatch/"), password: new HttpCredentials { Username = "anna", Password = "tulips" });

        await SwitchOffAsync(visit.Page, daemon);
        using HttpRequestMessage forged = new(HttpMethod.Get, LocalOf(nginx, "/edgewatch/api/node"));
        forged.Headers.Add("X-Remote-User-Id", "anna");
        Assert.Equal(HttpStatusCode.Unauthorized, (await _client.SendAsync(forged)).StatusCode);
    }

    private static async Task SwitchOffAsync(IPage page, DaemonProcess daemon)
    {
        ILocator state = page.Locator("article[data-camera='refusing'] .state");
        await Expect(state).ToContainTextAsync("Offline: ");
        await page.GetByLabel("Pause or learn anew: refusing").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Switch off", Exact = true }).ClickAsync();
        await Expect(page.Locator("dialog .quiet").First).ToHaveTextAsync("Switched off");
        await Expect(page.Locator("#connection")).ToBeEmptyAsync();
        Assert.DoesNotContain(daemon.Log, line => line.Contains("open-sesame", StringComparison.Ordinal));
    }

    private async Task<DaemonProcess> StartRefusingAsync()
    {
        _site.Daemon.Configure(PageSite.NoBroker, "15s", "id: refusing, source: \"rtsp://127.0.0.1:1/live\"");
        DaemonProcess daemon = _site.Daemon.Start();
        await daemon.UntilLoggedAsync("are answered at");
        return daemon;
    }

    private async Task<HttpStatusCode> ChangeFromAsync(string origin, NginxProcess nginx)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, LocalOf(nginx, "/edgewatch/api/cameras/refusing/enabled"))
        {
            Content = new StringContent("""{"enabled":null}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Host = $"{Browser.Elsewhere}:{nginx.Port}";
        request.Headers.Add("Origin", origin);
        request.Headers.Add("X-EdgeWatch", "1");
        request.Headers.Add("Authorization", $"Bearer {Token}");
        return (await _client.SendAsync(request)).StatusCode;
    }

    private string AsHomeAssistantDoes() => $"""
        proxy_pass {_site.Address};
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Host $http_host;
        proxy_set_header X-Forwarded-Proto $scheme;
        """;

    /// <summary>The lines for nginx that the page's README has, for the daemon's port.</summary>
    private string OfReadme(string word)
    {
        string readme = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "src", "EdgeWatch", "Web", "README.md"));
        return NginxLines().Matches(readme).Select(match => match.Groups[1].Value)
            .Single(lines => lines.Contains(word, StringComparison.Ordinal))
            .Replace("http://127.0.0.1:9464/", _site.Address.ToString(), StringComparison.Ordinal);
    }

    private static Uri AddressOf(NginxProcess nginx, string path) => new($"http://{Browser.Elsewhere}:{nginx.Port}{path}");

    private static Uri LocalOf(NginxProcess nginx, string path) => new($"http://127.0.0.1:{nginx.Port}{path}");

    [GeneratedRegex(@"^```nginx\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex NginxLines();
}
