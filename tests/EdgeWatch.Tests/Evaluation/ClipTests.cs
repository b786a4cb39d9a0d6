using EdgeWatch.Evaluation;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Evaluation;

public sealed class ClipTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_path_is_a_recording_or_a_folder_of_recordings()
    {
        Create("normal/b.mp4", "normal/a.mp4", "normal/README.md", "days/monday/1.png", "pictures/1.png", "pictures/2.png");

        Assert.Equal(["a", "b"], Names("normal"));
        Assert.Equal(["monday"], Names("days"));
        Assert.Equal(["pictures"], Names("pictures"));
        Assert.Equal(["b.mp4"], Names("normal/b.mp4"));
        Assert.Equal(["%04d.jpg"], Names("%04d.jpg"));
    }

    private IEnumerable<string> Names(string path) => Clip.OfOrIn(_folder.File(path)).Select(clip => clip.Name);

    private void Create(params string[] files)
    {
        foreach (string file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(file))!);
            File.WriteAllText(_folder.File(file), "");
        }
    }
}
