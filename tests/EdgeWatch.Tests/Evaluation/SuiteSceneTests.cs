using EdgeWatch.Evaluation;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Evaluation;

public sealed class SuiteSceneTests : IDisposable
{
    private static readonly EvaluationSettings Settings = new() { FramesPerSecond = 10, Threshold = 0.5 };

    private readonly TemporaryFolder _suite = new();

    public void Dispose() => _suite.Dispose();

    [Fact]
    public void Folders_with_any_part_of_a_scene_are_scenes_and_what_lies_beside_them_is_not()
    {
        Directory.CreateDirectory(Path.Combine(_suite.File("masks"), "a"));
        Create("yard", "normal/a.mp4", "test/b.mp4", "README.md");
        Create("barn", "normal/day/1.png", "test/c.mp4");
        File.WriteAllText(_suite.File("README.md"), "");

        IReadOnlyList<SuiteScene> scenes = SuiteScene.In(_suite.Path);

        Assert.Equal(["barn", "yard"], scenes.Select(scene => scene.Name));
        EvaluationInput yard = scenes[1].Open(Settings);
        Assert.Equal(("a", "b"), (Assert.Single(yard.Normal).Name, Assert.Single(yard.Test).Name));
        Assert.Same(Settings, yard.Settings);
    }

    [Fact]
    public void What_a_scene_lacks_is_named()
    {
        Create("lane");

        SuiteScene scene = Assert.Single(SuiteScene.In(_suite.Path));

        string message = Assert.Throws<EdgeWatchException>(() => scene.Open(Settings)).Message;
        Assert.Equal($"{_suite.File("lane")} has no normal/ and no test/", message);
    }

    [Fact]
    public void A_scene_without_labels_is_none()
    {
        Create("lane", "normal/a.mp4", "test/b.mp4");
        File.Delete(Path.Combine(_suite.File("lane"), "labels.json"));

        string message = Assert.Throws<EdgeWatchException>(() => SuiteScene.In(_suite.Path)[0].Open(Settings)).Message;
        Assert.EndsWith("has no labels.json", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suite_without_scenes_is_refused()
    {
        Assert.Contains(
            "no scenes in it",
            Assert.Throws<EdgeWatchException>(() => SuiteScene.In(_suite.Path)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "no such folder",
            Assert.Throws<EdgeWatchException>(() => SuiteScene.In(_suite.File("nowhere"))).Message,
            StringComparison.Ordinal);
    }

    private void Create(string scene, params string[] files)
    {
        Directory.CreateDirectory(_suite.File(scene));
        File.WriteAllText(Path.Combine(_suite.File(scene), "labels.json"), "{}");
        foreach (string file in files)
        {
            string path = Path.Combine(_suite.File(scene), file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
    }
}
