using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Tests.Frames;

public sealed class FrameTests
{
    [Fact]
    public void Planes_of_an_odd_size_cover_the_buffer_without_overlap()
    {
        using Frame frame = new FramePool(new FrameSize(17, 19)).Rent();

        frame.Luma.Fill(1);
        frame.ChromaU.Fill(2);
        frame.ChromaV.Fill(3);

        byte[] pixels = frame.Pixels.ToArray();
        Assert.Equal((17 * 19) + (2 * 9 * 10), pixels.Length);
        Assert.Equal(17 * 19, pixels.Count(value => value == 1));
        Assert.Equal(90, pixels.Count(value => value == 2));
        Assert.Equal(90, pixels.Count(value => value == 3));
    }

    [Fact]
    public void Dispose_TwoLeases_ReturnsBufferAfterTheSecond()
    {
        FramePool pool = new(new FrameSize(16, 16));
        Frame frame = pool.Rent();
        Frame shared = frame.Share();

        frame.Dispose();
        using Frame other = pool.Rent();
        shared.Dispose();
        using Frame again = pool.Rent();

        Assert.NotSame(frame, other);
        Assert.Same(frame, again);
    }

    [Fact]
    public void Dispose_MoreOftenThanLeased_Throws()
    {
        Frame frame = new FramePool(new FrameSize(16, 16)).Rent();
        frame.Dispose();

        Assert.Throws<ObjectDisposedException>(frame.Dispose);
    }

    [Fact]
    public void Share_AfterTheLastLease_Throws()
    {
        Frame frame = new FramePool(new FrameSize(16, 16)).Rent();
        frame.Dispose();

        Assert.Throws<ObjectDisposedException>(frame.Share);
    }
}
