using System.Globalization;
using EdgeWatch.IntegrationTests.Daemon;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EdgeWatch.IntegrationTests.Web;

/// <summary>People with a real browser at the page of a real daemon.</summary>
public sealed class PageStoryTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    /// <summary>The anomaly comes every half minute; a machine that has much else to do drops frames, and may miss some of them.</summary>
    private static readonly TimeSpan AnomalyLimit = TimeSpan.FromMinutes(3);

    private readonly PageSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "chromium")]
    public async Task An_anomaly_comes_is_looked_at_and_called_normal_and_is_silent_the_next_time()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using DaemonProcess daemon = await _site.StartAsync(
            PageSite.NoBroker,
            clip,
            ("square", LiveCamera.OrdinaryThenAnomaly(clip)),
            ("control", LiveCamera.OrdinaryThenAnomaly(clip, "control")));
        await using Visit visit = await browser.OpenAsync(_site.Address);
        IPage page = visit.Page;
        await Expect(Card(page, "square").Locator("canvas.shown[width='320']")).ToBeVisibleAsync();
        await Expect(Card(page, "square").Locator(".number")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^\d\.\d\d$"));

        // It comes without a reload.
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Events", Exact = true }).First.ClickAsync();
        ILocator first = page.Locator(".list a", new PageLocatorOptions { HasText = "square" }).Last;
        await Expect(first).ToContainTextAsync("Moves", new() { Timeout = (float)AnomalyLimit.TotalMilliseconds });
        await daemon.UntilLoggedAsync("square: event", "ended");
        await first.ClickAsync();
        ILocator article = page.Locator(".detail article");
        await Expect(article.Locator(".stage img")).ToHaveJSPropertyAsync("naturalWidth", 320);
        await Expect(article.Locator(".reasons li").First).ToContainTextAsync("as fast as");

        await Expect(article.Locator(".course figcaption")).ToContainTextAsync("At the threshold or above for ");
        await Expect(article.Locator(".course .u-over")).ToBeVisibleAsync();
        await Expect(article.Locator(".stretches")).ToContainTextAsync("Speed");
        await Expect(article.Locator(".silence")).ToContainTextAsync(new System.Text.RegularExpressions.Regex(
            @"From a threshold of \d\.\d\d on \(.+\), it would not have been told\.|No threshold would have kept it back\."));

        await page.Keyboard.PressAsync("n");
        await Expect(article.Locator(".verdict")).ToHaveTextAsync("Learned: this is normal here");
        await daemon.UntilLoggedAsync("somebody has said: Normal");
        await daemon.UntilAsync("a rise that had begun before is over", () => Ended("square") == Begun("square"));
        (int before, int others) = (Begun("square"), Begun("control"));

        // Both cameras show the same anomaly every half minute.
        await Eventually.Until(
            "the other camera alarms once more, to its end", () => Begun("control") > others && Ended("control") > others, AnomalyLimit);
        Assert.Equal(before, Begun("square"));

        // What was said stands there after a reload, and can be taken back.
        await page.ReloadAsync();
        ILocator undo = article.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Undo" });
        await Expect(article.GetByRole(AriaRole.Button, new() { Name = "Normal here", Pressed = true })).ToBeVisibleAsync();
        await undo.ClickAsync();
        await Expect(article.Locator(".verdict")).ToHaveTextAsync("Taken back: nothing is said of this event");
        await Expect(undo).ToBeHiddenAsync();

        // Space plays the clip that has come to the event.
        await Expect(article.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Clip" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Space");
        ILocator video = article.Locator("video");
        await Eventually.Until("it plays", () => video.EvaluateAsync<bool>("its => its.currentTime > 0.2").Result);

        int Begun(string camera) => daemon.Log.Count(line => Is(line, camera, "began"));
        int Ended(string camera) => daemon.Log.Count(line => Is(line, camera, "ended"));
        static bool Is(string line, string camera, string what) =>
            line.Contains($"Camera {camera}: event ", StringComparison.Ordinal) && line.Contains($" {what}", StringComparison.Ordinal);
    }

    [ToolFact("ffmpeg", "chromium", "mosquitto", "mosquitto_sub")]
    public async Task A_threshold_is_dragged_or_moved_by_keys_and_MQTT_tells_it()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using DaemonProcess daemon = await _site.StartAsync(broker.Port, clip, ("square", LiveCamera.Ordinary(clip)));
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using Visit visit = await browser.OpenAsync(_site.Address);
        ILocator line = visit.Page.GetByRole(AriaRole.Slider, new PageGetByRoleOptions { Name = "Threshold of square" });
        await Expect(line).ToHaveAttributeAsync("aria-valuenow", "0.5");

        // The picture has come, and moves nothing any more.
        await Expect(Card(visit.Page, "square").Locator("canvas.shown[width='320']")).ToBeVisibleAsync();
        await line.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await line.BoundingBoxAsync())!;
        float middle = box.Y + (box.Height / 2);

        await visit.Page.Mouse.MoveAsync(box.X + 100, middle);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(box.X + 100, middle - 30, new MouseMoveOptions { Steps = 5 });
        await visit.Page.Mouse.UpAsync();
        await daemon.UntilAsync("it is told", () => Told() > 0.55);
        double dragged = Told();
        Assert.InRange(dragged, 0.6, 0.9);
        await Expect(visit.Page.Locator("#said")).ToContainTextAsync("Threshold of square is");

        await line.FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await daemon.UntilAsync("it is told", () => Math.Abs(Told() - (dragged - 0.02)) < 0.001);
        await Expect(line).ToHaveAttributeAsync("aria-valuenow", Told().ToString(CultureInfo.InvariantCulture));
        await visit.Page.Keyboard.PressAsync("Home");
        await daemon.UntilAsync("it is the least", () => Told() is > 0.1 and < 0.12);

        double Told() => subscriber.On("square/threshold") is [.., var newest]
            ? double.Parse(newest.Text, CultureInfo.InvariantCulture)
            : 0;
    }

    [ToolFact("ffmpeg", "chromium")]
    public async Task Where_the_network_looks_is_drawn_when_somebody_asks_and_not_before()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using DaemonProcess daemon = await _site.StartAsync(PageSite.NoBroker, clip, ("square", LiveCamera.Ordinary(clip)));
        await using Visit visit = await browser.OpenAsync(_site.Address);
        ILocator shown = Card(visit.Page, "square").Locator("canvas.shown[width='320']");
        ILocator dots = Card(visit.Page, "square").Locator("canvas.attention");
        ILocator choice = visit.Page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = "Attention" });
        await Expect(shown).ToBeVisibleAsync();
        await Expect(choice).Not.ToBeCheckedAsync();
        await Expect(dots).ToBeHiddenAsync();

        await choice.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Space");
        await Expect(choice).ToHaveAccessibleDescriptionAsync(
            "The larger a dot, the more the network looks there to judge what moves around it.");
        await Expect(dots).ToBeVisibleAsync();
        Assert.InRange(await White(), 0.001, 0.5);
        await visit.IsForEveryoneAsync();

        await visit.Page.Keyboard.PressAsync("Space");
        await Expect(dots).ToBeHiddenAsync();
        await Expect(shown).ToBeVisibleAsync();
        await visit.Page.ReloadAsync();
        await Expect(choice).Not.ToBeCheckedAsync();

        // Of the canvas, the part that dots cover.
        Task<double> White() => dots.EvaluateAsync<double>(
            "its => { const all = its.getContext('2d').getImageData(0, 0, its.width, its.height).data;"
            + " return all.filter((value, i) => i % 4 === 3 && value > 0).length / (all.length / 4); }");
    }

    [ToolFact("ffmpeg", "chromium")]
    public async Task A_node_that_is_away_is_said_to_be_and_one_that_is_back_goes_on()
    {
        SceneClip clip = await SceneClip.GetAsync();
        (string, string)[] cameras = [("square", LiveCamera.Ordinary(clip))];
        await using Visit visit = await WhileItRunsAsync();
        ILocator lost = visit.Page.Locator("#connection");
        await Expect(lost).ToContainTextAsync("The node does not answer");
        await Expect(visit.Page.Locator("body")).ToHaveClassAsync("old");

        await using DaemonProcess again = await _site.StartAsync(PageSite.NoBroker, clip, cameras);
        await Expect(lost).ToBeEmptyAsync();
        await Expect(visit.Page.Locator("body")).Not.ToHaveClassAsync("old");
        await Expect(Card(visit.Page, "square").Locator(".state")).ToHaveTextAsync("Watching");

        async Task<Visit> WhileItRunsAsync()
        {
            await using DaemonProcess daemon = await _site.StartAsync(PageSite.NoBroker, clip, cameras);
            Visit opened = await browser.OpenAsync(_site.Address);
            await Expect(Card(opened.Page, "square").Locator("canvas.shown[width='320']")).ToBeVisibleAsync();
            Assert.Equal(0, await daemon.StopAsync());
            return opened;
        }
    }

    [ToolFact("ffmpeg", "chromium")]
    public async Task Who_is_asked_for_the_token_gets_in_with_it_alone()
    {
        string token = _site.Daemon.Write("web.token", "open sesame, please\n");
        _site.Daemon.Write("edgewatch.yaml", $$"""
            node: test
            state_directory: {{_site.Daemon.StateDirectory}}
            mqtt: {host: 127.0.0.1, port: 1}
            web: {listen: "{{_site.Daemon.Web}}", token_file: {{token}}}
            cameras: [{id: refusing, source: "rtsp://127.0.0.1:1/live"}]
            """);
        await using DaemonProcess daemon = _site.Daemon.Start();
        await daemon.UntilLoggedAsync("are answered at");
        await using Visit visit = await browser.OpenAsync(_site.Address);
        ILocator field = visit.Page.GetByLabel("Token");
        await Expect(field).ToBeFocusedAsync();
        await visit.IsForEveryoneAsync();

        await field.FillAsync("sesame");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("This is not the token.");
        await field.FillAsync("open sesame, please");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(Card(visit.Page, "refusing").Locator(".state")).ToContainTextAsync("Offline: ");
        Assert.Equal("", await visit.Page.EvaluateAsync<string>("document.cookie"));
        await visit.Page.ReloadAsync();
        await Expect(Card(visit.Page, "refusing")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Leave" }).ClickAsync();
        await Expect(field).ToBeFocusedAsync();
        Assert.DoesNotContain(daemon.Log, line => line.Contains("sesame", StringComparison.Ordinal));
    }

    private static ILocator Card(IPage page, string camera) => page.Locator($"article[data-camera='{camera}']");
}
