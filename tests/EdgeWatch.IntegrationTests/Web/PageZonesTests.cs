using System.Text.RegularExpressions;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EdgeWatch.IntegrationTests.Web;

/// <summary>Zones and masks drawn on the picture of a running camera, and saved into its config file.</summary>
public sealed class PageZonesTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const float Tenth = 0.1f;

    private readonly PageSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "chromium")]
    public async Task A_zone_is_drawn_with_mouse_and_keys_and_saved_and_the_comments_stay()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using DaemonProcess daemon = await StartAsync(clip, """
                zones:
                  # the gate of the neighbours
                  - name: gate   # theirs
                    points: [[0.1, 0.1], [0.3, 0.1], [0.3, 0.3], [0.1, 0.3]]
            """);
        await using Visit visit = await browser.OpenAsync(_site.Address);
        IPage page = visit.Page;
        await page.GetByLabel("Zones of square").ClickAsync();
        await Expect(page.Locator("canvas.shown[width='320']")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Corner 1 of gate: 10% from the left, 10% from the top")).ToBeVisibleAsync();
        await visit.IsForEveryoneAsync();

        // A corner is dragged, one is moved by keys, one comes and one goes.
        ILocator second = page.Locator(".corner").Nth(1);
        LocatorBoundingBoxResult canvas = (await page.Locator(".handles").BoundingBoxAsync())!;
        await second.HoverAsync();
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(canvas.X + (5 * Tenth * canvas.Width), canvas.Y + (2 * Tenth * canvas.Height), new() { Steps = 4 });
        await page.Mouse.UpAsync();
        await Expect(second).ToHaveAttributeAsync("aria-label", new Regex("^Corner 2 of gate: (49|50|51)% from the left, (19|20|21)%"));
        await page.Locator(".corner").Nth(2).FocusAsync();
        await page.Keyboard.PressAsync("Shift+ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator(".zones [role=status]").First).ToHaveTextAsync("30% from the left, 36% from the top");
        await page.Keyboard.PressAsync("+");
        await Expect(page.Locator(".corner")).ToHaveCountAsync(5);
        await Expect(page.Locator(".corner").Nth(3)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Delete");
        await Expect(page.Locator(".corner")).ToHaveCountAsync(4);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save into the config file" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("Saved in edgewatch.yaml");
        await daemon.UntilLoggedAsync("was read again: adjusted: square");

        string written = await File.ReadAllTextAsync(_site.Daemon.ConfigFile);
        Assert.Contains("# the gate of the neighbours\n", written, StringComparison.Ordinal);
        Assert.Matches(
            @"- name: gate   # theirs\n +points: \[\[0\.1, 0\.1\], \[0\.\d+, 0\.\d+\], \[0\.3, 0\.36\], \[0\.1, 0\.3\]\]", written);

        // A new one, and one that is to be seen by nobody.
        await page.GetByRole(AriaRole.Button, new() { Name = "New zone" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("door");
        await page.GetByLabel("What for").SelectOptionAsync("ignore");
        await page.GetByRole(AriaRole.Button, new() { Name = "New zone" }).ClickAsync();
        await page.GetByLabel("What for").SelectOptionAsync("mask");
        await visit.IsForEveryoneAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save into the config file" }).ClickAsync();
        await daemon.UntilLoggedAsync("was read again: started again: square");
        written = await File.ReadAllTextAsync(_site.Daemon.ConfigFile);
        Assert.Contains("- name: door\n", written, StringComparison.Ordinal);
        Assert.Contains("privacy_masks:\n", written, StringComparison.Ordinal);
        Assert.Contains("# the gate of the neighbours\n", written, StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "door" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove door" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save into the config file" }).ClickAsync();
        await Eventually.Until("it is gone", () => !File.ReadAllText(_site.Daemon.ConfigFile).Contains("door", StringComparison.Ordinal));
    }

    [ToolFact("ffmpeg", "chromium")]
    public async Task A_mistake_is_said_beside_its_corner_and_nothing_of_it_is_saved()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using DaemonProcess daemon = await StartAsync(clip, """
                zones: [{name: gate, points: [[0.2, 0.2], [0.6, 0.2], [0.6, 0.6], [0.2, 0.6]]}]
            """);
        string before = await File.ReadAllTextAsync(_site.Daemon.ConfigFile);
        await using Visit visit = await browser.OpenAsync(new Uri(_site.Address, "#/cameras/square/zones"), width: 390, height: 844);
        IPage page = visit.Page;

        // The first corner goes across the opposite side.
        await page.Locator(".corner").First.FocusAsync();
        for (int i = 0; i < 14; i++)
        {
            await page.Keyboard.PressAsync("Shift+ArrowRight");
        }

        await Expect(page.Locator(".fault-at")).ToContainTextAsync("meets the one from");
        await Expect(page.Locator(".faults p")).ToContainTextAsync("give the corners in their order");
        await visit.IsForEveryoneAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save into the config file" }).ClickAsync();
        await Expect(page.Locator(".notice")).ToContainTextAsync("Nothing was saved");
        await page.Locator(".corner").First.FocusAsync();
        await page.Keyboard.PressAsync("Delete");
        await Expect(page.Locator(".fault-at")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Delete");
        await Expect(page.Locator(".fault-at")).ToContainTextAsync("are 2; an area has at least 3 corners");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("the gate");
        await Expect(page.Locator(".faults")).ToContainTextAsync("Name has a character that is not allowed");
        Assert.Equal(before, await File.ReadAllTextAsync(_site.Daemon.ConfigFile));

        // Another view and back: what was drawn is still there.
        await visit.GoAsync("#/events");
        await visit.GoAsync("#/cameras/square/zones");
        await Expect(page.Locator(".corner")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Discard changes" }).ClickAsync();
        await Expect(page.Locator(".corner")).ToHaveCountAsync(4);
    }

    [ToolFact("ffmpeg", "chromium")]
    public async Task Who_comes_too_late_or_may_not_write_loses_nothing()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using DaemonProcess daemon = await StartAsync(
            clip, "    zones: [{name: gate, points: [[0.2, 0.2], [0.6, 0.2], [0.6, 0.6]]}]");
        await using Visit visit = await browser.OpenAsync(new Uri(_site.Address, "#/cameras/square/zones"));
        IPage page = visit.Page;
        ILocator save = page.GetByRole(AriaRole.Button, new() { Name = "Save into the config file" });
        await page.Locator(".corner").First.PressAsync("ArrowRight");
        string others = await File.ReadAllTextAsync(_site.Daemon.ConfigFile) + "# somebody else was here\n";
        await File.WriteAllTextAsync(_site.Daemon.ConfigFile, others);
        await save.ClickAsync();
        await Expect(page.Locator(".notice")).ToContainTextAsync("the config file was changed meanwhile");
        Assert.Equal(others, await File.ReadAllTextAsync(_site.Daemon.ConfigFile));
        await page.GetByRole(AriaRole.Button, new() { Name = "Load the file" }).ClickAsync();
        await Expect(page.Locator(".corner").First).ToHaveAttributeAsync("aria-label", new Regex("20% from the left"));

        // A folder is in the way of the copy that is made before the file is written: root may write all else.
        Directory.CreateDirectory(_site.Daemon.File("edgewatch.yaml.before-edit"));
        await page.Locator(".corner").First.PressAsync("ArrowRight");
        await save.ClickAsync();
        await Expect(page.Locator(".notice")).ToContainTextAsync("EdgeWatch may not write edgewatch.yaml");
        await Expect(page.Locator(".notice pre")).ToHaveTextAsync(new Regex(
            @"zones:\n  - name: gate\n    points: \[\[0\.205, 0\.2\], \[0\.6, 0\.2\], \[0\.6, 0\.6\]\]\nprivacy_masks: \[\]"));
        await visit.IsForEveryoneAsync();
        Assert.Equal(others, await File.ReadAllTextAsync(_site.Daemon.ConfigFile));
    }

    /// <summary>Starts a daemon with a camera and what else stands below it.</summary>
    private async Task<DaemonProcess> StartAsync(SceneClip clip, string below)
    {
        _site.Daemon.Teach("square", clip.Learned);
        _site.Daemon.Write("edgewatch.yaml", $"""
            node: test
            state_directory: {_site.Daemon.StateDirectory}
            mqtt: {"{"}host: 127.0.0.1, port: {PageSite.NoBroker}{"}"}
            web: {"{"}listen: "{_site.Daemon.Web}"{"}"}
            cameras:
              # to the street
              - id: square
                source: {clip.NormalFile}
                playback: loop
            {below}

            """);
        DaemonProcess daemon = _site.Daemon.Start();
        await daemon.UntilLoggedAsync("The page, metrics and health checks are answered at");
        return daemon;
    }
}
