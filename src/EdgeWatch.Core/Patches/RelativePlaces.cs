using System.Numerics;

namespace EdgeWatch.Core.Patches;

/// <summary>
/// Where tokens stand as seen from others, by number: what the network looks its bias by position up with. Squares of
/// <see cref="Side"/> patches around the other token are numbered by row and column; all beyond is <see cref="NotSeen"/>.
/// </summary>
/// <param name="capacity">Other tokens at most.</param>
internal sealed class RelativePlaces(int capacity)
{
    /// <summary>Patches that attention reaches in a row or a column, the token's own in their middle.</summary>
    public const int Side = (2 * AttentionBlocks.Reach) + 1;

    /// <summary>The number of a token that is too far away, and of none.</summary>
    public const int NotSeen = Side * Side;

    /// <summary>Row of what is not there: too far from any patch to be seen, and far from overflowing.</summary>
    private const int Nowhere = int.MinValue / 2;

    /// <summary>Rows and columns of the others, less <see cref="AttentionBlocks.Reach"/>.</summary>
    private readonly int[] _rows = new int[capacity];
    private readonly int[] _columns = new int[capacity];
    private int _count;

    /// <summary>Sets the tokens that the places are seen from.</summary>
    /// <param name="positions">All tokens' positions.</param>
    /// <param name="tokens">Which tokens, by their index.</param>
    /// <param name="count">How many places to write: those beyond <paramref name="tokens"/> are padding, which sees none.</param>
    public void SeeFrom(ReadOnlySpan<PatchPosition> positions, ReadOnlySpan<long> tokens, int count)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            PatchPosition position = positions[(int)tokens[i]];
            (_rows[i], _columns[i]) = (position.Row - AttentionBlocks.Reach, position.Column - AttentionBlocks.Reach);
        }

        _rows.AsSpan(tokens.Length, count - tokens.Length).Fill(Nowhere);
        _columns.AsSpan(tokens.Length, count - tokens.Length).Fill(Nowhere);
        _count = count;
    }

    /// <summary>Writes the number of a token's place as seen from each of the tokens set before.</summary>
    public void Write(PatchPosition token, Span<int> places)
    {
        int i = 0;
        for (; i <= _count - Vector<int>.Count; i += Vector<int>.Count)
        {
            Vector<uint> row = Vector.AsVectorUInt32(new Vector<int>(token.Row) - new Vector<int>(_rows, i));
            Vector<uint> column = Vector.AsVectorUInt32(new Vector<int>(token.Column) - new Vector<int>(_columns, i));
            Vector<uint> isSeen = Vector.LessThan(Vector.Max(row, column), new Vector<uint>(Side));
            Vector.AsVectorInt32(Vector.ConditionalSelect(isSeen, (row * Side) + column, new Vector<uint>(NotSeen))).CopyTo(places[i..]);
        }

        for (; i < _count; i++)
        {
            // Negative differences are large ones as unsigned numbers.
            (uint row, uint column) = ((uint)(token.Row - _rows[i]), (uint)(token.Column - _columns[i]));
            places[i] = Math.Max(row, column) < Side ? (int)((row * Side) + column) : NotSeen;
        }
    }
}
