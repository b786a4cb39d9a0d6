namespace EdgeWatch.Tests;

public sealed class WishesTests
{
    /// <summary>Who is told at once waits for nothing; this is for machines that have much else to do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Wishes<string, int> _wishes = new();

    [Fact]
    public async Task Each_wish_is_taken_once_and_has_its_answer()
    {
        Task<int> first = _wishes.AskAsync("first");
        Task<int> second = _wishes.AskAsync("second");

        await _wishes.WaitAsync(CancellationToken.None);
        Take("first").Answer(1);
        await _wishes.WaitAsync(CancellationToken.None);
        Take("second").Answer(2);

        Assert.Equal((1, 2), (await first, await second));
        Assert.False(_wishes.TryTake(out _));
    }

    /// <summary>One that is being done, one that waits, one that waits to wait, and one that comes too late.</summary>
    [Fact]
    public async Task Nobody_waits_for_a_loop_that_has_ended()
    {
        Task<int> taken = _wishes.AskAsync("taken");
        Take("taken");
        Task<int> waits = _wishes.AskAsync("waits");
        Task<int> hasNoRoom = _wishes.AskAsync("has no room");

        _wishes.End();

        Task<int> late = _wishes.AskAsync("late");
        foreach (Task<int> asked in new[] { taken, waits, hasNoRoom, late })
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(Patience, TimeProvider.System));
        }
    }

    [Fact]
    public async Task What_was_answered_before_the_end_stays_so()
    {
        Task<int> asked = _wishes.AskAsync("first");
        Take("first").Answer(1);

        _wishes.End();

        Assert.Equal(1, await asked);
    }

    [Fact]
    public async Task Who_is_told_to_stop_waits_no_longer()
    {
        using CancellationTokenSource stopping = new();
        Task<int> asked = _wishes.AskAsync("first", stopping.Token);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    private Wishes<string, int>.Wish Take(string expected)
    {
        Assert.True(_wishes.TryTake(out Wishes<string, int>.Wish? wish));
        Assert.Equal(expected, wish.Wanted);
        return wish;
    }
}
