using EdgeWatch.Configuration;
using EdgeWatch.Core.Events;
using EdgeWatch.Evidence;
using EdgeWatch.IntegrationTests.Evidence;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Profiles;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Mqtt;
using EdgeWatch.TestKit.Web;
using EdgeWatch.Web.Page;
using EdgeWatch.Web.Page.Access;
using EdgeWatch.Web.Page.Events;
using EdgeWatch.Web.Page.Live;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EdgeWatch.IntegrationTests.Web;

/// <summary>The list of events and one of them, as people read them in a real browser while events go on.</summary>
public sealed class PageEventsTests : IClassFixture<Browser>, IAsyncLifetime, IDisposable
{
    /// <summary>Events of one answer.</summary>
    private const int PageLength = 30;

    private readonly Browser _browser;
    private readonly TemporaryFolder _folder = new();
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly PageGuard _guard;
    private readonly EventPictures _pictures;
    private readonly ServedPage _served;

    public PageEventsTests(Browser browser)
    {
        _browser = browser;
        WebOptions options = new() { Listen = $"127.0.0.1:{LocalPort.Free()}" };
        Doorkeeper doorkeeper = new(options, "test");
        _guard = new PageGuard(doorkeeper);
        string events = _folder.File("events");
        _pictures = new EventPictures(TestRetention.Of(events), NullLogger<EventPictures>.Instance);
        NodeState state = new(_folder.File("state"), TimeProvider.System, NullLogger<NodeState>.Instance);
        ProfileChoice profiles = new(new EdgeWatchOptions(), state, TimeProvider.System);
        _served = new ServedPage(
            options,
            new PageFiles(),
            new NodePart("test", "1", doorkeeper, _guard),
            new LiveFeed([], _pictures, _ => [], profiles, _guard, TimeProvider.System),
            new EventPart([], _pictures, events, _guard, () => TimeZoneInfo.Utc, TimeProvider.System));
    }

    public Task InitializeAsync() => _served.UntilItListensAsync();

    public async Task DisposeAsync() => await _served.DisposeAsync();

    public void Dispose()
    {
        _guard.Dispose();
        _folder.Dispose();
    }

    [ToolFact("chromium")]
    public async Task Older_events_that_were_loaded_stay_when_one_goes_on()
    {
        const int Chosen = PageLength + 15;
        string[] ids = Keep((2 * PageLength) + 1);
        await using Visit visit = await OpenAsync("#/events");
        await Expect(Rows(visit)).ToHaveCountAsync(PageLength);
        await visit.Page.Locator(".more").ClickAsync();
        await Expect(Rows(visit)).ToHaveCountAsync(2 * PageLength);
        await Rows(visit).Nth(Chosen).ClickAsync();

        Keep(ids[0], peak: 0.87);

        await Expect(Rows(visit).First).ToContainTextAsync("0.87");
        await Expect(Rows(visit)).ToHaveCountAsync(2 * PageLength);
        await visit.Page.Keyboard.PressAsync("j");
        await Expect(visit.Page).ToHaveURLAsync($"{_served.Address}#/events/{ids[Chosen + 1]}");

        // One more that began after those that are shown, and those between are shown still.
        Keep(EventId.Create(_now.AddSeconds(1)), peak: 0.88);
        await Expect(Rows(visit).First).ToContainTextAsync("0.88");
        await Expect(Rows(visit)).ToHaveCountAsync((2 * PageLength) + 1);
    }

    /// <summary>The answer with the older ones takes longer than reading the newest again for a message of an event.</summary>
    [ToolFact("chromium")]
    public async Task Older_events_come_also_when_one_goes_on_while_they_are_on_their_way()
    {
        string[] ids = Keep(2 * PageLength);
        await using Visit visit = await OpenAsync("#/events");
        await Expect(Rows(visit)).ToHaveCountAsync(PageLength);
        await visit.Page.RouteAsync("**/api/events?*before=*", async route =>
        {
            Keep(ids[0], peak: 0.87);
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, CancellationToken.None);
            await route.ContinueAsync();
        });

        await visit.Page.Locator(".more").ClickAsync();

        await Expect(Rows(visit)).ToHaveCountAsync(2 * PageLength);
        await Expect(Rows(visit).First).ToContainTextAsync("0.87");
    }

    [ToolFact("chromium")]
    public async Task Unseen_events_are_found_behind_any_number_that_were_seen()
    {
        string[] ids = Keep((2 * PageLength) + 5);
        await using Visit visit = await OpenAsync("#/events?unseen=1");
        await visit.Page.EvaluateAsync("ids => localStorage.setItem('seen', JSON.stringify(ids))", ids[..^2]);
        await visit.Page.ReloadAsync();

        await Expect(Rows(visit)).ToHaveCountAsync(2);

        // When those have been seen, there is none.
        foreach (string id in ids[^2..])
        {
            await visit.GoAsync($"#/events/{id}?unseen=1");
            await Expect(visit.Page.Locator(".detail article")).ToBeVisibleAsync();
        }

        await visit.GoAsync("#/events?unseen=1");
        await Expect(visit.Page.GetByText("No event fits the filter.")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".more")).ToBeHiddenAsync();
    }

    [ToolFact("chromium")]
    public async Task Those_of_a_page_that_was_seen_make_room_for_older_ones()
    {
        string[] ids = Keep(PageLength + 5);
        await using Visit visit = await OpenAsync("#/events?unseen=1");
        await visit.Page.EvaluateAsync("ids => localStorage.setItem('seen', JSON.stringify(ids))", ids[1..PageLength]);
        await visit.Page.ReloadAsync();
        await Expect(Rows(visit)).ToHaveCountAsync(1);
        await Rows(visit).First.ClickAsync();
        await Expect(visit.Page.Locator(".detail article")).ToBeVisibleAsync();

        await visit.GoAsync("#/events?unseen=1");

        await Expect(Rows(visit)).ToHaveCountAsync(5);
    }

    [ToolFact("chromium")]
    public async Task A_clip_that_is_watched_goes_on_when_its_event_does()
    {
        string id = Keep(1)[0];
        await using Visit visit = await OpenAsync($"#/events/{id}");
        ILocator article = visit.Page.Locator(".detail article");
        await article.GetByRole(AriaRole.Button, new() { Name = "Clip" }).ClickAsync();
        ILocator video = article.Locator("video");

        // One that is taken out of the document leaves full screen, even if it is put back.
        await video.EvaluateAsync(
            "its => { its.stays = true; new MutationObserver(changes => { its.stays &&= changes.every(one =>"
            + " [...one.removedNodes].every(node => !node.contains(its))); }).observe(document, { childList: true, subtree: true }); }");
        Keep(id, peak: 0.87);

        await Expect(article).ToContainTextAsync("0.87");
        await Expect(article.GetByRole(AriaRole.Button, new() { Name = "Clip", Pressed = true })).ToBeVisibleAsync();
        Assert.True(await video.EvaluateAsync<bool?>("its => its.stays"));
        await visit.IsForEveryoneAsync();
    }

    [ToolFact("chromium")]
    public async Task Once_a_year_is_said_as_people_do()
    {
        (double Score, string English, string German)[] expected =
        [
            (0.75, "about once in 320 days", "etwa einmal in 320 Tagen"),
            (0.76, "about once a year", "etwa einmal im Jahr"),
            (0.77, "about once a year", "etwa einmal im Jahr"),
            (0.78, "about once in 2 years", "etwa einmal in 2 Jahren"),
        ];
        await using Visit english = await _browser.OpenAsync(_served.Address);
        await using Visit german = await _browser.OpenAsync(_served.Address, locale: "de-DE");
        foreach ((double score, string inEnglish, string inGerman) in expected)
        {
            Assert.Equal((inEnglish, inGerman), (await SaidAsync(english, score), await SaidAsync(german, score)));
        }

        static Task<string> SaidAsync(Visit visit, double score) => visit.Page.EvaluateAsync<string>(
            "async score => (await import(new URL('assets/text.js', location.href))).oftenness(score)", score);
    }

    private static ILocator Rows(Visit visit) => visit.Page.Locator(".list a");

    private Task<Visit> OpenAsync(string hash) => _browser.OpenAsync(new Uri(_served.Address, hash));

    /// <returns>Ids of events, a minute between one and the next, the newest first.</returns>
    private string[] Keep(int count)
    {
        string[] ids = [.. Enumerable.Range(0, count).Select(i => EventId.Create(_now.AddMinutes(-i)))];
        Array.ForEach(ids, id => Keep(id, peak: 0.7));
        return ids;
    }

    /// <summary>Keeps an event as it is now.</summary>
    private void Keep(string id, double peak)
    {
        AlertEvent alert = SampleEvents.Create(eventId: id) with { StartedAt = EventId.TimeOf(id), PeakScore = peak };
        EventMessage message = EventMessage.From(
            alert, SampleEvents.Wording, new NodeIdentity("test", "a model", BootId: null), clock: null, snapshot: "a.jpg", clip: "a.mp4");
        _pictures.SaveMessage(id, MessageJson.Serialize(message), isLast: true);
    }
}
