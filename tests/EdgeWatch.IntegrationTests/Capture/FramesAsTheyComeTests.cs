using System.Diagnostics.CodeAnalysis;
using System.Text;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Frames;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;

namespace EdgeWatch.IntegrationTests.Capture;

/// <summary>Frames come at the camera's own rate, whatever clocks and pictures do.</summary>
public sealed class FramesAsTheyComeTests(CaptureFixture fixture) : IClassFixture<CaptureFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [ToolFact("ffmpeg")]
    public async Task A_slow_camera_is_online_and_none_of_its_frames_is_repeated()
    {
        await using MjpegServer server = new(await fixture.JpegsAsync(), framesPerSecond: 0.5);
        await using CameraRun run = new(new CameraOptions { Source = server.Url }, fixture.Ffmpeg);

        await run.OnlineAsync();
        await run.MoreFramesAsync(2);

        Assert.InRange(run.Camera.Frames, 3, server.Sent);
        Assert.Equal(0, run.Camera.Dropped);
    }

    [ToolFact("ffmpeg")]
    public async Task A_fast_camera_is_thinned()
    {
        await using MjpegServer server = new(await fixture.JpegsAsync(), framesPerSecond: 25);
        await using CameraRun run = new(new CameraOptions { Source = server.Url, FramesPerSecond = 5 }, fixture.Ffmpeg);
        await run.OnlineAsync();
        long start = TimeProvider.System.GetTimestamp();

        await run.MoreFramesAsync(20);

        // Two intervals may be made good.
        Assert.True(TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(3.4), "not faster than 5 a second");
    }

    [ToolFact("ffmpeg")]
    public async Task A_command_that_writes_more_is_thinned()
    {
        string[] command =
        [
            fixture.Ffmpeg.Path, "-v", "error", "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=50",
            "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "-",
        ];
        await using CameraRun run = new(new CameraOptions { Command = command, FramesPerSecond = 5 }, fixture.Ffmpeg);
        await run.OnlineAsync();
        long start = TimeProvider.System.GetTimestamp();

        await run.MoreFramesAsync(20);

        Assert.True(TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(3.4), "not faster than 5 a second");
    }

    /// <summary>
    /// A board without a clock battery sets its clock when it finds the network, by months; others are off by some seconds.
    /// </summary>
    [ToolFact("ffmpeg", "faketime")]
    public async Task A_clock_that_is_set_changes_nothing()
    {
        await using MjpegServer server = new(await fixture.JpegsAsync(), framesPerSecond: 10);
        FfmpegTool ffmpeg = new(await FfmpegWithItsOwnClockAsync(), fixture.Ffmpeg.MajorVersion);
        await using CameraRun run = new(new CameraOptions { Source = server.Url }, ffmpeg);
        await run.OnlineAsync();
        foreach (string clock in new[] { "+20d", "-3h", "+5", "-400d", "+400d" })
        {
            SetClock(clock);
            await run.MoreFramesAsync(15);
            (long frames, long sent) = (run.Camera.Frames, server.Sent);

            await run.MoreFramesAsync(30);

            Assert.InRange((double)(run.Camera.Frames - frames) / (server.Sent - sent), 0.7, 1.3);
        }

        Assert.Equal(0, run.Camera.Restarts);
    }

    [ToolFact("ffmpeg")]
    public async Task Another_size_in_flight_is_noticed_and_never_squeezed()
    {
        FrameSize small = new(320, 240);
        FrameSize large = new(426, 240);
        await using MjpegServer server = new([await GreyAsync(320, 240, 200)], framesPerSecond: 10);
        await using CameraRun run = new(new CameraOptions { Source = server.Url }, fixture.Ffmpeg);
        await run.OnlineAsync();
        await run.MoreFramesAsync(5);

        server.Show([await GreyAsync(640, 360, 100)]);

        await Eventually.Until("large frames", () => run.LastSize == large, TimeSpan.FromSeconds(60));
        await run.MoreFramesAsync(5);
        Assert.Equal([(small, (byte)200), (large, (byte)100)], run.Kinds.Keys.OrderBy(kind => kind.Size.Width));
        Assert.Contains(
            run.Log.Collector.GetSnapshot(),
            entry => entry.Message.Contains("320×240", StringComparison.Ordinal)
                && entry.Message.Contains("640×360", StringComparison.Ordinal));
    }

    [ToolFact("ffmpeg")]
    public async Task Another_pixel_format_in_flight_is_noticed()
    {
        await using MjpegServer server = new([await GreyAsync(320, 240, 200)], framesPerSecond: 10);
        await using CameraRun run = new(new CameraOptions { Source = server.Url }, fixture.Ffmpeg);
        await run.OnlineAsync();
        await run.MoreFramesAsync(5);

        server.Show([await GreyAsync(320, 240, 150, "yuvj444p")]);

        await Eventually.Until("opened anew", () => run.Camera.Restarts > 0, TimeSpan.FromSeconds(60));
        await run.MoreFramesAsync(5);
        Assert.Equal(
            [(new FrameSize(320, 240), (byte)150), (new FrameSize(320, 240), (byte)200)], run.Kinds.Keys.OrderBy(kind => kind.Luma));
    }

    /// <summary>Waited for, the hole would look like a camera that has stalled, and the recording would begin anew for ever.</summary>
    [ToolFact("ffmpeg")]
    public async Task A_hole_in_the_timestamps_of_a_recording_is_left_out()
    {
        string clip = await FfmpegClip.MakeAsync(
            _folder.File("hole.mkv"), "320x240", 20, 10, "-c:v", "ffv1", "-vf", "setpts='PTS+gte(N,10)*3600/TB'", "-vsync", "passthrough");

        await using CameraRun run = new(new CameraOptions { Source = clip }, fixture.Ffmpeg);
        await run.Running.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        Assert.Equal(20, run.Camera.Frames);
        Assert.Equal(0, run.Camera.Restarts);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<byte[]> GreyAsync(int width, int height, byte luma, string format = "yuvj420p")
    {
        string name = _folder.File($"{width}x{height}-{luma}-{format}");
        byte[] head = Encoding.ASCII.GetBytes($"P5\n{width} {height}\n255\n");
        await File.WriteAllBytesAsync($"{name}.pgm", [.. head, .. Enumerable.Repeat(luma, width * height)]);
        await FfmpegClip.RunAsync("-i", $"{name}.pgm", "-pix_fmt", format, "-q:v", "2", $"{name}.jpg");
        return await File.ReadAllBytesAsync($"{name}.jpg");
    }

    private void SetClock(string clock)
    {
        // Replaced whole: it is read at any time.
        File.WriteAllText(_folder.File("clock.new"), clock);
        File.Move(_folder.File("clock.new"), _folder.File("clock"), overwrite: true);
    }

    [SuppressMessage("Interoperability", "CA1416", Justification = "the tests run on Linux")]
    private async Task<string> FfmpegWithItsOwnClockAsync()
    {
        SetClock("+0");
        string library = Directory.GetDirectories("/usr/lib")
            .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1"))
            .First(File.Exists);
        string program = _folder.File("ffmpeg");
        await File.WriteAllTextAsync(program, $"""
            #!/bin/sh
            export LD_PRELOAD={library} FAKETIME_TIMESTAMP_FILE={_folder.File("clock")} FAKETIME_CACHE_DURATION=1
            export FAKETIME_DONT_FAKE_MONOTONIC=1
            exec {fixture.Ffmpeg.Path} "$@"

            """);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return program;
    }
}
