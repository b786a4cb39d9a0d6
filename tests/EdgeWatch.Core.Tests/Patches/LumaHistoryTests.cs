using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

public sealed class LumaHistoryTests
{
    private readonly LumaHistory _history = new(new PatchGrid(1, 1, 1));

    [Fact]
    public void Lag_counts_back_from_the_newest_picture()
    {
        for (byte level = 1; level <= 7; level++)
        {
            Add(level);
        }

        Assert.True(_history.IsFull);
        Assert.Equal([7, 6, 5, 4, 3], Enumerable.Range(0, 5).Select(lag => (int)_history.Full(lag).Row(3)[5]));
        Assert.Equal([7, 6, 5, 4, 3], Enumerable.Range(0, 5).Select(lag => (int)_history.Half(lag).Row(3)[5]));
    }

    [Fact]
    public void Clear_forgets_all_pictures()
    {
        Add(1);
        _history.Clear();
        Add(2);

        Assert.Equal(1, _history.Count);
        Assert.False(_history.IsFull);
        Assert.Throws<ArgumentOutOfRangeException>(() => _history.Full(1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_picture_that_is_not_there_is_refused(int lag)
    {
        Add(1);
        Add(2);

        Assert.Throws<ArgumentOutOfRangeException>(() => _history.Full(lag));
        Assert.Throws<ArgumentOutOfRangeException>(() => _history.Half(lag));
    }

    private void Add(byte level) => _history.Add(Pictures.Of(16, 16, (_, _) => level), 16);
}
