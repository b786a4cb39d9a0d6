using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Tests.Frames;

public sealed class FramePoolTests
{
    private static readonly FrameSize Size = new(32, 16);

    [Fact]
    public void Rent_AllocatesNothing_OnceItRuns()
    {
        FramePool pool = new(Size);
        pool.Rent().Dispose();

        Assert.Equal(0, AllocatedBytes.EachTime(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                pool.Rent().Dispose();
            }
        }));
    }

    [Fact]
    public void Return_BeyondCapacity_LetsTheFrameGo()
    {
        FramePool pool = new(Size, capacity: 2);
        Frame[] first = [pool.Rent(), pool.Rent(), pool.Rent()];
        foreach (Frame frame in first)
        {
            frame.Dispose();
        }

        Frame[] second = [pool.Rent(), pool.Rent(), pool.Rent()];

        Assert.Equal(2, second.Intersect(first).Count());
    }

    [Fact]
    public void Rent_FromManyThreads_NeverGivesTheSameFrameTwice()
    {
        FramePool pool = new(Size);

        Parallel.For(0, 10_000, i =>
        {
            using Frame frame = pool.Rent();
            byte mark = (byte)i;
            frame.Luma.Fill(mark);
            Assert.Equal(-1, frame.Luma.IndexOfAnyExcept(mark));
        });
    }
}
