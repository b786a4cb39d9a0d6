using System.Text.RegularExpressions;
using EdgeWatch.IntegrationTests.Daemon;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EdgeWatch.IntegrationTests.Web;

/// <summary>What a running camera takes for normal, looked at place by place, and a place that is forgotten.</summary>
public sealed class PageLearnedTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private readonly PageSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "chromium")]
    public async Task A_place_is_chosen_by_keys_seen_with_its_examples_and_forgotten_when_that_was_said_twice()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using DaemonProcess daemon = await _site.StartAsync(PageSite.NoBroker, clip, ("square", LiveCamera.Ordinary(clip)));
        await using Visit visit = await browser.OpenAsync(_site.Address);
        IPage page = visit.Page;
        await Expect(page.Locator("canvas.shown[width='320']")).ToBeVisibleAsync();
        using HttpClient client = new() { BaseAddress = _site.Address };
        await Eventually.Until("there is a picture", () => !client.GetStringAsync("api/cameras/square/learned").Result
            .Contains("\"picture\":0", StringComparison.Ordinal));

        await page.GetByLabel("What is normal here: square").ClickAsync();

        // The busiest place is shown first, with pictures.
        ILocator often = page.Locator(".panel dd").First;
        await Expect(often).ToContainTextAsync("something moves");
        await Expect(page.Locator(".map img")).ToHaveJSPropertyAsync("naturalWidth", 320);
        await Expect(page.Locator(".examples canvas").First).ToBeVisibleAsync();
        await visit.IsForEveryoneAsync();
        string busiest = await page.Locator(".panel h2").InnerTextAsync();

        // Keys choose the place beside it, and say so.
        ILocator map = page.GetByRole(AriaRole.Application, new PageGetByRoleOptions { Name = "Map of what is normal" });
        await map.FocusAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(page.Locator(".panel h2")).Not.ToHaveTextAsync(busiest);
        await Expect(page.Locator(".learned [role=status]")).ToContainTextAsync("Row ");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator(".panel h2")).ToHaveTextAsync(busiest);
        foreach (string measure in new[] { "How fast", "Which way", "How long" })
        {
            await page.GetByLabel(measure).CheckAsync();
            await Expect(page.Locator(".scale")).Not.ToBeEmptyAsync();
        }

        // Asked twice, and a no is one.
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget this place" }).ClickAsync();
        await visit.IsForEveryoneAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "No, keep it" }).ClickAsync();
        await Expect(often).ToContainTextAsync("something moves");
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget this place" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, forget it" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("this place is learned anew");
        await Expect(often).ToHaveTextAsync("nothing has moved here");
        await Expect(map).ToBeFocusedAsync();

        // Far from there nothing is forgotten.
        Assert.Matches(new Regex(@"""visits_per_hour"":\[[^\]]*[1-9]"), await client.GetStringAsync("api/cameras/square/learned"));
        using HttpRequestMessage nowhere = new(HttpMethod.Delete, "api/cameras/square/learned/places/99999");
        nowhere.Headers.Add("X-EdgeWatch", "1");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.SendAsync(nowhere)).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await client.DeleteAsync("api/cameras/square/learned/places/1")).StatusCode);
    }
}
