using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

public sealed class TokenBatchTests
{
    private static readonly PatchGrid Grid = new(15, 20, 1);

    [Fact]
    public void Patches_keep_their_places()
    {
        TokenBatch batch = new(Grid);
        batch.Add(new PatchPosition(3, 4));
        batch.Add(new PatchPosition(14, 19));

        Assert.Equal(2, batch.Count);
        Assert.Equal([new PatchPosition(3, 4), new PatchPosition(14, 19)], [batch[0], batch[1]]);
    }

    [Fact]
    public void Add_BatchIsFull_Throws()
    {
        TokenBatch batch = new(Grid);
        for (int i = 0; i < batch.Capacity; i++)
        {
            batch.Add(new PatchPosition(i, 0));
        }

        Assert.Throws<InvalidOperationException>(() => batch.Add(new PatchPosition(0, 0)));
        batch.Clear();
        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public void Attributes_are_those_of_the_32_pixel_window_and_of_the_thing_of_that_patch()
    {
        TokenBatch batch = new(Grid);
        batch.Add(new PatchPosition(0, 0));
        batch.Add(new PatchPosition(0, 1));
        for (int i = 0; i < 2 * TokenBatch.AttributeCount; i++)
        {
            batch.Attributes[i] = i / 16f;
        }

        PatchAttributes attributes = batch.AttributesOf(1);

        // 25 values of the first patch, then by the order of PatchAttributes.Names.
        Assert.Equal((Math.Exp((25 + 5) / 16.0) - 1) * 0.3, attributes.VelocityX, 1e-5);
        Assert.Equal((Math.Exp((25 + 6) / 16.0) - 1) * 0.3, attributes.VelocityY, 1e-5);
        Assert.Equal((25 + 7) / 16f, attributes.LogSpeed);
        Assert.Equal((25 + 8) / 16f, attributes.Occupancy);
        Assert.Equal(((25 + 18) / 16f) + ((25 + 19) / 16f), attributes.LogArea);
        Assert.Equal(Math.Exp((25 + 22) / 16.0), attributes.LogSpeedDeviation, 1e-4);
    }

    [Fact]
    public void Names_of_the_attributes_that_are_read_are_at_their_places() => Assert.Equal(
        ["u32", "v32", "speed32", "occupancy32", "thing_height", "thing_width", "speed32_log_sigma"],
        new[] { 5, 6, 7, 8, 18, 19, 22 }.Select(i => PatchAttributes.Names[i]));

    [Fact]
    public void There_is_a_name_for_every_attribute_and_no_name_twice() =>
        Assert.Equal(PatchAttributes.Count, PatchAttributes.Names.Distinct().Count());

    [Theory]
    [InlineData(-2.5)]
    [InlineData(-0.1)]
    [InlineData(0)]
    [InlineData(0.4)]
    [InlineData(9)]
    public void Velocity_is_decoded_with_its_sign(double velocity)
    {
        ScenePatches scene = Scenes.Of(Grid, new MovingPatch(new PatchPosition(0, 0)) { VelocityX = velocity, VelocityY = -velocity });

        Assert.Equal(velocity, scene.Active.AttributesOf(0).VelocityX, 1e-5);
        Assert.Equal(-velocity, scene.Active.AttributesOf(0).VelocityY, 1e-5);
    }

    [Theory]
    [InlineData(1, 1, 96)]
    [InlineData(15, 20, 96)]
    [InlineData(15, 26, 96)]
    [InlineData(20, 20, 96)]
    [InlineData(20, 25, 120)]
    [InlineData(45, 80, 864)]
    public void Capacity_grows_with_large_grids(int rows, int columns, int expected)
    {
        PatchGrid grid = new(rows, columns, 1);

        Assert.Equal(expected, TokenBatch.CapacityFor(grid));
        Assert.Equal(expected, new TokenBatch(grid).Capacity);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void An_answer_with_something_that_is_no_number_is_noticed_in_the_patches_that_there_are(float value)
    {
        TokenBatch batch = new(Grid);
        batch.Add(new PatchPosition(0, 0));
        batch.Attributes[TokenBatch.AttributeCount] = value;
        Assert.True(batch.IsAnsweredInNumbers());

        batch.Embeddings[TokenBatch.EmbeddingLength - 1] = value;
        Assert.False(batch.IsAnsweredInNumbers());

        batch.Embeddings[TokenBatch.EmbeddingLength - 1] = 0;
        batch.Attributes[0] = value;
        Assert.False(batch.IsAnsweredInNumbers());
    }
}
