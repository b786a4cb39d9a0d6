using System.Diagnostics;
using EdgeWatch.Core.Events;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.IntegrationTests.Cli;

/// <summary>78 means for every verb that the configuration or the installation has to be mended, and 1 anything else.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private const int DeadPort = 1;

    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg")]
    public async Task A_model_that_cannot_be_used_is_78_for_all()
    {
        string clip = await ClipAsync("320x240");
        string model = _site.Write("broken.json", "{");
        _site.Configure(DeadPort, "30s", $"id: clip, source: {clip}");
        await File.AppendAllTextAsync(_site.ConfigFile, $"\nmodel: {model}\n");

        await EndsAsync(78, "not a model manifest", "score", clip, "--model", model);
        await EndsAsync(78, "not a model manifest", ["evaluate", .. Evaluation(clip), "--model", model]);
        await EndsAsync(78, "not a model manifest", "check", "--config", _site.ConfigFile);
        await EndsAsync(78, "not a model manifest", "run", "--config", _site.ConfigFile);
    }

    [ToolFact("ffmpeg")]
    public async Task An_ffmpeg_that_is_missing_is_78_for_all()
    {
        string clip = await ClipAsync("320x240");
        _site.Configure(DeadPort, "30s", $"id: clip, source: {clip}");

        await EndsWithoutProgramsAsync("score", clip);
        await EndsWithoutProgramsAsync(["evaluate", .. Evaluation(clip)]);
        await EndsWithoutProgramsAsync("check", "--config", _site.ConfigFile);
        await EndsWithoutProgramsAsync("run", "--config", _site.ConfigFile);
        await EndsWithoutProgramsAsync("zones", "clip", "--config", _site.ConfigFile, "--out", _site.File("zones.png"));
        await EndsWithoutProgramsAsync("calibrate", "--recording", clip);
        await EndsWithoutProgramsAsync(
            "digest", "--config", _site.ConfigFile, "--day", DayOfEvent(), "--out", _site.File("day.mp4"));
        Assert.False(File.Exists(_site.File("day.mp4")));
    }

    [ToolFact("ffmpeg")]
    public async Task A_broker_that_is_away_is_no_matter_of_configuration()
    {
        _site.Configure(DeadPort, "30s", $"id: clip, source: {await ClipAsync("320x240")}");

        await EndsAsync(1, "Connection refused", "check", "--config", _site.ConfigFile);
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("yesteryear")]
    public async Task What_is_no_day_of_a_digest_is_told_with_what_would_be_one(string day)
    {
        _site.Configure(DeadPort, "30s", "id: clip, source: clip.mkv");

        await EndsAsync(
            1,
            $"--day {day}: not allowed; today, yesterday and days from 1970-01-01 to 9999-12-30 are.",
            "digest", "--config", _site.ConfigFile, "--day", day, "--out", _site.File("day.html"));
    }

    /// <summary>Tall pictures are analysed at half their size or less, where these are narrower than one patch.</summary>
    [ToolFact("ffmpeg")]
    public Task A_picture_that_is_too_narrow_is_told_and_not_crashed_over() => IsTooNarrowAsync("64x2000");

    [ToolFact("ffmpeg")]
    public Task So_is_one_of_a_camera_that_is_a_patch_wide() => IsTooNarrowAsync("16x480");

    private async Task IsTooNarrowAsync(string size)
    {
        string clip = await ClipAsync(size);
        _site.Configure(DeadPort, "30s", $"id: tall, source: {clip}");

        await EndsAsync(1, "picture too narrow", "score", clip);
        await EndsAsync(1, "picture too narrow", ["evaluate", .. Evaluation(clip)]);
        await EndsAsync(1, "picture too narrow", "check", "--config", _site.ConfigFile);
    }

    private Task<string> ClipAsync(string size)
    {
        Directory.CreateDirectory(_site.File("clips"));
        return FfmpegClip.MakeAsync(_site.File("clips/clip.mkv"), size, frames: 20, framesPerSecond: 10, "-c:v", "mpeg4");
    }

    private string[] Evaluation(string clip)
    {
        string folder = Path.GetDirectoryName(clip)!;
        string labels = _site.Write("labels.json", $$"""{"clip": [{{string.Join(',', Enumerable.Repeat(0, 20))}}]}""");
        return ["--normal", folder, "--test", folder, "--labels", labels];
    }

    private static async Task EndsAsync(int code, string words, params string[] arguments)
    {
        ProgramResult result = await BuiltProgram.RunAsync(arguments);

        Assert.Equal(code, result.ExitCode);
        Assert.Contains(words, result.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.ToString(), StringComparison.Ordinal);
    }

    private static async Task EndsWithoutProgramsAsync(params string[] arguments)
    {
        ProcessStartInfo start = new(BuiltProgram.Path, arguments);
        start.Environment["PATH"] = "/nonexistent";

        ProgramResult result = await BuiltProgram.RunAsync(start);

        Assert.Equal(78, result.ExitCode);
        Assert.Contains("ffmpeg is missing: apt-get install ffmpeg\n", result.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Keeps an event.</summary>
    private string DayOfEvent()
    {
        DateTimeOffset start = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Local);
        string id = EventId.Create(start);
        string folder = Directory.CreateDirectory(Path.Combine(_site.StateDirectory, "events", id)).FullName;
        File.WriteAllText(
            Path.Combine(folder, "event.json"),
            $$"""{"event_id":"{{id}}","camera":"clip","started_at":"{{start:O}}","reasons":[{"kind":"speed","text":"moves"}]}""");
        return "2026-03-01";
    }
}
