using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.IntegrationTests.Cli;

/// <summary><c>edgewatch calibrate</c> on recordings.</summary>
public sealed class CalibrateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ToolFact("ffmpeg")]
    public async Task Recordings_are_watched_one_after_the_other_and_the_beginning_is_learned_from()
    {
        SceneClip clip = await SceneClip.GetAsync();

        ProgramResult shown = await RunAsync(
            "--recording", clip.NormalFile, clip.File, "--learn", "28", "--plot", _folder.File("plot.png"));

        Assert.True(shown.ExitCode == 0, shown.ToString());
        Assert.Contains("normal.mp4, scene.mp4: 0.006 h watched", shown.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ +0\.20 +0\.23\d +\d", shown.Output);
        Assert.Matches(@"(?m)^ +0\.40 +0\.002 +1 +0\.025–5\.572 +more often than promised$", shown.Output);
        Assert.True(new FileInfo(_folder.File("plot.png")).Length > 1000);
    }

    [ToolFact("ffmpeg")]
    public async Task What_cannot_be_is_said()
    {
        string clip = await FfmpegClip.MakeAsync(_folder.File("clip.mp4"), "320x240", 20, 10, "-pix_fmt", "yuv420p");

        await IsRefusedAsync("nothing was watched: the recordings are 2 s long", "--recording", clip, "--learn", "2");
        await IsRefusedAsync("seconds above 0", "--recording", clip, "--learn", "0");
        await IsRefusedAsync("name a camera, or recordings");
        await IsRefusedAsync("name a camera, or recordings", "yard", "--recording", clip);
        await IsRefusedAsync("no such file", "--recording", _folder.File("none.mp4"));
    }

    private static async Task IsRefusedAsync(string why, params string[] arguments)
    {
        ProgramResult refused = await RunAsync(arguments);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(why, refused.Errors, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<ProgramResult> RunAsync(params string[] arguments) => BuiltProgram.RunAsync(["calibrate", .. arguments]);
}
