using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;

namespace EdgeWatch.IntegrationTests.Capture;

/// <summary>What cameras send over HTTP.</summary>
public sealed class HttpCameraTests(CaptureFixture fixture) : IClassFixture<CaptureFixture>, IDisposable
{
    private const string Password = "p@s:s/w%d '?";

    private readonly TemporaryFolder _folder = new();

    [ToolFact("ffmpeg")]
    public async Task Every_dialect_of_motion_jpeg_is_read_and_no_picture_twice()
    {
        IReadOnlyList<byte[]> pictures = await fixture.JpegsAsync();
        MjpegDialect[] streams = [.. Enum.GetValues<MjpegDialect>().Where(dialect => dialect < MjpegDialect.Still)];

        await Task.WhenAll(streams.Select(async dialect =>
        {
            await using MjpegServer server = new(pictures, 5, dialect: dialect);
            await using CameraRun run = new(new CameraOptions { Source = server.Url }, fixture.Ffmpeg);
            await Eventually.Until($"frames of {dialect}", () => run.Taken >= 5, TimeSpan.FromSeconds(60));
            Assert.True(run.Camera.Frames <= server.Sent, $"{dialect}: {run.Camera.Frames} of {server.Sent}");
            Assert.True(run.Camera.Restarts == 0, $"{dialect}: {string.Join("; ", run.Changes)}");
        }));
    }

    [ToolFact("ffmpeg")]
    public async Task A_single_picture_is_asked_for_at_the_rate_in_the_config()
    {
        IReadOnlyList<byte[]> pictures = await fixture.JpegsAsync();
        foreach (MjpegDialect dialect in new[] { MjpegDialect.Still, MjpegDialect.StillUntilClose, MjpegDialect.StillOtherType })
        {
            await using MjpegServer server = new(pictures, 10, dialect: dialect);
            await using CameraRun run = new(new CameraOptions { Source = server.Url, PollsPerSecond = 4 }, fixture.Ffmpeg);
            await run.OnlineAsync();
            long start = TimeProvider.System.GetTimestamp();
            await run.MoreFramesAsync(8);

            Assert.True(TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(1.5), "no faster than 4 a second");
            Assert.Contains(run.Log.Collector.GetSnapshot(), entry => entry.Message.Contains("a single picture", StringComparison.Ordinal));
        }
    }

    [ToolFact("ffmpeg")]
    public async Task What_we_ask_for_ourselves_needs_the_password_too_and_shows_it_nowhere()
    {
        await File.WriteAllTextAsync(_folder.File("password"), Password);
        IReadOnlyList<byte[]> pictures = await fixture.JpegsAsync();
        foreach (MjpegDialect dialect in new[] { MjpegDialect.Raw, MjpegDialect.Still })
        {
            await using MjpegServer server = new(pictures, 5, $"adm:{Password}", dialect);
            CameraOptions options = new()
            {
                Source = server.Url,
                Username = "adm",
                PasswordFile = _folder.File("password"),
                PollsPerSecond = 5,
            };
            await using CameraRun run = new(options, fixture.Ffmpeg);
            await run.OnlineAsync();
            await run.MoreFramesAsync(3);

            string shown = await File.ReadAllTextAsync($"/proc/{run.Camera.ProcessId}/cmdline")
                + string.Join('\n', run.Log.Collector.GetSnapshot().Select(entry => entry.Message));
            Assert.DoesNotContain(Password, shown, StringComparison.Ordinal);
        }
    }

    [ToolFact("ffmpeg")]
    public async Task A_web_page_is_called_one()
    {
        await using MjpegServer server = new(await fixture.JpegsAsync(), 10, dialect: MjpegDialect.Page);
        await using CameraRun run = new(new CameraOptions { Source = server.Url }, fixture.Ffmpeg);

        await run.OfflineAsync(CaptureFailure.WebPage);

        Assert.Contains("Login: Camera 7", run.Camera.Status.Detail, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
