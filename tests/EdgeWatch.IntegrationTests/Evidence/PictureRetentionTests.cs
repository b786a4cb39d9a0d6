using EdgeWatch.Evidence;
using EdgeWatch.TestKit;

namespace EdgeWatch.IntegrationTests.Evidence;

public sealed class PictureRetentionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Enforce_TooManyEvents_RemovesTheOldest()
    {
        AddEvents(5, bytes: 10);

        int removed = new PictureRetention(_folder.Path, mostEvents: 3).Enforce(IdOf(4));

        Assert.Equal(2, removed);
        Assert.Equal([IdOf(2), IdOf(3), IdOf(4)], Remaining());
    }

    [Fact]
    public void Enforce_TooManyBytes_RemovesTheOldest()
    {
        AddEvents(5, bytes: 100);

        int removed = new PictureRetention(_folder.Path, mostBytes: 250).Enforce(IdOf(4));

        Assert.Equal(3, removed);
        Assert.Equal([IdOf(3), IdOf(4)], Remaining());
    }

    [Fact]
    public void Enforce_WithinBounds_RemovesNothing()
    {
        AddEvents(5, bytes: 100);

        Assert.Equal(0, new PictureRetention(_folder.Path, 500, 5).Enforce(IdOf(4)));
        Assert.Equal(5, Remaining().Length);
    }

    [Fact]
    public void Enforce_CurrentEventLooksOldest_KeepsIt()
    {
        AddEvents(3, bytes: 10);

        new PictureRetention(_folder.Path, mostEvents: 1).Enforce(IdOf(0));

        Assert.Equal([IdOf(0)], Remaining());
    }

    [Fact]
    public void Enforce_FoldersOfOthers_AreLeftAlone()
    {
        AddEvents(2, bytes: 10);
        Directory.CreateDirectory(_folder.File("archive"));

        new PictureRetention(_folder.Path, mostEvents: 1).Enforce(IdOf(1));

        Assert.Equal([IdOf(1), "archive"], Remaining());
    }

    public void Dispose() => _folder.Dispose();

    private static string IdOf(int index) => $"01J{index:D23}";

    private void AddEvents(int count, int bytes)
    {
        for (int index = 0; index < count; index++)
        {
            string folder = _folder.File(IdOf(index));
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, EventPictures.SnapshotName), new byte[bytes]);
        }
    }

    private string[] Remaining() =>
        [.. Directory.GetDirectories(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
