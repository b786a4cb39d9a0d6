using System.Text.RegularExpressions;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Zones;
using EdgeWatch.IntegrationTests.Daemon;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EdgeWatch.IntegrationTests.Web;

/// <summary>What the last days say of a threshold, and one that is written into the config file.</summary>
public sealed class PageTuningTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private readonly PageSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "chromium")]
    public async Task A_threshold_says_what_it_would_have_given_and_is_kept_in_the_config_file()
    {
        SceneClip clip = await SceneClip.GetAsync();
        DateTimeOffset since = TimeProvider.System.GetUtcNow().AddDays(-2);
        new ScoreLog(_site.Daemon.StateDirectory, "square").Append(new ScoreChunk(
            since, 0.5, [.. Enumerable.Repeat<int?>(40, 60)], [.. Alerts(0.5, 3), .. Alerts(0.55, 3), .. Alerts(0.6, 1)], LeftOut: 0));
        await using DaemonProcess daemon = await _site.StartAsync(PageSite.NoBroker, clip, ("square", LiveCamera.Ordinary(clip)));
        await using Visit visit = await browser.OpenAsync(new Uri(_site.Address, "#/cameras/square"));
        IPage page = visit.Page;
        ILocator line = page.GetByRole(AriaRole.Slider, new() { Name = "Threshold of square" });
        ILocator history = page.Locator(".history");

        await Expect(history).ToContainTextAsync(new Regex(
            @"^0\.50 would have given 3 alerts since .+, where the history begins\. Normal video promises 0\.0 in that time\."));
        await Expect(line).ToHaveAttributeAsync("aria-valuetext", new Regex("^0.50, about once a day, 3 alerts since "));
        await line.FocusAsync();
        for (int i = 0; i < 7; i++)
        {
            await page.Keyboard.PressAsync("ArrowUp");
        }

        // Between two thresholds at which was counted.
        await Expect(history).ToContainTextAsync("0.57 would have given 1 to 3 alerts");
        ILocator keep = history.GetByRole(AriaRole.Button, new() { Name = "Write 0.57 into the config file" });
        await Expect(keep).ToBeVisibleAsync();
        await visit.IsForEveryoneAsync();
        await keep.ClickAsync();
        await daemon.UntilLoggedAsync("was read again: adjusted: square");
        Assert.Contains(
            "{id: square, alerts: {threshold: 0.57}, source",
            await File.ReadAllTextAsync(_site.Daemon.ConfigFile),
            StringComparison.Ordinal);
        await Expect(keep).ToHaveCountAsync(0);
        await Expect(line).ToHaveAttributeAsync("aria-valuenow", "0.57");

        // What was set by hand is forgotten: the file alone says it now, and a change of it holds.
        await page.ReloadAsync();
        await Expect(history).ToContainTextAsync("0.57 would have given");
        await Expect(history.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await page.Locator(".threshold").FocusAsync();
        await page.Keyboard.PressAsync("PageUp");
        await Expect(history).ToContainTextAsync("The config file says 0.57.");
        await history.GetByRole(AriaRole.Button, new() { Name = "Back to 0.57" }).ClickAsync();
        await Expect(line).ToHaveAttributeAsync("aria-valuenow", "0.57");

        IEnumerable<SweptAlert> Alerts(double threshold, int count) => Enumerable.Range(0, count).Select(minute => new SweptAlert(
            threshold, since.AddMinutes(minute), since.AddMinutes(minute).AddSeconds(5), 0.65, "speed"));
    }

    [ToolFact("ffmpeg", "chromium")]
    public async Task A_zone_says_what_its_own_threshold_would_have_given_and_its_daemon_goes_on_counting()
    {
        SceneClip clip = await SceneClip.GetAsync();
        Zone square = new("square", ZoneKind.Watch, new Polygon([new(0, 0.3), new(1, 0.3), new(1, 1), new(0, 1)]));
        ScoreLog log = new(_site.Daemon.StateDirectory, "square");
        log.Append(new ScoreChunk(
            TimeProvider.System.GetUtcNow().AddDays(-2), 0.5, [40], [], LeftOut: 0,
            [new ZoneCounts(square.Name, ZoneCounts.MarkOf(square), [9, 9, 9, 9, 5, 3, 3, 1, 0, 0, 0, 0, 0])]));
        await using DaemonProcess daemon = await _site.StartAsync(PageSite.NoBroker, clip, (
            "square",
            $"{LiveCamera.WithAnomalies(clip)}, zones: [{{name: square, threshold: 0.5, points: [[0, 0.3], [1, 0.3], [1, 1], [0, 1]]}}]"));
        await using (Visit visit = await browser.OpenAsync(new Uri(_site.Address, "#/cameras/square/zones")))
        {
            ILocator had = visit.Page.Locator(".fields [role=status]");
            await Expect(had).ToHaveTextAsync(new Regex(@"^0\.50 would have given 5 alerts since .+, where the history begins\.$"));
            ILocator threshold = visit.Page.GetByLabel("Threshold (empty: 0.50, the camera’s)");
            await threshold.FillAsync("0.66");
            await Expect(had).ToContainTextAsync("0.66 would have given 0 to 1 alerts");
            await threshold.FillAsync("0.6");
            await Expect(had).ToContainTextAsync("0.60 would have given 3 alerts");
            await visit.IsForEveryoneAsync();

            // What is drawn elsewhere is another zone, of which nothing is known.
            await visit.Page.Locator(".corner").First.FocusAsync();
            await visit.Page.Keyboard.PressAsync("Shift+ArrowDown");
            await Expect(had).ToContainTextAsync("Counted for the zone as it was saved.");
        }

        await daemon.UntilLoggedAsync("square: event", "ended");
        Assert.Equal(0, await daemon.StopAsync());
        ScoreChunk[] written = [.. log.Read(TimeProvider.System.GetUtcNow().AddDays(-1))];
        Assert.InRange(new KeptScores(written).AlertsOf(square)[0], 1, 100);
    }
}
