using EdgeWatch.IntegrationTests.Daemon;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EdgeWatch.IntegrationTests.Web;

/// <summary>
/// Every view, in light and dark, on a desktop, a phone and at 200 % zoom, by eye, by keyboard and by what axe knows of screen readers.
/// With <c>EDGEWATCH_WRITE_SCREENSHOTS=1</c> the pictures of the page's README are made anew.
/// </summary>
public sealed class PageForEveryoneTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string LongName = "back_yard_behind_the_old_barn_by_the_river";

    /// <summary>One of each sort; what happens is told from the whole picture.</summary>
    private const string Areas = "zones: [{name: square, points: [[0, 0.3], [1, 0.3], [1, 1], [0, 1]]}, "
        + "{name: trees, kind: ignore, points: [[0.02, 0.02], [0.4, 0.02], [0.3, 0.2], [0.05, 0.22]]}], "
        + "privacy_masks: [{name: window, points: [[0.8, 0.02], [0.98, 0.02], [0.98, 0.14], [0.8, 0.14]]}]";

    private static readonly bool WritesScreenshots = Environment.GetEnvironmentVariable("EDGEWATCH_WRITE_SCREENSHOTS") == "1";

    private readonly PageSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "chromium")]
    public async Task Every_view_is_for_everyone()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using DaemonProcess daemon = await _site.StartAsync(
            PageSite.NoBroker,
            clip,
            ("square", $"{LiveCamera.OrdinaryThenAnomaly(clip)}, {Areas}"),
            (LongName, $"{LiveCamera.Ordinary(clip, LongName)}, learning: {{duration: 2d}}"),
            ("garage", "id: garage, source: \"rtsp://127.0.0.1:1/live\""));
        await daemon.UntilLoggedAsync("square: event", "ended");
        await using Visit desktop = await browser.OpenAsync(_site.Address);
        await LookAsync(desktop, "light");
        await using (Visit dark = await browser.OpenAsync(_site.Address, dark: true, locale: "de-DE"))
        {
            await LookAsync(dark, "dark");
            await Expect(dark.Page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        }

        await using (Visit phone = await browser.OpenAsync(_site.Address, width: 390, height: 844))
        {
            await LookAsync(phone, "phone");
        }

        // A window of 1280 pixels at 200 %.
        await using Visit zoomed = await browser.OpenAsync(_site.Address, width: 640, height: 450);
        await LookAsync(zoomed, screenshots: null);
    }

    /// <summary>What somebody sees first, who starts the node before there is a camera.</summary>
    [ToolFact("ffmpeg", "chromium")]
    public async Task Every_view_of_a_node_without_a_camera_is_for_everyone()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using DaemonProcess daemon = await _site.StartAsync(PageSite.NoBroker, clip);
        await using Visit desktop = await browser.OpenAsync(_site.Address);
        await LookWithoutCameraAsync(desktop, "light");
        await using (Visit dark = await browser.OpenAsync(_site.Address, dark: true, locale: "de-DE"))
        {
            await LookWithoutCameraAsync(dark, "dark");
        }

        await using (Visit phone = await browser.OpenAsync(_site.Address, width: 390, height: 844))
        {
            await LookWithoutCameraAsync(phone, "phone");
        }

        ILocator words = desktop.Page.Locator(".live .message");
        await Expect(words).ToContainTextAsync("edgewatch discover --add");
        await Expect(desktop.Page.Locator(".problems")).ToBeHiddenAsync();
        await desktop.GoAsync("#/events");
        await Expect(desktop.Page.Locator(".events .message h2")).ToBeVisibleAsync();
        await desktop.IsForEveryoneAsync();
        await desktop.GoAsync("#/");

        _site.Daemon.Configure(PageSite.NoBroker, "15s", LiveCamera.Ordinary(clip, "first"));
        await daemon.ReloadAsync();
        await Expect(desktop.Page.Locator("article[data-camera='first'] canvas.shown[width='320']")).ToBeVisibleAsync();
        await Expect(words).ToBeHiddenAsync();

        _site.Daemon.Configure(PageSite.NoBroker, "15s");
        await daemon.ReloadAsync();
        await Expect(words).ToBeVisibleAsync();
        Assert.Equal(0, await daemon.StopAsync());
    }

    [ToolFact("ffmpeg", "chromium")]
    public async Task A_time_is_told_as_the_browser_tells_it()
    {
        await using DaemonProcess daemon = await _site.StartAsync(PageSite.NoBroker, await SceneClip.GetAsync());
        foreach ((string locale, string told) in new[] { ("en-US", @"^3:04:05\sPM$"), ("en-GB", "^15:04:05$"), ("de-DE", "^15:04:05$") })
        {
            await using Visit visit = await browser.OpenAsync(_site.Address, locale: locale);
            Assert.Matches(told, await visit.Page.EvaluateAsync<string>(
                "async () => (await import('/assets/text.js')).time(new Date(2026, 10, 27, 15, 4, 5).getTime())"));
        }
    }

    [ToolFact("ffmpeg", "chromium")]
    public async Task By_keyboard_alone_an_event_is_found_judged_and_left()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using DaemonProcess daemon = await _site.StartAsync(PageSite.NoBroker, clip, ("square", LiveCamera.WithAnomalies(clip)));
        await daemon.UntilLoggedAsync("square: event", "ended");
        await using Visit visit = await browser.OpenAsync(_site.Address);
        IPage page = visit.Page;
        await Expect(page.GetByRole(AriaRole.Slider)).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByText("Skip to the content")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToBeFocusedAsync();
        await TabToAsync(page, page.GetByLabel("Threshold of square"));
        await TabToAsync(page, page.GetByLabel("Events of square"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".list a").First).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Camera")).ToHaveValueAsync("square");

        // What has not changed is not made anew when another event comes: else clicks are lost.
        ILocator rows = page.Locator(".list a");
        await Expect(rows.Nth(1)).ToBeVisibleAsync();
        int before = await rows.CountAsync();
        await rows.Last.EvaluateAsync("its => { its.isTheSame = true; }");
        await Expect(rows).Not.ToHaveCountAsync(before);
        await Expect(rows.Last).ToHaveJSPropertyAsync("isTheSame", true);

        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator(".list a[aria-current]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("r");
        await Expect(page.Locator(".verdict")).ToHaveTextAsync("Kept: this is not normal here");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByText("Choose an event to see it here")).ToBeVisibleAsync();

        // Who speaks to the machine can have single letters do nothing.
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Keyboard shortcuts" }), backwards: true);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await visit.IsForEveryoneAsync();
        await page.GetByLabel("Use these keys").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator(".list a[aria-current]")).ToHaveCountAsync(0);
    }

    private static async Task LookAsync(Visit visit, string? screenshots)
    {
        IPage page = visit.Page;
        await Expect(page.Locator("article[data-camera='square'] canvas.shown[width='320']")).ToBeVisibleAsync();
        await Expect(page.Locator("article[data-camera='square'] .number")).Not.ToHaveTextAsync("–");
        await ShowAsync("live");
        await visit.GoAsync("#/cameras/square");
        await Expect(page.Locator("h1")).ToHaveTextAsync("square");
        await ShowAsync("camera");
        await visit.GoAsync("#/cameras/square/zones");
        await Expect(page.Locator(".canvas canvas.shown[width='320']")).ToBeVisibleAsync();
        await Expect(page.Locator(".corner")).ToHaveCountAsync(4);
        await ShowAsync("zones");
        await visit.GoAsync("#/cameras/square/learned");
        await Expect(page.Locator(".examples canvas").First).ToBeVisibleAsync();
        await ShowAsync("learned");
        await visit.GoAsync("#/cameras/square");
        await page.Locator("article[data-camera='square'] .quiet-button").ClickAsync();
        await Expect(page.Locator("dialog[open]")).ToBeVisibleAsync();
        await ShowAsync("control");
        await page.Keyboard.PressAsync("Escape");
        await visit.GoAsync("#/cameras/nobody");
        await visit.IsForEveryoneAsync();
        await visit.GoAsync("#/events");
        await Expect(page.Locator(".list img").First).ToHaveJSPropertyAsync("complete", true);
        await ShowAsync("events");
        await page.Locator(".list a").Last.ClickAsync();
        await Expect(page.Locator(".stage img")).ToHaveJSPropertyAsync("naturalWidth", 320);
        await Expect(page.Locator(".course .u-over")).ToBeVisibleAsync();
        await ShowAsync("event");
        await page.Locator(".course").ScrollIntoViewIfNeededAsync();
        await ShowAsync("course");
        await visit.GoAsync("#/events?zone=square");
        await Expect(page.Locator(".list a").First).ToBeVisibleAsync();
        await Expect(page.Locator("select[name='zone']")).ToHaveValueAsync("square");
        await visit.GoAsync("#/events?kind=view");
        await Expect(page.Locator(".events .message h2")).ToBeVisibleAsync();
        await visit.IsForEveryoneAsync();
        await visit.GoAsync("#/events/01ARZ3NDEKTSV4RRFFQ69G5FAV");
        await Expect(page.Locator(".detail .message h2")).ToBeVisibleAsync();
        await visit.IsForEveryoneAsync();
        await visit.GoAsync($"#/events?day={TimeProvider.System.GetLocalNow():yyyy-MM-dd}");
        IPage digest = await page.RunAndWaitForPopupAsync(() => page.Locator("a.digest").ClickAsync());
        await page.GotoAsync(digest.Url);
        await digest.CloseAsync();
        await Expect(page.Locator(".moments img").First).ToBeVisibleAsync();
        await ShowAsync("digest");

        Task ShowAsync(string view) => PageForEveryoneTests.ShowAsync(visit, view, screenshots);
    }

    private static async Task LookWithoutCameraAsync(Visit visit, string screenshots)
    {
        await Expect(visit.Page.Locator(".live .message h2")).ToBeVisibleAsync();
        await ShowAsync(visit, "no-camera", screenshots);
    }

    private static async Task ShowAsync(Visit visit, string view, string? screenshots)
    {
        await visit.IsForEveryoneAsync();
        if (WritesScreenshots && screenshots is not null)
        {
            await visit.Page.ScreenshotAsync(new PageScreenshotOptions
            {
                Path = Path.Combine(RepositoryFiles.Root, "src", "EdgeWatch", "Web", "screenshots", $"{view}-{screenshots}.jpg"),
                Type = ScreenshotType.Jpeg,
                Quality = 45,
            });
        }
    }

    private static async Task TabToAsync(IPage page, ILocator wanted, bool backwards = false)
    {
        for (int i = 0; i < 30; i++)
        {
            await page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
            if (await wanted.EvaluateAsync<bool>("its => its === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"no way by Tab to {wanted}");
    }
}
