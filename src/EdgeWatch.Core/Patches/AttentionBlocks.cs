namespace EdgeWatch.Core.Patches;

/// <summary>
/// How the tokens of a frame are dealt out for attention: the tokens of a block (queries) look at those on and around the block (keys). A
/// few dozen tokens make one block that sees them all, which is cheapest then. More are dealt out by square tiles of the grid, so that the
/// cost grows with the tokens and not with their square. The network gives the same answer either way: a token sees those at most
/// <see cref="Reach"/> patches away and no others, and the tiles' keys reach that far.
/// </summary>
/// <param name="grid">The patch grid.</param>
/// <param name="capacity">Tokens of a frame at most.</param>
public sealed class AttentionBlocks(PatchGrid grid, int capacity)
{
    /// <summary>Rows and columns that attention reaches, in patches; the network is trained with it.</summary>
    public const int Reach = 3;

    /// <summary>Most tokens that make one block. Measured: tiles are faster above (tests/EdgeWatch.Benchmarks).</summary>
    public const int OneBlockLimit = 128;

    /// <summary>Side of a tile in patches.</summary>
    public const int TileSize = 4;

    /// <summary>Queries of a tile at most: all of its patches.</summary>
    public const int TileQueries = TileSize * TileSize;

    /// <summary>Keys of a tile at most: its patches and those within reach.</summary>
    public const int TileKeys = (TileSize + (2 * Reach)) * (TileSize + (2 * Reach));

    /// <summary>
    /// Queries and keys of all blocks are padded to those of the fullest one, rounded up to multiples of these: few shapes, so that what is
    /// laid out for one can be used again.
    /// </summary>
    private const int QueryStep = 4, KeyStep = 8;

    private const int NoToken = -1;

    private readonly int _tileColumns = Tiles(grid.Columns);
    private readonly RelativePlaces _places = new(Math.Max(OneBlockLimit, TileKeys));
    private readonly int[] _tokenAt = CreateMap(grid.Count);
    private readonly long[] _found = new long[TileKeys];

    /// <summary>Indices of tokens, <c>[BlockCount, QueryCount]</c>; padded with 0.</summary>
    public long[] Queries { get; } = GC.AllocateArray<long>(Math.Max(capacity, MostTiles(grid, capacity) * TileQueries), pinned: true);

    /// <summary>Indices of tokens, <c>[BlockCount, KeyCount]</c>; padded with 0, which no query sees there.</summary>
    public long[] Keys { get; } = GC.AllocateArray<long>(Math.Max(capacity, MostTiles(grid, capacity) * TileKeys), pinned: true);

    /// <summary>
    /// Where each query stands as seen from each key, <c>[BlockCount, QueryCount, KeyCount]</c>: (rows + <see cref="Reach"/>) ×
    /// (2 <see cref="Reach"/> + 1) + columns + <see cref="Reach"/> from the key to the query, or the number after the last of these
    /// where they do not see each other.
    /// </summary>
    public int[] Places { get; } = GC.AllocateArray<int>(MostPairs(grid, capacity), pinned: true);

    /// <summary>For each token, where it stands in <see cref="Queries"/>, <c>[K]</c>.</summary>
    public long[] Slots { get; } = GC.AllocateArray<long>(capacity, pinned: true);

    /// <summary>Blocks.</summary>
    public int BlockCount { get; private set; }

    /// <summary>Queries of each block, padding included.</summary>
    public int QueryCount { get; private set; }

    /// <summary>Keys of each block, padding included.</summary>
    public int KeyCount { get; private set; }

    /// <summary>Deals out the tokens at these places, in this order.</summary>
    /// <param name="positions">Place of each token, <c>[K]</c>.</param>
    public void Deal(ReadOnlySpan<PatchPosition> positions)
    {
        if (positions.Length <= OneBlockLimit)
        {
            MakeOneBlock(positions);
        }
        else
        {
            MakeTiles(positions);
        }
    }

    private static int Tiles(int patches) => (patches + TileSize - 1) / TileSize;

    /// <summary>There are no more tiles with tokens than tokens, nor than tiles; none are made for few tokens.</summary>
    private static int MostTiles(PatchGrid grid, int capacity) =>
        capacity <= OneBlockLimit ? 0 : Math.Min(capacity, Tiles(grid.Rows) * Tiles(grid.Columns));

    /// <summary>Queries and keys that may see each other at most.</summary>
    private static int MostPairs(PatchGrid grid, int capacity)
    {
        int oneBlock = Math.Min(capacity, OneBlockLimit);
        return Math.Max(oneBlock * oneBlock, MostTiles(grid, capacity) * TileQueries * TileKeys);
    }

    private static int[] CreateMap(int patches)
    {
        int[] map = new int[patches];
        Array.Fill(map, NoToken);
        return map;
    }

    private void MakeOneBlock(ReadOnlySpan<PatchPosition> positions)
    {
        int count = positions.Length;
        for (int k = 0; k < count; k++)
        {
            Queries[k] = Keys[k] = Slots[k] = k;
        }

        (BlockCount, QueryCount, KeyCount) = (1, count, count);
        WritePlaces(positions, block: 0, count);
    }

    private void MakeTiles(ReadOnlySpan<PatchPosition> positions)
    {
        Mark(positions, isThere: true);
        MeasureTiles();
        BlockCount = 0;
        for (int tile = 0; tile < Tiles(grid.Rows) * _tileColumns; tile++)
        {
            (int row, int column) = CornerOf(tile);
            if (AddQueries(row, column))
            {
                int keys = AddKeys(row, column);
                WritePlaces(positions, BlockCount, keys);
                BlockCount++;
            }
        }

        Mark(positions, isThere: false);
    }

    private void WritePlaces(ReadOnlySpan<PatchPosition> positions, int block, int keys)
    {
        _places.SeeFrom(positions, Keys.AsSpan(block * KeyCount, keys), KeyCount);
        for (int query = block * QueryCount; query < (block + 1) * QueryCount; query++)
        {
            _places.Write(positions[(int)Queries[query]], Places.AsSpan(query * KeyCount, KeyCount));
        }
    }

    private (int Row, int Column) CornerOf(int tile) => (tile / _tileColumns * TileSize, tile % _tileColumns * TileSize);

    /// <summary>Sets the sizes of blocks to what the fullest tiles need.</summary>
    private void MeasureTiles()
    {
        (int queries, int keys) = (0, 0);
        for (int tile = 0; tile < Tiles(grid.Rows) * _tileColumns; tile++)
        {
            (int row, int column) = CornerOf(tile);
            int inside = Collect(row, column, TileSize, _found);
            if (inside > 0)
            {
                queries = Math.Max(queries, inside);
                keys = Math.Max(keys, Collect(row - Reach, column - Reach, TileSize + (2 * Reach), _found));
            }
        }

        QueryCount = Math.Min(TileQueries, RoundUp(queries, QueryStep));
        KeyCount = Math.Min(TileKeys, RoundUp(keys, KeyStep));
    }

    private static int RoundUp(int value, int step) => (value + step - 1) / step * step;

    private void Mark(ReadOnlySpan<PatchPosition> positions, bool isThere)
    {
        for (int k = 0; k < positions.Length; k++)
        {
            _tokenAt[grid.IndexOf(positions[k])] = isThere ? k : NoToken;
        }
    }

    /// <summary>Whether the tile has any token.</summary>
    private bool AddQueries(int top, int left)
    {
        int start = BlockCount * QueryCount;
        Span<long> queries = Queries.AsSpan(start, QueryCount);
        int found = Collect(top, left, TileSize, queries);
        for (int i = 0; i < found; i++)
        {
            Slots[queries[i]] = start + i;
        }

        queries[found..].Clear();
        return found > 0;
    }

    /// <summary>Returns how many keys there are.</summary>
    private int AddKeys(int top, int left)
    {
        Span<long> keys = Keys.AsSpan(BlockCount * KeyCount, KeyCount);
        int found = Collect(top - Reach, left - Reach, TileSize + (2 * Reach), keys);
        keys[found..].Clear();
        return found;
    }

    /// <summary>Writes the tokens of a square of the grid, as far as it lies inside; returns how many.</summary>
    private int Collect(int top, int left, int size, Span<long> tokens)
    {
        int found = 0;
        for (int row = Math.Max(0, top); row < Math.Min(grid.Rows, top + size); row++)
        {
            for (int column = Math.Max(0, left); column < Math.Min(grid.Columns, left + size); column++)
            {
                int token = _tokenAt[grid.IndexOf(new PatchPosition(row, column))];
                if (token != NoToken)
                {
                    tokens[found++] = token;
                }
            }
        }

        return found;
    }
}
