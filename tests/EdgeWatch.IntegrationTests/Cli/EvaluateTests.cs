using System.Text.Json;
using EdgeWatch.Evidence;
using EdgeWatch.Scene;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using SkiaSharp;

namespace EdgeWatch.IntegrationTests.Cli;

/// <summary><c>edgewatch evaluate</c> on the demo's scene: the ordinary part is learned, the part around the fast one is scored.</summary>
public sealed class EvaluateTests : IAsyncLifetime, IDisposable
{
    private const int Frames = SceneClip.AnomalyClipSeconds * SceneClip.FramesPerSecond;
    private const int FirstFrame = SceneClip.AnomalyClipStart * SceneClip.FramesPerSecond;

    private readonly TemporaryFolder _folder = new();
    private SceneScript _script = null!;

    private string Normal => _folder.File("normal");

    private string Test => _folder.File("test");

    private string LabelFile => _folder.File("labels.json");

    public async Task InitializeAsync()
    {
        SceneClip clip = await SceneClip.GetAsync();
        _script = clip.Script;
        Directory.CreateDirectory(Normal);
        Directory.CreateDirectory(Test);
        File.Copy(clip.NormalFile, Path.Combine(Normal, "yard.mp4"));
        File.Copy(clip.AnomalyFile, Path.Combine(Test, "yard.mp4"));
        Label(Frames);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [ToolFact("ffmpeg")]
    public async Task It_tells_how_good_the_daemon_is_in_a_table_and_in_json()
    {
        DrawMasks(Frames);
        string json = _folder.File("report.json");

        ProgramResult result = await EvaluateAsync("--masks", _folder.File("masks"), "--learning-curve", "--json", json);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("RBDC", result.Output, StringComparison.Ordinal);
        Assert.Contains("minutes learned", result.Output, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(await File.ReadAllBytesAsync(json));
        JsonElement report = document.RootElement;
        Assert.Equal(Frames, report.GetProperty("frames").GetInt32());
        Assert.InRange(report.GetProperty("micro_auc").GetDouble(), 0.9, 1);
        Assert.InRange(report.GetProperty("latency_aware_ap").GetDouble(), 0.5, 1);
        Assert.InRange(report.GetProperty("micro_auc_unsmoothed").GetDouble(), 0.7, 1);
        Assert.InRange(report.GetProperty("localisation").GetProperty("pixel_auc").GetDouble(), 0.5, 1);
        Assert.Equal(1, report.GetProperty("localisation").GetProperty("tracks").GetInt32());
        Assert.Equal(1, report.GetProperty("learning_curve").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("micro_auc_interval").ValueKind); // one clip says nothing about others
    }

    [ToolFact("ffmpeg")]
    public async Task A_kind_that_is_switched_off_does_not_count()
    {
        string json = _folder.File("report.json");

        ProgramResult result = await EvaluateAsync("--kinds", "place", "--speed-by", "network", "--json", json);

        Assert.Equal(0, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(await File.ReadAllBytesAsync(json));
        Assert.Equal("place", Assert.Single(document.RootElement.GetProperty("kinds").EnumerateArray()).GetString());
        Assert.Equal("network", document.RootElement.GetProperty("speed_by").GetString());
    }

    [ToolFact("ffmpeg")]
    public async Task Labels_of_another_number_are_not_stretched_over_a_video()
    {
        Label(77);

        ProgramResult result = await EvaluateAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"clip \"yard\" has 77 labels, and {Frames} are needed", result.Errors, StringComparison.Ordinal);
    }

    [ToolFact("ffmpeg")]
    public async Task Masks_of_another_number_are_refused()
    {
        DrawMasks(Frames - 1);

        ProgramResult result = await EvaluateAsync("--masks", _folder.File("masks"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"{Frames - 1} masks for the {Frames} frames of clip \"yard\"", result.Errors, StringComparison.Ordinal);
    }

    [ToolFact("ffmpeg")]
    public async Task Two_test_clips_of_one_name_are_refused()
    {
        string other = _folder.File("other");
        Directory.CreateDirectory(Path.Combine(other, "yard"));

        ProgramResult result = await EvaluateAsync("--test", other);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Two test clips have the name \"yard\"", result.Errors, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(Test, "yard.mp4"), result.Errors, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(other, "yard"), result.Errors, StringComparison.Ordinal);
    }

    [ToolFact("ffmpeg")]
    public async Task A_suite_is_a_table_of_its_scenes_and_of_all_together()
    {
        string suite = Suite("yard", "yard-again");
        string json = _folder.File("suite.json");

        ProgramResult result = await BuiltProgram.RunAsync(["evaluate", "--suite", suite, "--threshold", "0.6", "--json", json]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("all together", result.Output, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(await File.ReadAllBytesAsync(json));
        JsonElement report = document.RootElement;
        Assert.Equal(0.6, report.GetProperty("threshold").GetDouble());
        JsonElement scene = report.GetProperty("scenes").GetProperty("yard");
        JsonElement all = report.GetProperty("all");
        Assert.Equal("1 of 1", $"{scene.GetProperty("anomalies_detected")} of {scene.GetProperty("anomalies")}");
        Assert.Equal("2 of 2", $"{all.GetProperty("anomalies_detected")} of {all.GetProperty("anomalies")}");
        Assert.InRange(scene.GetProperty("latency_aware_ap").GetDouble(), 0.5, 1);

        // Each scene is watched afresh: the same twice is the same.
        Assert.True(JsonElement.DeepEquals(scene, report.GetProperty("scenes").GetProperty("yard-again")));
        // Both have a clip "yard".
        Assert.True(JsonElement.DeepEquals(all, report.GetProperty("clips").GetProperty("yard")));
        JsonElement clip = report.GetProperty("reports").GetProperty("yard").GetProperty("clips").GetProperty("yard");
        JsonElement alert = clip.GetProperty("alerts")[0];
        Assert.False(alert.GetProperty("is_false").GetBoolean());
        Assert.Equal("speed", alert.GetProperty("kinds")[0].GetString());
    }

    [ToolFact("ffmpeg")]
    public async Task A_scene_that_cannot_be_measured_is_named_and_the_others_are_measured()
    {
        string suite = Suite("yard", "lane");
        Directory.Delete(Path.Combine(suite, "lane", "normal"));

        ProgramResult result = await BuiltProgram.RunAsync(["evaluate", "--suite", suite]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"Left out: lane: {Path.Combine(suite, "lane")} has no normal/", result.Output, StringComparison.Ordinal);
        Assert.Contains("all together", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--labels is about one scene", "--suite", "suite", "--labels", "labels.json")]
    [InlineData("--learning-curve is about one scene", "--suite", "suite", "--learning-curve")]
    [InlineData("--test is required, or --suite FOLDER", "--normal", "normal", "--labels", "labels.json")]
    public async Task One_scene_or_several(string message, params string[] arguments)
    {
        ProgramResult result = await BuiltProgram.RunAsync(["evaluate", .. arguments]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    private string Suite(params string[] scenes)
    {
        string suite = _folder.File("suite");
        foreach (string scene in scenes)
        {
            string folder = Path.Combine(suite, scene);
            Directory.CreateDirectory(folder);
            Directory.CreateSymbolicLink(Path.Combine(folder, "normal"), Normal);
            Directory.CreateSymbolicLink(Path.Combine(folder, "test"), Test);
            File.Copy(LabelFile, Path.Combine(folder, "labels.json"));
        }

        return suite;
    }

    private Task<ProgramResult> EvaluateAsync(params string[] more) =>
        BuiltProgram.RunAsync(["evaluate", "--normal", Normal, "--test", Test, "--labels", LabelFile, .. more]);

    private void Label(int count) => File.WriteAllText(
        LabelFile,
        $$"""{"yard": [{{string.Join(',', Enumerable.Range(FirstFrame, count).Select(frame => _script.IsAnomaly(frame) ? 1 : 0))}}]}""");

    /// <summary>White where the fast one is.</summary>
    private void DrawMasks(int count)
    {
        string folder = Path.Combine(_folder.File("masks"), "yard");
        Directory.CreateDirectory(folder);
        for (int i = 0; i < count; i++)
        {
            using RgbPicture mask = new(320, 240);
            if (_script.AnomalyRegion(FirstFrame + i) is { } region)
            {
                using var white = new SKPaint { Color = SKColors.White };
                mask.Canvas.DrawRect(
                    (int)(region.X * 320), (int)(region.Y * 240), (int)(region.Width * 320), (int)(region.Height * 240), white);
            }

            File.WriteAllBytes(Path.Combine(folder, $"{i:000}.png"), mask.ToPng());
        }
    }
}
