using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

public sealed class TokenBatchTests
{
    [Fact]
    public void Patches_keep_their_places()
    {
        TokenBatch batch = new();
        batch.Add(new PatchPosition(3, 4));
        batch.Add(new PatchPosition(14, 19));

        Assert.Equal(2, batch.Count);
        Assert.Equal(new PatchPosition(14, 19), batch[1]);
        Assert.Equal([3L, 4, 14, 19], batch.Positions.Take(4));
    }

    [Fact]
    public void Add_BatchIsFull_Throws()
    {
        TokenBatch batch = new();
        for (int i = 0; i < TokenBatch.Capacity; i++)
        {
            batch.Add(new PatchPosition(i, 0));
        }

        Assert.Throws<InvalidOperationException>(() => batch.Add(new PatchPosition(0, 0)));
        batch.Clear();
        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public void Speed_and_occupancy_of_the_32_pixel_window_are_read()
    {
        TokenBatch batch = new();
        batch.Add(new PatchPosition(0, 0));
        batch.Add(new PatchPosition(0, 1));
        for (int i = 0; i < 2 * TokenBatch.AttributeCount; i++)
        {
            batch.Attributes[i] = i;
        }

        Assert.Equal(15 + 7, batch.AttributesOf(1).LogSpeed);
        Assert.Equal(15 + 8, batch.AttributesOf(1).Occupancy);
    }
}
