using EdgeWatch.Capture;
using EdgeWatch.Capture.Decoding;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Frames;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.IntegrationTests.Capture;

public sealed class CameraCaptureTests(CaptureFixture fixture) : IClassFixture<CaptureFixture>, IDisposable
{
    private const string Password = "p@s:s/w%d '?";

    private readonly TemporaryFolder _folder = new();

    [ToolFact("ffmpeg")]
    public async Task A_clip_played_once_finishes()
    {
        string clip = await FfmpegClip.MakeAsync(_folder.File("a.mp4"), "320x240", 15, 10, "-pix_fmt", "yuv420p");

        await using CameraRun run = new(new CameraOptions { Source = clip }, fixture.Ffmpeg);
        await run.Running;

        Assert.Equal([CameraState.Online, CameraState.Finished], run.Changes.Select(status => status.State));
        Assert.Equal(15, run.Camera.Frames);
        await Eventually.Until("all taken", () => run.Taken + run.Camera.Dropped == 15);
    }

    [ToolFact("ffmpeg")]
    public async Task A_clip_played_in_a_loop_goes_on_at_its_own_speed()
    {
        string clip = await FfmpegClip.MakeAsync(_folder.File("a.mp4"), "320x240", 10, 10, "-pix_fmt", "yuv420p");
        long start = TimeProvider.System.GetTimestamp();

        await using CameraRun run = new(new CameraOptions { Source = clip, Playback = Playback.Loop }, fixture.Ffmpeg);
        await run.MoreFramesAsync(35);

        Assert.Equal(0, run.Camera.Restarts);
        Assert.True(TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(2.5), "not faster than 10 a second");
    }

    /// <summary>No machine that tests has any of these devices, or the wrong one; the real ffmpeg says so in many ways.</summary>
    [ToolFact("ffmpeg")]
    public async Task A_decoder_that_is_not_there_is_said_and_where_it_was_not_asked_for_software_takes_its_place()
    {
        string clip = await FfmpegClip.MakeAsync(_folder.File("a.mp4"), "320x240", 10, 10, "-pix_fmt", "yuv420p");
        CameraOptions asked = new() { Source = clip, Decoder = VideoDecoder.Nvmpi };
        await using CameraRun refused = new(asked, fixture.Ffmpeg);
        await refused.OfflineAsync(CaptureFailure.DecoderFails);

        CameraOptions absent = new() { Source = clip, Decoder = VideoDecoder.Vaapi, DecoderDevice = "/dev/dri/none" };
        await using CameraRun wrong = new(absent, fixture.Ffmpeg);
        await wrong.OfflineAsync(CaptureFailure.DecoderFails);
        Assert.Equal("vaapi: there is no /dev/dri/none", wrong.Camera.Status.Detail);

        CameraOptions auto = new() { Source = clip, Playback = Playback.Loop, Decoder = VideoDecoder.Auto };
        DecoderTrial jetson = new(VideoDecoder.Auto, "", name => name == "/dev/nvhost-nvdec");
        await using CameraRun run = new(auto, fixture.Ffmpeg, decoding: jetson);
        await run.OnlineAsync();
        Assert.StartsWith("software: nvv4l2dec gave no picture (", run.Camera.Decoder, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Changes, status => status.State is CameraState.Offline);
        Assert.Single(run.Log.Collector.GetSnapshot(), entry => entry.Message.Contains("is decoded in software", StringComparison.Ordinal));
    }

    [ToolFact("ffmpeg")]
    public async Task Pictures_in_a_loop_go_on()
    {
        await FfmpegClip.MakeAsync(_folder.File("%d.png"), "320x240", 5, 10);

        await using CameraRun run = new(
            new CameraOptions { Source = _folder.Path, Playback = Playback.Loop, Speed = PlaybackSpeed.Fastest }, fixture.Ffmpeg);
        await Eventually.Until("several rounds", () => run.Camera.Frames > 100);

        Assert.Equal(0, run.Camera.Restarts);
    }

    [ToolFact("ffmpeg")]
    public async Task Killed_ffmpeg_is_started_again()
    {
        await using CameraRun run = new(new CameraOptions { Command = EndlessVideo("320x240") }, fixture.Ffmpeg);
        await run.OnlineAsync();
        int first = run.Camera.ProcessId;

        UnixSignal.Send(first, UnixSignal.Kill);

        await Eventually.Until("restarted", () => run.Camera.Restarts == 1);
        await run.OnlineAsync();
        await run.MoreFramesAsync(3);
        Assert.NotEqual(first, run.Camera.ProcessId);
        Assert.Equal([CameraState.Online, CameraState.Offline, CameraState.Online], run.Changes.Select(status => status.State));
    }

    [ToolFact("ffmpeg")]
    public async Task Frozen_ffmpeg_is_stalled_and_started_again()
    {
        await using CameraRun run = new(
            new CameraOptions { Command = EndlessVideo("320x240"), StallTimeout = TimeSpan.FromSeconds(2) }, fixture.Ffmpeg);
        await run.OnlineAsync();

        UnixSignal.Send(run.Camera.ProcessId, UnixSignal.Stop);

        await run.OfflineAsync(CaptureFailure.Stalled);
        await run.OnlineAsync();
        await run.MoreFramesAsync(3);
    }

    [ToolFact("ffmpeg")]
    public async Task Another_picture_size_after_a_restart_is_taken_as_it_comes()
    {
        string link = _folder.File("clip.mkv");
        string small = await FfmpegClip.MakeAsync(_folder.File("small.mkv"), "320x240", 600, 10, "-c:v", "ffv1");
        string large = await FfmpegClip.MakeAsync(_folder.File("large.mkv"), "640x480", 600, 10, "-c:v", "ffv1");
        File.CreateSymbolicLink(link, small);
        await using CameraRun run = new(new CameraOptions { Source = link }, fixture.Ffmpeg);
        await run.OnlineAsync();
        await Eventually.Until("small frames", () => run.LastSize == new FrameSize(320, 240));

        File.Delete(link);
        File.CreateSymbolicLink(link, large);
        UnixSignal.Send(run.Camera.ProcessId, UnixSignal.Kill);

        await Eventually.Until("large frames", () => run.LastSize == new FrameSize(640, 480));
    }

    [ToolFact("ffmpeg")]
    public async Task Garbage_on_the_pipe_is_told_and_does_not_become_a_tight_loop()
    {
        await using CameraRun run = new(new CameraOptions { Command = ["cat", "/dev/urandom"] }, fixture.Ffmpeg);
        await run.OfflineAsync(CaptureFailure.Garbled);
        long start = TimeProvider.System.GetTimestamp();

        await Eventually.Until("third start", () => run.Camera.Restarts == 2);

        Assert.True(TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(2), "waits of 0.8 s and 1.6 s at least");
        Assert.Single(run.Log.Collector.GetSnapshot(), entry => entry.Level == LogLevel.Warning);
    }

    [ToolFact("ffmpeg")]
    public async Task Stopping_leaves_no_program_behind()
    {
        CameraRun run = new(new CameraOptions { Command = EndlessVideo("320x240") }, fixture.Ffmpeg);
        await run.OnlineAsync();
        string process = $"/proc/{run.Camera.ProcessId}";
        Assert.True(Directory.Exists(process));

        await run.DisposeAsync();

        Assert.False(Directory.Exists(process));
        Assert.True(run.Running.IsCanceled);
    }

    [ToolFact("ffmpeg")]
    public async Task Motion_jpeg_over_http_keeps_its_own_rate()
    {
        await using MjpegServer server = new(await fixture.JpegsAsync(), framesPerSecond: 10);
        await using CameraRun run = new(new CameraOptions { Source = server.Url }, fixture.Ffmpeg);
        await run.OnlineAsync();
        await run.MoreFramesAsync(10);
        long start = TimeProvider.System.GetTimestamp();

        await run.MoreFramesAsync(30);

        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 1.5, 6);
        Assert.Equal(new FrameSize(320, 240), run.LastSize);
    }

    [ToolFact("ffmpeg")]
    public async Task Motion_jpeg_with_a_password_works_and_the_password_shows_nowhere()
    {
        await File.WriteAllTextAsync(_folder.File("password"), Password + "\nsecond line\n");
        await using MjpegServer server = new(await fixture.JpegsAsync(), 10, $"adm:{Password}");
        await using CameraRun run = new(
            new CameraOptions { Source = server.Url, Username = "adm", PasswordFile = _folder.File("password") }, fixture.Ffmpeg);

        await run.OnlineAsync();
        await run.MoreFramesAsync(5);

        AssertNoSecret(run);
    }

    [ToolFact("ffmpeg")]
    public async Task Http_errors_have_their_reason()
    {
        await using MjpegServer server = new(await fixture.JpegsAsync(), 10, $"adm:{Password}");
        await using MjpegServer open = new(await fixture.JpegsAsync(), 10);
        await using CameraRun locked = new(new CameraOptions { Source = server.Url }, fixture.Ffmpeg);
        await using CameraRun missing = new(new CameraOptions { Source = open.Url + "s" }, fixture.Ffmpeg);
        await using CameraRun refused = new(new CameraOptions { Source = "http://127.0.0.1:1/video" }, fixture.Ffmpeg);

        await locked.OfflineAsync(CaptureFailure.Unauthorized);
        await missing.OfflineAsync(CaptureFailure.NotFound);
        await refused.OfflineAsync(CaptureFailure.Refused);
    }

    [RtspFact]
    public async Task Rtsp_camera_that_dies_and_returns_comes_back()
    {
        using RtspServer server = await RtspServer.StartAsync();
        await using CameraRun run = new(new CameraOptions { Source = server.Url }, fixture.Ffmpeg);
        await run.OnlineAsync();
        await run.MoreFramesAsync(10);
        Assert.Equal(new FrameSize(RtspServer.Width, RtspServer.Height), run.LastSize);

        server.Kill();
        await run.OfflineAsync(CaptureFailure.Refused);
        await server.RestartAsync();

        await run.OnlineAsync();
        await run.MoreFramesAsync(5);
    }

    [RtspFact]
    public async Task Rtsp_camera_that_hangs_is_stalled_and_comes_back()
    {
        using RtspServer server = await RtspServer.StartAsync();
        await using CameraRun run = new(new CameraOptions { Source = server.Url, StallTimeout = TimeSpan.FromSeconds(3) }, fixture.Ffmpeg);
        await run.OnlineAsync();

        server.Freeze();
        await run.OfflineAsync(CaptureFailure.Stalled);
        server.Thaw();

        await run.OnlineAsync();
        await run.MoreFramesAsync(5);
    }

    [RtspFact]
    public async Task Rtsp_errors_have_their_reason()
    {
        using RtspServer server = await RtspServer.StartAsync();
        await using CameraRun missing = new(new CameraOptions { Source = server.Url + "/nope" }, fixture.Ffmpeg);
        await using CameraRun refused = new(new CameraOptions { Source = "rtsp://127.0.0.1:1/cam" }, fixture.Ffmpeg);

        await missing.OfflineAsync(CaptureFailure.NotFound);
        await refused.OfflineAsync(CaptureFailure.Refused);
    }

    [RtspFact]
    public async Task Rtsp_with_a_wrong_password_is_unauthorized_and_the_password_shows_nowhere()
    {
        await File.WriteAllTextAsync(_folder.File("password"), "wrong " + Password);
        using RtspServer server = await RtspServer.StartAsync("adm", Password);
        await using CameraRun run = new(
            new CameraOptions { Source = server.Url, Username = "adm", PasswordFile = _folder.File("password") }, fixture.Ffmpeg);

        await run.OfflineAsync(CaptureFailure.Unauthorized);
        AssertNoSecret(run);

        // A corrected password file counts without a restart of the daemon.
        await File.WriteAllTextAsync(_folder.File("password"), Password);
        await run.OnlineAsync();
        await run.MoreFramesAsync(5);
        AssertNoSecret(run);
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertNoSecret(CameraRun run)
    {
        IEnumerable<string?> logged = run.Log.Collector.GetSnapshot().Select(entry => $"{entry.Message}{entry.Exception}");
        string shown = string.Join('\n', logged.Concat(run.Changes.Select(status => status.Reason)));
        if (run.Camera.ProcessId is > 0 and int id)
        {
            shown += File.ReadAllText($"/proc/{id}/cmdline");
        }

        Assert.DoesNotContain(Password, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(Password), shown, StringComparison.Ordinal);
        Assert.NotEmpty(run.Log.Collector.GetSnapshot());
    }

    private string[] EndlessVideo(string size) =>
    [
        fixture.Ffmpeg.Path, "-v", "error", "-re", "-f", "lavfi", "-i", $"testsrc2=size={size}:rate=10",
        "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "-",
    ];
}
