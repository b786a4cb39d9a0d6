using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Tests.Frames;

public sealed class LatestFrameSlotTests
{
    private readonly FramePool _pool = new(new FrameSize(16, 16));

    [Fact]
    public async Task TakeAsync_SeveralWerePut_GivesTheNewestAndCountsTheOthers()
    {
        using LatestFrameSlot slot = new();
        slot.Put(Numbered(0));
        slot.Put(Numbered(1));
        slot.Put(Numbered(2));

        using Frame taken = await slot.TakeAsync(CancellationToken.None);

        Assert.Equal(2, taken.Sequence);
        Assert.Equal(2, slot.Dropped);
    }

    [Fact]
    public async Task TakeAsync_SlotIsEmpty_WaitsForTheNextFrame()
    {
        using LatestFrameSlot slot = new();
        ValueTask<Frame> taking = slot.TakeAsync(CancellationToken.None);
        Assert.False(taking.IsCompleted);

        slot.Put(Numbered(7));

        using Frame taken = await taking;
        Assert.Equal(7, taken.Sequence);
        Assert.Equal(0, slot.Dropped);
    }

    [Fact]
    public async Task TakeAsync_Cancelled_LeavesTheSlotUsable()
    {
        using LatestFrameSlot slot = new();
        using CancellationTokenSource cancel = new();
        ValueTask<Frame> taking = slot.TakeAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await taking);

        slot.Put(Numbered(1));

        using Frame taken = await slot.TakeAsync(CancellationToken.None);
        Assert.Equal(1, taken.Sequence);
    }

    [Fact]
    public void Put_DroppedFrame_GoesBackToThePool()
    {
        using LatestFrameSlot slot = new();
        Frame dropped = Numbered(0);
        slot.Put(dropped);
        slot.Put(Numbered(1));

        using Frame next = _pool.Rent();

        Assert.Same(dropped, next);
    }

    [Fact]
    public void Dispose_GivesBackWhatIsInAndWhatComesLater()
    {
        LatestFrameSlot slot = new();
        Frame inside = Numbered(0);
        slot.Put(inside);
        slot.Dispose();
        Frame late = Numbered(1);
        slot.Put(late);

        Assert.Throws<ObjectDisposedException>(inside.Share);
        Assert.Throws<ObjectDisposedException>(late.Share);
    }

    [Fact]
    public async Task Frames_are_taken_or_counted_as_dropped_and_never_go_back_in_time()
    {
        const int Total = 20_000;
        using LatestFrameSlot slot = new();
        Task putting = Task.Run(() =>
        {
            for (int i = 0; i < Total; i++)
            {
                slot.Put(Numbered(i));
            }
        });
        long last = -1;
        int taken = 0;

        while (last < Total - 1)
        {
            using Frame frame = await slot.TakeAsync(CancellationToken.None);
            Assert.True(frame.Sequence > last);
            last = frame.Sequence;
            taken++;
        }

        await putting;
        Assert.Equal(Total, taken + slot.Dropped);
    }

    private Frame Numbered(long sequence)
    {
        Frame frame = _pool.Rent();
        frame.Sequence = sequence;
        return frame;
    }
}
