using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Retention;
using EdgeWatch.Core.Events;
using EdgeWatch.Evidence;
using EdgeWatch.Profiles;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Web;
using EdgeWatch.Web;
using EdgeWatch.Web.Page;
using EdgeWatch.Web.Page.Access;
using EdgeWatch.Web.Page.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeWatch.Tests.Web.Page;

/// <summary>The page's door, asked over a real connection.</summary>
public sealed class PageServerTests : IAsyncLifetime, IDisposable
{
    private const string Token = "0123456789abcdef";

    private readonly TemporaryFolder _folder = new();
    private readonly PageGuard _guard;
    private readonly HttpClient _client;
    private readonly ServedPage _served;

    public PageServerTests()
    {
        File.WriteAllText(_folder.File("token"), Token + "\n");
        WebOptions options = new() { Listen = $"127.0.0.1:{LocalPort.Free()}", TokenFile = _folder.File("token") };
        Doorkeeper doorkeeper = new(options, "test");
        _guard = new PageGuard(doorkeeper);
        EventRetention retention = new(
            _folder.File("events"), () => new RetentionOptions(), TimeProvider.System, NullLogger<EventRetention>.Instance);
        EventPictures pictures = new(retention, NullLogger<EventPictures>.Instance);
        NodeState state = new(_folder.File("state"), TimeProvider.System, NullLogger<NodeState>.Instance);
        ProfileChoice profiles = new(new EdgeWatchOptions(), state, TimeProvider.System);
        _served = new ServedPage(
            options,
            new PageFiles(),
            new SessionPart(doorkeeper, _guard),
            new NodePart("test", "1.2.3+4", doorkeeper, _guard),
            new Changeable(_guard),
            new LiveFeed([], pictures, _ => [], profiles, _guard, TimeProvider.System));
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _served.Address };
    }

    public Task InitializeAsync() => _served.UntilItListensAsync();

    public async Task DisposeAsync() => await _served.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _guard.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Who_says_the_token_gets_a_cookie_that_no_script_and_no_other_site_has()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await _client.GetAsync("api/node")).StatusCode);
        HttpResponseMessage entered = await EnterAsync(Token);
        string cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));

        Assert.Equal(HttpStatusCode.NoContent, entered.StatusCode);
        Assert.StartsWith("edgewatch-test=", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, cookie, StringComparison.Ordinal);

        // The browser takes the folder of the address, under whatever path a proxy has the page.
        Assert.DoesNotContain("path=", cookie, StringComparison.Ordinal);
        using HttpRequestMessage asked = new(HttpMethod.Get, "api/node");
        asked.Headers.Add("Cookie", cookie.Split(';')[0]);
        HttpResponseMessage answer = await _client.SendAsync(asked);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"version\":\"1.2.3\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_an_event_ended_is_said_in_the_language_of_who_asks()
    {
        (string, string)[] expected = [("en", "the camera went offline"), ("de", "die Kamera war nicht mehr erreichbar")];
        foreach ((string language, string words) in expected)
        {
            using HttpRequestMessage asked = new(HttpMethod.Get, $"api/node?language={language}");
            asked.Headers.Add("Authorization", $"Bearer {Token}");
            JsonNode endings = JsonNode.Parse(await (await _client.SendAsync(asked)).Content.ReadAsStringAsync())!["endings"]!;
            Assert.Equal(words, (string?)endings["offline"]);
            Assert.Equal(Enum.GetValues<EndCause>().Length, endings.AsObject().Count);
        }
    }

    [Fact]
    public async Task Behind_HTTPS_the_cookie_stays_there()
    {
        HttpResponseMessage entered = await EnterAsync(Token, ("X-Forwarded-Proto", "https"));

        Assert.Contains("secure", Assert.Single(entered.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_guesses_has_to_wait()
    {
        List<HttpStatusCode> answers = [];
        for (int i = 0; i < 8; i++)
        {
            answers.Add((await EnterAsync($"guess {i}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, answers[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await EnterAsync(Token)).StatusCode);
    }

    [Fact]
    public async Task Who_guesses_by_Authorization_has_to_wait_as_well()
    {
        List<HttpResponseMessage> answers = [];
        for (int i = 0; i < 8; i++)
        {
            answers.Add(await AskAsync("Authorization", $"Bearer guess {i}"));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, answers[0].StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1].StatusCode);
        Assert.NotNull(answers[^1].Headers.RetryAfter);

        // A part of a try that has come back is none.
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync("Authorization", $"Bearer {Token}")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await EnterAsync(Token)).StatusCode);
    }

    /// <summary>The page asks for the token when its session is refused.</summary>
    [Fact]
    public async Task Who_guesses_by_the_cookie_has_to_wait_as_well_and_is_asked_for_the_token()
    {
        string session = Assert.Single((await EnterAsync(Token)).Headers.GetValues("Set-Cookie")).Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("Cookie", session)).StatusCode);
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync("Cookie", $"edgewatch-test={i}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync("Cookie", session)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await EnterAsync(Token)).StatusCode);
    }

    [Fact]
    public async Task Who_says_the_token_or_nothing_has_not_guessed()
    {
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await _client.GetAsync("api/node")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await AskAsync("Authorization", $"Bearer {Token}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NoContent, (await EnterAsync(Token)).StatusCode);
    }

    [Fact]
    public async Task Another_token_ends_what_somebody_follows_live()
    {
        using HttpRequestMessage asked = WithToken(HttpMethod.Get, "api/live");
        using HttpResponseMessage answer = await _client.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead);
        using StreamReader told = new(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("event: state", await told.ReadLineAsync());

        File.WriteAllText(_folder.File("token"), "another one\n");

        using CancellationTokenSource enough = new(TimeSpan.FromSeconds(20), TimeProvider.System);
        await told.ReadToEndAsync(enough.Token);
    }

    [Fact]
    public async Task Who_is_not_let_in_and_floods_is_held_back_too()
    {
        HttpStatusCode answer = HttpStatusCode.Unauthorized;
        for (int i = 0; i < 2000 && answer != HttpStatusCode.TooManyRequests; i++)
        {
            answer = (await _client.GetAsync("api/node")).StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answer);
    }

    [Fact]
    public async Task Who_floods_is_held_back()
    {
        HttpStatusCode answer = HttpStatusCode.OK;
        for (int i = 0; i < 2000 && answer != HttpStatusCode.TooManyRequests; i++)
        {
            using HttpRequestMessage asked = WithToken(HttpMethod.Get, "api/node");
            answer = (await _client.SendAsync(asked)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answer);
    }

    [Theory]
    [InlineData("same-origin", null, "1", HttpStatusCode.OK)]
    [InlineData(null, null, "1", HttpStatusCode.OK)]
    [InlineData("same-origin", null, null, HttpStatusCode.Forbidden)]
    [InlineData("cross-site", null, "1", HttpStatusCode.Forbidden)]
    [InlineData(null, "http://evil.example", "1", HttpStatusCode.Forbidden)]
    public async Task Another_page_changes_nothing(string? site, string? origin, string? header, HttpStatusCode expected)
    {
        using HttpRequestMessage asked = WithToken(HttpMethod.Post, "api/changeable");
        foreach ((string name, string? value) in new[] { ("Sec-Fetch-Site", site), ("Origin", origin), (RequestOrigin.PageHeader, header) })
        {
            if (value is not null)
            {
                asked.Headers.Add(name, value);
            }
        }

        Assert.Equal(expected, (await _client.SendAsync(asked)).StatusCode);
    }

    [Fact]
    public async Task Another_page_reads_nothing_and_is_never_allowed_to()
    {
        using HttpRequestMessage asked = WithToken(HttpMethod.Get, "api/node");
        asked.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, (await _client.SendAsync(asked)).StatusCode);

        using HttpRequestMessage preflight = new(HttpMethod.Options, "api/changeable");
        preflight.Headers.Add("Origin", "http://evil.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", RequestOrigin.PageHeader);
        HttpResponseMessage answer = await _client.SendAsync(preflight);
        Assert.False(answer.IsSuccessStatusCode);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("")]
    [InlineData("assets/main.js")]
    [InlineData("api/node")]
    [InlineData("api/session")]
    public async Task Every_answer_tells_browsers_what_they_may_do(string path)
    {
        using HttpRequestMessage asked = WithToken(path == "api/session" ? HttpMethod.Post : HttpMethod.Get, path);
        HttpResponseMessage answer = await _client.SendAsync(asked);

        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
    }

    [Theory]
    [InlineData("{\"token\":")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"token\":7}")]
    [InlineData("")]
    public async Task Nonsense_is_answered(string body)
    {
        using HttpRequestMessage asked = new(HttpMethod.Post, "api/session") { Content = new StringContent(body, Encoding.UTF8) };
        asked.Headers.Add(RequestOrigin.PageHeader, "1");
        HttpResponseMessage answer = await _client.SendAsync(asked);

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized });
        Assert.DoesNotContain(_folder.File(""), await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_files_are_packed_and_asked_for_once()
    {
        foreach (string name in PageFiles.Names)
        {
            string path = name == "index.html" ? "" : $"assets/{name}";
            HttpResponseMessage first = await _client.GetAsync(path);
            Assert.Equal("gzip", Assert.Single(first.Content.Headers.ContentEncoding));
            using HttpRequestMessage again = new(HttpMethod.Get, path);
            again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            Assert.Equal(HttpStatusCode.NotModified, (await _client.SendAsync(again)).StatusCode);
        }
    }

    private async Task<HttpResponseMessage> EnterAsync(string token, params (string Name, string Value)[] headers)
    {
        // With a length, as browsers send it.
        using HttpRequestMessage asked = new(HttpMethod.Post, "api/session")
        {
            Content = new StringContent($$"""{"token":"{{token}}"}""", Encoding.UTF8, "application/json"),
        };
        asked.Headers.Add(RequestOrigin.PageHeader, "1");
        foreach ((string name, string value) in headers)
        {
            asked.Headers.Add(name, value);
        }

        return await _client.SendAsync(asked);
    }

    private async Task<HttpResponseMessage> AskAsync(string header, string value)
    {
        using HttpRequestMessage asked = new(HttpMethod.Get, "api/node");
        asked.Headers.Add(header, value);
        return await _client.SendAsync(asked);
    }

    private static HttpRequestMessage WithToken(HttpMethod method, string path)
    {
        HttpRequestMessage request = new(method, path);
        request.Headers.Add("Authorization", $"Bearer {Token}");
        return request;
    }

    /// <summary>Something that can be changed.</summary>
    private sealed class Changeable(PageGuard guard) : IWebPart
    {
        public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/changeable", guard.Changing(_ => Task.CompletedTask));
    }
}
