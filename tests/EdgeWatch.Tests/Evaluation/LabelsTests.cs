using EdgeWatch.Evaluation;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Evaluation;

public sealed class LabelsTests : IDisposable
{
    private static readonly Clip Video = new("yard", "/clips/yard.mp4", IsImageFolder: false);
    private static readonly Clip Images = new("yard", "/clips/yard", IsImageFolder: true);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_label_for_each_scored_frame_is_taken_as_it_is() =>
        Assert.Equal(new[] { false, true, true }, await Load("""{"yard": [0, 1, true]}""").ForAsync(Video, 3, NeverCounted));

    [Fact]
    public async Task One_label_for_each_frame_of_a_video_is_taken_at_the_rate_of_scoring() =>
        Assert.Equal(
            new[] { false, false, true }, await Load("""{"yard": [0, 0, 0, 0, 1, 1]}""").ForAsync(Video, 3, _ => Task.FromResult(6)));

    [Fact]
    public async Task Other_numbers_of_labels_for_a_video_are_refused()
    {
        Labels labels = Load("""{"yard": [0, 0, 0, 1, 1]}""");

        EdgeWatchException error = await Assert.ThrowsAsync<EdgeWatchException>(() => labels.ForAsync(Video, 3, _ => Task.FromResult(6)));

        Assert.Contains("clip \"yard\" has 5 labels, and 6 are needed", error.Message, StringComparison.Ordinal);
        Assert.Contains("or 3, one for each of the frames that are scored", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_numbers_of_labels_for_images_are_refused()
    {
        EdgeWatchException error = await Assert.ThrowsAsync<EdgeWatchException>(
            () => Load("""{"yard": [0, 1]}""").ForAsync(Images, 3, NeverCounted));

        Assert.EndsWith("clip \"yard\" has 2 labels, and 3 are needed, one for each frame.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clip_without_labels_is_named_with_those_that_have_some()
    {
        EdgeWatchException error = await Assert.ThrowsAsync<EdgeWatchException>(
            () => Load("""{"gate": [0], "door": [0]}""").ForAsync(Images, 1, NeverCounted));

        Assert.Contains("no labels for clip \"yard\" (/clips/yard). It has: gate, door.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"yard": [0, 2]}""", "clip \"yard\", frame 1: 2 is not a label; 0 (normal) or 1 (anomalous) is.")]
    [InlineData("""{"yard": [null]}""", "clip \"yard\", frame 0: null is not a label")]
    [InlineData("""{"yard": 1}""", "not labels of the form {\"clip\": [0, 1, …]}")]
    [InlineData("[0, 1]", "not labels of the form {\"clip\": [0, 1, …]}")]
    [InlineData("{\"yard\": [0", "not labels of the form {\"clip\": [0, 1, …]}")]
    [InlineData("", "not labels of the form {\"clip\": [0, 1, …]}")]
    [InlineData("""{"yard": [0], "yard": [1]}""", "clip \"yard\" is there twice")]
    public void A_file_that_holds_something_else_is_refused(string content, string message)
    {
        EdgeWatchException error = Assert.Throws<EdgeWatchException>(() => Load(content));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(_folder.File("labels.json"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains(
            _folder.File("none.json"),
            Assert.Throws<EdgeWatchException>(() => Labels.Load(_folder.File("none.json"))).Message,
            StringComparison.Ordinal);

    private static Task<int> NeverCounted(Clip clip) => throw new InvalidOperationException("There is nothing to count.");

    private Labels Load(string content)
    {
        File.WriteAllText(_folder.File("labels.json"), content);
        return Labels.Load(_folder.File("labels.json"));
    }
}
