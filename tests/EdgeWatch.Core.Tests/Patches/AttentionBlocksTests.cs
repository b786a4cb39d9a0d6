using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

public sealed class AttentionBlocksTests
{
    /// <summary>1280×720 pixels.</summary>
    private static readonly PatchGrid Large = new(45, 80, 1);

    [Theory]
    [InlineData(15, 20, 0)]
    [InlineData(15, 20, 1)]
    [InlineData(15, 20, 96)]
    [InlineData(45, 80, 1)]
    [InlineData(45, 80, 128)]
    [InlineData(45, 80, 129)]
    [InlineData(45, 80, 400)]
    [InlineData(45, 80, 864)]
    [InlineData(29, 61, 300)]
    [InlineData(23, 30, 165)]
    public void Every_token_asks_once_and_sees_all_within_reach(int rows, int columns, int count)
    {
        PatchGrid grid = new(rows, columns, 1);
        Random random = new(count);
        AttentionBlocks blocks = new(grid, TokenBatch.CapacityFor(grid));
        for (int round = 0; round < 10; round++)
        {
            PatchPosition[] tokens = round % 2 == 0 ? Scattered(grid, count, random) : Crowded(grid, count, random);

            blocks.Deal(tokens);

            AssertDealt(blocks, tokens);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(AttentionBlocks.OneBlockLimit)]
    public void Few_tokens_are_one_block_without_padding(int count)
    {
        AttentionBlocks blocks = new(Large, TokenBatch.CapacityFor(Large));

        blocks.Deal(Scattered(Large, count, new Random(3)));

        Assert.Equal((1, count, count), (blocks.BlockCount, blocks.QueryCount, blocks.KeyCount));
        Assert.Equal(Enumerable.Range(0, count).Select(k => (long)k), blocks.Slots.Take(count));
    }

    [Fact]
    public void More_tokens_are_dealt_out_by_tiles()
    {
        AttentionBlocks blocks = new(Large, TokenBatch.CapacityFor(Large));

        blocks.Deal(Scattered(Large, AttentionBlocks.OneBlockLimit + 1, new Random(3)));

        Assert.True(blocks.BlockCount > 1);
        Assert.InRange(blocks.QueryCount, 1, AttentionBlocks.TileQueries);
        Assert.InRange(blocks.KeyCount, blocks.QueryCount, AttentionBlocks.TileKeys);
    }

    [Theory]
    [InlineData(3, 12, 16)]
    [InlineData(45, 16, 100)]
    public void Blocks_are_as_large_as_the_fullest_tile_needs_in_steps(int side, int queries, int keys)
    {
        AttentionBlocks blocks = new(Large, Large.Count);

        // Squares in the corners of tiles that are too far apart to see each other.
        blocks.Deal([.. Enumerable.Range(0, Large.Count).Select(Large.PositionOf)
            .Where(position => position.Row % 12 < side && position.Column % 12 < side || side == 45)]);

        Assert.Equal((queries, keys), (blocks.QueryCount, blocks.KeyCount));
    }

    [Theory]
    [InlineData(20, 15)]
    [InlineData(40, 30)]
    [InlineData(60, 45)]
    public void Twice_as_many_tokens_side_by_side_are_twice_as_many_blocks(int columns, int expected)
    {
        PatchPosition[] tokens = [.. Enumerable.Range(0, 12 * columns).Select(i => new PatchPosition(i / columns, i % columns))];
        AttentionBlocks blocks = new(Large, TokenBatch.CapacityFor(Large));

        blocks.Deal(tokens);

        // Tiles of 4 × 4 patches that are all full.
        Assert.Equal(expected, blocks.BlockCount);
        Assert.Equal(tokens.Length / AttentionBlocks.TileQueries, blocks.BlockCount);
    }

    [Fact]
    public void There_are_never_more_blocks_than_tokens_nor_than_tiles()
    {
        Random random = new(7);
        AttentionBlocks blocks = new(Large, TokenBatch.CapacityFor(Large));
        for (int count = AttentionBlocks.OneBlockLimit + 1; count <= TokenBatch.CapacityFor(Large); count += 49)
        {
            blocks.Deal(Scattered(Large, count, random));

            Assert.InRange(blocks.BlockCount, 1, Math.Min(count, 12 * 20));
        }
    }

    [Fact]
    public void One_token_in_every_tile_fits_though_the_last_row_of_tiles_is_cut()
    {
        PatchPosition[] tokens = [.. Enumerable.Range(0, 12 * 20).Select(i => new PatchPosition(i / 20 * 4, i % 20 * 4))];
        AttentionBlocks blocks = new(Large, TokenBatch.CapacityFor(Large));

        blocks.Deal(tokens);

        Assert.Equal(240, blocks.BlockCount);
        AssertDealt(blocks, tokens);
    }

    [Fact]
    public void Nothing_is_left_from_the_frame_before()
    {
        Random random = new(9);
        PatchPosition[] tokens = Scattered(Large, 300, random);
        AttentionBlocks used = new(Large, TokenBatch.CapacityFor(Large));
        AttentionBlocks fresh = new(Large, TokenBatch.CapacityFor(Large));

        used.Deal(Scattered(Large, 864, random));
        used.Deal(tokens);
        fresh.Deal(tokens);

        Assert.Equal(fresh.BlockCount, used.BlockCount);
        Assert.Equal(fresh.Queries.Take(fresh.BlockCount * fresh.QueryCount), used.Queries.Take(fresh.BlockCount * fresh.QueryCount));
        Assert.Equal(fresh.Keys.Take(fresh.BlockCount * fresh.KeyCount), used.Keys.Take(fresh.BlockCount * fresh.KeyCount));
        Assert.Equal(
            fresh.Places.Take(fresh.BlockCount * fresh.QueryCount * fresh.KeyCount),
            used.Places.Take(fresh.BlockCount * fresh.QueryCount * fresh.KeyCount));
        Assert.Equal(fresh.Slots.Take(tokens.Length), used.Slots.Take(tokens.Length));
    }

    [Fact]
    public void Dealing_out_costs_no_memory()
    {
        PatchPosition[] positions = Scattered(Large, 500, new Random(1));
        AttentionBlocks blocks = new(Large, TokenBatch.CapacityFor(Large));
        blocks.Deal(positions);

        Assert.Equal(0, AllocatedBytes.EachTime(() => blocks.Deal(positions)));
    }

    [Fact]
    public void A_batch_deals_out_its_patches()
    {
        PatchPosition[] tokens = Scattered(Large, 200, new Random(2));
        ScenePatches scene = Scenes.At(Large, 1, tokens);

        scene.Active.DealBlocks();

        AssertDealt(scene.Active.Blocks, tokens);
    }

    /// <summary>
    /// The definition: one slot for each token, from which it sees each token within reach once, at its place, and no others.
    /// </summary>
    private static void AssertDealt(AttentionBlocks blocks, PatchPosition[] tokens)
    {
        Assert.Equal(tokens.Length, blocks.Slots.Take(tokens.Length).Distinct().Count());
        bool[] isSlot = new bool[blocks.BlockCount * blocks.QueryCount];
        for (int token = 0; token < tokens.Length; token++)
        {
            int slot = (int)blocks.Slots[token];
            isSlot[slot] = true;
            Assert.Equal(token, blocks.Queries[slot]);
            Assert.Equal(WithinReach(tokens, tokens[token]), Seen(blocks, slot).OrderBy(seen => seen.Token));
        }

        Assert.All(blocks.Keys.Take(blocks.BlockCount * blocks.KeyCount), key => Assert.InRange(key, 0, tokens.Length - 1));
        Assert.All(Enumerable.Range(0, isSlot.Length).Where(slot => !isSlot[slot]), slot => Assert.Equal(0, blocks.Queries[slot]));
    }

    private static IEnumerable<(long Token, int Place)> WithinReach(PatchPosition[] tokens, PatchPosition query) =>
        from key in Enumerable.Range(0, tokens.Length)
        where Distance(tokens[key], query) <= 3
        select ((long)key, ((query.Row - tokens[key].Row + 3) * 7) + query.Column - tokens[key].Column + 3);

    private static IEnumerable<(long Token, int Place)> Seen(AttentionBlocks blocks, int slot)
    {
        int block = slot / blocks.QueryCount;
        for (int key = 0; key < blocks.KeyCount; key++)
        {
            int place = blocks.Places[(slot * blocks.KeyCount) + key];
            if (place != 49)
            {
                yield return (blocks.Keys[(block * blocks.KeyCount) + key], place);
            }
        }
    }

    private static int Distance(PatchPosition a, PatchPosition b) => Math.Max(Math.Abs(a.Row - b.Row), Math.Abs(a.Column - b.Column));

    private static PatchPosition[] Scattered(PatchGrid grid, int count, Random random)
    {
        int[] places = [.. Enumerable.Range(0, grid.Count)];
        random.Shuffle(places);
        return [.. places.Take(count).Order().Select(grid.PositionOf)];
    }

    /// <summary>As near to one place as there is room.</summary>
    private static PatchPosition[] Crowded(PatchGrid grid, int count, Random random)
    {
        PatchPosition centre = grid.PositionOf(random.Next(grid.Count));
        IEnumerable<int> nearest = Enumerable.Range(0, grid.Count).OrderBy(i => Distance(centre, grid.PositionOf(i))).Take(count);
        return [.. nearest.Order().Select(grid.PositionOf)];
    }
}
