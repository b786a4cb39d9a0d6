using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Tests.Frames;

public sealed class WaitingFramesTests
{
    private readonly FramePool _pool = new(new FrameSize(16, 16));

    [Fact]
    public async Task A_burst_is_taken_in_order_without_a_loss()
    {
        using WaitingFrames waiting = new();
        Put(waiting, 0, WaitingFrames.Capacity);

        Assert.Equal(Enumerable.Range(0, WaitingFrames.Capacity).Select(i => (long)i), await TakeAsync(waiting, WaitingFrames.Capacity));
        Assert.Equal(0, waiting.Dropped);
    }

    [Fact]
    public async Task One_too_many_drops_all_that_wait_so_that_what_is_left_is_in_one_piece()
    {
        using WaitingFrames waiting = new();
        Put(waiting, 0, WaitingFrames.Capacity + 3);

        Assert.Equal([WaitingFrames.Capacity, WaitingFrames.Capacity + 1, WaitingFrames.Capacity + 2], await TakeAsync(waiting, 3));
        Assert.Equal(WaitingFrames.Capacity, waiting.Dropped);
    }

    [Fact]
    public async Task TakeAsync_NoneIsThere_WaitsForTheNextFrame()
    {
        using WaitingFrames waiting = new();
        ValueTask<Frame?> taking = waiting.TakeAsync(CancellationToken.None);
        Assert.False(taking.IsCompleted);

        waiting.Put(Numbered(7));

        using Frame? taken = await taking;
        Assert.Equal(7, taken!.Sequence);
        Assert.Equal(0, waiting.Dropped);
    }

    [Fact]
    public async Task TakeAsync_Cancelled_LeavesTheRestUsable()
    {
        using WaitingFrames waiting = new();
        using CancellationTokenSource cancel = new();
        ValueTask<Frame?> taking = waiting.TakeAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await taking);

        waiting.Put(Numbered(1));

        using Frame? taken = await waiting.TakeAsync(CancellationToken.None);
        Assert.Equal(1, taken!.Sequence);
    }

    [Fact]
    public async Task After_the_last_one_those_that_wait_can_be_taken_and_then_there_is_none()
    {
        using WaitingFrames waiting = new();
        Put(waiting, 0, 3);

        waiting.Complete();

        Assert.Equal([0L, 1, 2], await TakeAsync(waiting, 3));
        Assert.Null(await waiting.TakeAsync(CancellationToken.None));
        Assert.Null(await waiting.TakeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Who_waits_is_told_that_no_more_come()
    {
        using WaitingFrames waiting = new();
        ValueTask<Frame?> taking = waiting.TakeAsync(CancellationToken.None);

        waiting.Complete();

        Assert.Null(await taking);
    }

    [Fact]
    public void Dropped_frames_go_back_to_the_pool()
    {
        using WaitingFrames waiting = new();
        Frame first = Numbered(0);
        waiting.Put(first);

        Put(waiting, 1, WaitingFrames.Capacity);

        Assert.Throws<ObjectDisposedException>(first.Share);
    }

    [Fact]
    public void Dispose_GivesBackWhatIsInAndWhatComesLater()
    {
        WaitingFrames waiting = new();
        Frame inside = Numbered(0);
        waiting.Put(inside);
        waiting.Dispose();
        Frame late = Numbered(1);
        waiting.Put(late);

        Assert.Throws<ObjectDisposedException>(inside.Share);
        Assert.Throws<ObjectDisposedException>(late.Share);
    }

    [Fact]
    public async Task Frames_are_taken_or_counted_as_dropped_and_never_go_back_in_time()
    {
        const int Total = 20_000;
        using WaitingFrames waiting = new();
        Task putting = Task.Run(() =>
        {
            for (int i = 0; i < Total; i++)
            {
                waiting.Put(Numbered(i));
            }
        });
        long last = -1;
        int taken = 0;

        while (last < Total - 1)
        {
            using Frame? frame = await waiting.TakeAsync(CancellationToken.None);
            Assert.True(frame!.Sequence > last);
            last = frame!.Sequence;
            taken++;
        }

        await putting;
        Assert.Equal(Total, taken + waiting.Dropped);
    }

    [Fact]
    public async Task WaitForRoomAsync_Full_EndsWhenOneIsTaken()
    {
        using WaitingFrames waiting = new();
        Put(waiting, 0, WaitingFrames.Capacity);
        Task room = waiting.WaitForRoomAsync(CancellationToken.None).AsTask();
        Assert.False(room.IsCompleted);

        (await waiting.TakeAsync(CancellationToken.None))!.Dispose();

        await room.WaitAsync(TimeSpan.FromSeconds(30));
        waiting.Put(Numbered(WaitingFrames.Capacity));
        Assert.Equal(0, waiting.Dropped);
    }

    private void Put(WaitingFrames waiting, int first, int count)
    {
        for (int i = 0; i < count; i++)
        {
            waiting.Put(Numbered(first + i));
        }
    }

    private static async Task<List<long>> TakeAsync(WaitingFrames waiting, int count)
    {
        List<long> taken = [];
        for (int i = 0; i < count; i++)
        {
            using Frame? frame = await waiting.TakeAsync(CancellationToken.None);
            taken.Add(frame!.Sequence);
        }

        return taken;
    }

    private Frame Numbered(long sequence)
    {
        Frame frame = _pool.Rent();
        frame!.Sequence = sequence;
        return frame;
    }
}
