using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary><c>edgewatch tune</c> on what a daemon has kept.</summary>
public sealed class TuneTests : IDisposable
{
    private const int DeadPort = 1;

    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg")]
    public async Task A_daemon_keeps_scores_and_a_threshold_is_chosen_by_them()
    {
        string clip = await FfmpegClip.MakeAsync(_site.File("clip.mp4"), "320x240", frames: 50, framesPerSecond: 10);
        _site.Configure(DeadPort, "10s", $"id: good, source: {clip}, playback: loop");
        ProgramResult early = await TuneAsync("good");
        Assert.Equal(1, early.ExitCode);
        Assert.Contains("no scores of good have been kept", early.Errors, StringComparison.Ordinal);

        await using (DaemonProcess daemon = _site.Start())
        {
            await daemon.UntilLoggedAsync("Camera good: watching");
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, CancellationToken.None);
            Assert.Equal(0, await daemon.StopAsync());
        }

        ProgramResult shown = await TuneAsync("good", "--plot", _site.File("plot.png"));
        Assert.True(shown.ExitCode == 0, shown.ToString());
        Assert.Matches("(?m)^good: 0.0 days watched of the last 7; threshold 0.5$", shown.Output);
        Assert.Matches(@"(?m)^0\.50 ◀ in force +0\.0", shown.Output);
        Assert.Matches("[▁▂▃▄▅▆▇█]", shown.Output);
        Assert.True(new FileInfo(_site.File("plot.png")).Length > 1000);

        ProgramResult calibrated = await BuiltProgram.RunAsync(
            ["calibrate", "good", "--config", _site.ConfigFile, "--plot", _site.File("calibration.png")]);
        Assert.True(calibrated.ExitCode == 0, calibrated.ToString());
        Assert.Matches(@"(?m)^ +0\.50 +0\.00?\d* +0 +0\.0–3\.689 +as promised$", calibrated.Output);
        Assert.True(new FileInfo(_site.File("calibration.png")).Length > 1000);

        ProgramResult set = await TuneAsync("good", "--set", "0.65");
        Assert.True(set.ExitCode == 0, set.ToString());
        string config = await File.ReadAllTextAsync(_site.ConfigFile);
        Assert.Contains("id: good, alerts: {threshold: 0.65}, source", config, StringComparison.Ordinal);
        Assert.Contains("id: good, source", await File.ReadAllTextAsync($"{_site.ConfigFile}.before-edit"), StringComparison.Ordinal);
        ProgramResult after = await TuneAsync("good");
        Assert.Contains("the config file says 0.65", after.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_is_said_and_nothing_is_written()
    {
        _site.Configure(DeadPort, "10s", "id: good, source: /dev/video9");
        string before = await File.ReadAllTextAsync(_site.ConfigFile);

        Assert.Contains("there is: good", (await TuneAsync("bad")).Errors, StringComparison.Ordinal);
        Assert.Contains("not allowed", (await TuneAsync("good", "--set", "1.5")).Errors, StringComparison.Ordinal);
        Assert.Contains("1–30", (await TuneAsync("good", "--days", "99")).Errors, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(_site.ConfigFile));
    }

    [Fact]
    public async Task A_threshold_does_not_go_beside_a_sensitivity()
    {
        _site.Configure(DeadPort, "10s", "id: good, source: /dev/video9, alerts: {sensitivity: {false_alarms_per_day: 10}}");

        ProgramResult refused = await TuneAsync("good", "--set", "0.6");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("change its false_alarms_per_day to 0.1, which is a threshold of 0.6", refused.Errors, StringComparison.Ordinal);
    }

    private Task<ProgramResult> TuneAsync(params string[] arguments) =>
        BuiltProgram.RunAsync(["tune", "--config", _site.ConfigFile, .. arguments]);
}
