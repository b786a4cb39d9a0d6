using EdgeWatch.Core.Events;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Evidence;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EdgeWatch.IntegrationTests.Web;

/// <summary>What was said of an event before this daemon was started, as the page shows it.</summary>
public sealed class PageVerdictTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string Warning = "Undo does not bring back the view that was usual before";

    private readonly PageSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "chromium")]
    public async Task Where_undo_leaves_the_view_that_was_called_normal_the_page_says_so()
    {
        string lost = Keep();
        string known = Keep();
        new StateStore(_site.Daemon.StateDirectory, NullLogger<StateStore>.Instance).SaveLessons(
            "refusing", [Normal(lost, viewBefore: []), Normal(known, viewBefore: [1])]);
        await using DaemonProcess daemon = await _site.StartAsync(
            PageSite.NoBroker, await SceneClip.GetAsync(), ("refusing", "id: refusing, source: \"rtsp://127.0.0.1:1/live\""));
        await using Visit visit = await browser.OpenAsync(_site.Address);
        ILocator article = visit.Page.Locator(".detail article");

        await visit.GoAsync($"#/events/{lost}");
        await Expect(article.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeVisibleAsync();
        await Expect(article.GetByText(Warning)).ToBeVisibleAsync();
        await visit.IsForEveryoneAsync();

        await visit.GoAsync($"#/events/{known}");
        await Expect(article.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeVisibleAsync();
        await Expect(article.GetByText(Warning)).ToBeHiddenAsync();
    }

    /// <returns>Id of an event that is kept.</returns>
    private string Keep()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        AlertEvent ended = SampleEvents.Create(AlertEventType.End, eventId: EventId.Create(now), cameraId: "refusing") with
        {
            StartedAt = now,
        };
        NodeIdentity node = new("test", "a model", BootId: null);
        string folder = Path.Combine(_site.Daemon.StateDirectory, "events", ended.EventId);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(
            Path.Combine(folder, EventPictures.MessageName),
            MessageJson.Serialize(EventMessage.From(ended, SampleEvents.Wording, node, clock: null, snapshot: null)));
        return ended.EventId;
    }

    private static Lesson Normal(string eventId, byte[] viewBefore) => new()
    {
        EventId = eventId,
        IsNormal = true,
        JudgedAt = DateTimeOffset.UnixEpoch,
        Words = "the camera was turned",
        Owner = "",
        Marks = [new SurpriseMark(ViewNormality.Kind.Index, 0, 9)],
        Looks = new LookSet(0),
        ViewBefore = viewBefore,
    };
}
