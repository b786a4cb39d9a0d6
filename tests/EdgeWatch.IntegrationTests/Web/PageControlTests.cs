using EdgeWatch.IntegrationTests.Daemon;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EdgeWatch.IntegrationTests.Web;

/// <summary>Profiles are chosen, cameras paused and put to learning anew, and what is quiet or off says so.</summary>
public sealed class PageControlTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private readonly PageSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "chromium")]
    public async Task A_camera_that_a_profile_quiets_or_disarms_does_not_say_that_it_watches()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using DaemonProcess daemon = await StartAsync(clip, """
            profiles:
              - name: night
                quiet: true
              - name: home
                cameras: [{id: square, zones: [{name: all, enabled: false}]}]
              - name: away
                cameras: [{id: square, enabled: false}]
            """);
        await using Visit visit = await browser.OpenAsync(_site.Address);
        IPage page = visit.Page;
        ILocator state = page.Locator("article[data-camera='square'] .state");
        ILocator profile = page.GetByLabel("Profile");
        await Expect(state).ToHaveTextAsync("Watching");
        await Expect(profile).ToHaveValueAsync("auto");
        await Expect(profile.Locator("option:checked")).ToHaveTextAsync("By the schedule (default)");

        await profile.SelectOptionAsync("night");
        await Expect(state).ToHaveTextAsync("Quiet: events are recorded alone");
        await Expect(page.Locator(".profile")).ToContainTextAsync(
            "set by hand, until somebody chooses another. Quiet: events are recorded");
        await daemon.UntilLoggedAsync("profile night, set by hand");
        await visit.IsForEveryoneAsync();
        await profile.SelectOptionAsync("home");
        await Expect(state).ToHaveTextAsync("Disarmed: its zones are off");
        ILocator score = page.Locator("article[data-camera='square'] .number");
        await Expect(score).Not.ToHaveTextAsync("–");
        await profile.SelectOptionAsync("away");
        await Expect(state).ToHaveTextAsync("Switched off");
        await Expect(score).ToHaveTextAsync("–");
        await Expect(page.Locator("article[data-camera='square'] .kinds")).ToBeHiddenAsync();
        await profile.SelectOptionAsync("auto");
        await Expect(state).ToHaveTextAsync("Watching");
    }

    [ToolFact("ffmpeg", "chromium")]
    public async Task A_camera_is_silent_for_a_while_switched_off_and_on_and_learns_anew_when_asked_twice()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using DaemonProcess daemon = await StartAsync(clip, "learning: {duration: 5min}");
        await using Visit visit = await browser.OpenAsync(_site.Address);
        IPage page = visit.Page;
        ILocator state = page.Locator("article[data-camera='square'] .state");
        await Expect(state).ToHaveTextAsync("Watching");
        await Expect(page.GetByLabel("Profile")).ToHaveCountAsync(0);
        await page.GetByLabel("Pause or learn anew: square").ClickAsync();
        await visit.IsForEveryoneAsync();

        await Button("Silent for 8 h").ClickAsync();
        await daemon.UntilLoggedAsync("no events for the next 08:00:00");
        await Expect(page.Locator("dialog .quiet").First).ToContainTextAsync("Silent until");
        await Button("Alert again").ClickAsync();
        await Expect(Button("Silent for 1 h")).ToBeVisibleAsync();
        await Button("Switch off").ClickAsync();
        await Expect(page.Locator("dialog .quiet").First).ToHaveTextAsync("Switched off");
        await Button("As the config says").ClickAsync();
        await Expect(Button("Switch off")).ToBeVisibleAsync();
        await Expect(Button("As the config says")).ToHaveCountAsync(0);

        // Asked once, it only asks back.
        await Expect(page.Locator("dialog")).ToContainTextAsync("learns for 5 min");
        await Button("Learn anew …").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("cannot be had back");
        await visit.IsForEveryoneAsync();
        await Button("Keep it").ClickAsync();
        await Expect(Button("Learn anew …")).ToBeFocusedAsync();
        Assert.DoesNotContain(daemon.Log, line => line.Contains("starts again", StringComparison.Ordinal));
        await page.Keyboard.PressAsync("Enter");
        await Expect(Button("Forget it and learn anew")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("dialog")).ToBeHiddenAsync();
        await Expect(state).ToContainTextAsync("Learning what is normal");

        ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
    }

    private async Task<DaemonProcess> StartAsync(SceneClip clip, string more)
    {
        _site.Daemon.Teach("square", clip.Learned);
        _site.Daemon.Write("edgewatch.yaml", $"""
            node: test
            state_directory: {_site.Daemon.StateDirectory}
            mqtt: {"{"}host: 127.0.0.1, port: {PageSite.NoBroker}{"}"}
            web: {"{"}listen: "{_site.Daemon.Web}"{"}"}
            cameras:
              - {"{"}{LiveCamera.Ordinary(clip)}, zones: [{"{"}name: all, points: [[0, 0], [1, 0], [1, 1], [0, 1]]{"}"}]{"}"}
            {more}

            """);
        DaemonProcess daemon = _site.Daemon.Start();
        await daemon.UntilLoggedAsync("The page, metrics and health checks are answered at");
        return daemon;
    }
}
