using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// What usually is to be seen at each place: the network's embeddings of what moved there, as exemplars. A patch is surprising when none of the
/// exemplars nearby resembles it. Memory and time are bounded: a cell of <see cref="CellSize"/> × <see cref="CellSize"/> patches keeps at
/// most <see cref="ExemplarMemory.Capacity"/> exemplars, and a patch is compared with those of 3 × 3 cells.
/// </summary>
public sealed class AppearanceNormality : IKindNormality
{
    /// <summary>Side of a cell in patches.</summary>
    public const int CellSize = 4;

    /// <summary>
    /// Distance (1 − cosine) from which on something is remembered as an exemplar of its own.
    /// </summary>
    public const double NewDistance = 0.1;

    /// <summary>Added to distances before the logarithm: about the rounding of embeddings to bytes.</summary>
    public const double DistanceOffset = 0.01;

    /// <summary>ln(distance + offset) of usual things in any scene.</summary>
    public static readonly Gaussian Prior = new(-2.5, 0.6);

    /// <summary>While more than this part of what comes is remembered as new, the memory is filling and nothing can be said yet.</summary>
    public const double FillingShare = 0.1;

    /// <summary>Weight of one patch in the running share of what is new: a memory of some twenty frames.</summary>
    private const double ShareRate = 0.001;

    private readonly PatchGrid _grid;
    private readonly int _cellRows;
    private readonly int _cellColumns;
    private readonly ExemplarMemory[] _cells;
    private readonly PlaceStatistics _distances;
    private readonly sbyte[] _vectors;
    private readonly Nearest[] _nearest;
    private double _shareOfNew = 1;
    private long _patchesSeen;

    /// <summary>The exemplar nearest to a patch.</summary>
    /// <param name="Distance">1 − cosine; 2 where there is no exemplar nearby.</param>
    /// <param name="Memory">Where it is.</param>
    /// <param name="Index">Which one of those.</param>
    private readonly record struct Nearest(double Distance, ExemplarMemory? Memory, int Index);

    /// <summary>A memory without anything in it.</summary>
    /// <param name="grid">The patch grid.</param>
    public AppearanceNormality(PatchGrid grid)
    {
        _grid = grid;
        _cellRows = (grid.Rows + CellSize - 1) / CellSize;
        _cellColumns = (grid.Columns + CellSize - 1) / CellSize;
        _cells = [.. Enumerable.Range(0, _cellRows * _cellColumns).Select(_ => new ExemplarMemory(TokenBatch.EmbeddingLength))];
        _distances = new PlaceStatistics(grid.Rows, Prior);
        _vectors = new sbyte[TokenBatch.CapacityFor(grid) * TokenBatch.EmbeddingLength];
        _nearest = new Nearest[TokenBatch.CapacityFor(grid)];
    }

    private bool IsFilling => _shareOfNew > FillingShare;

    /// <inheritdoc/>
    public void Score(ScenePatches scene, TimeSpan duration, Span<float> surprises)
    {
        ArgumentNullException.ThrowIfNull(scene);
        TokenBatch batch = scene.Active;
        surprises.Clear();
        for (int k = 0; k < batch.Count; k++)
        {
            if (batch.AttributesOf(k).IsMoving)
            {
                UnitVectors.Write(batch.EmbeddingOf(k), VectorOf(k));
                _nearest[k] = FindNearest(batch[k], VectorOf(k));
                surprises[k] = IsFilling ? 0 : (float)_distances.Usual(batch[k]).Surprise(Logarithm(_nearest[k].Distance));
            }
        }
    }

    /// <inheritdoc/>
    public void Learn(ScenePatches scene, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(scene);
        for (int k = 0; k < scene.Active.Count; k++)
        {
            if (scene.Active.AttributesOf(k).IsMoving)
            {
                Learn(scene[k], k);
            }
        }
    }

    /// <summary>A distance says nothing in words: 0.</summary>
    public double Ratio(ScenePatches scene, int k) => 0;

    /// <summary>Nothing of what goes on matters longer than a frame.</summary>
    public void Clear()
    {
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_shareOfNew);
        writer.Write(_patchesSeen);
        _distances.Save(writer);
        writer.Write(_cells.Length);
        foreach (ExemplarMemory cell in _cells)
        {
            cell.Save(writer);
        }
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        _shareOfNew = reader.ReadDouble();
        _patchesSeen = reader.ReadInt64();
        _distances.Restore(reader);
        int cells = reader.ReadInt32();
        if (cells != _cells.Length)
        {
            throw new InvalidDataException($"{cells} cells were saved, {_cells.Length} are needed");
        }

        foreach (ExemplarMemory cell in _cells)
        {
            cell.Restore(reader);
        }
    }

    private static double Logarithm(double distance) => Math.Log(Math.Max(0, distance) + DistanceOffset);

    private Span<sbyte> VectorOf(int k) => _vectors.AsSpan(k * TokenBatch.EmbeddingLength, TokenBatch.EmbeddingLength);

    private void Learn(PatchPosition position, int k)
    {
        _patchesSeen++;
        if (!IsFilling)
        {
            _distances.Learn(position, Logarithm(_nearest[k].Distance));
        }

        // A neighbour in the same frame may have been remembered since.
        Nearest nearest = _nearest[k].Distance > NewDistance ? FindNearest(position, VectorOf(k)) : _nearest[k];
        bool isNew = nearest.Distance > NewDistance;
        if (isNew)
        {
            CellOf(position).Add(VectorOf(k), _patchesSeen);
        }
        else
        {
            nearest.Memory!.Resembles(nearest.Index, _patchesSeen);
        }

        _shareOfNew += ShareRate * ((isNew ? 1 : 0) - _shareOfNew);
    }

    /// <summary>Among the exemplars of the 3 × 3 cells around a patch.</summary>
    private Nearest FindNearest(PatchPosition position, ReadOnlySpan<sbyte> vector)
    {
        Nearest nearest = new(2, null, -1);
        (int cellRow, int cellColumn) = (position.Row / CellSize, position.Column / CellSize);
        for (int row = Math.Max(0, cellRow - 1); row <= Math.Min(_cellRows - 1, cellRow + 1); row++)
        {
            for (int column = Math.Max(0, cellColumn - 1); column <= Math.Min(_cellColumns - 1, cellColumn + 1); column++)
            {
                ExemplarMemory memory = _cells[(row * _cellColumns) + column];
                double distance = 1 - memory.FindNearest(vector, out int index);
                nearest = index >= 0 && distance < nearest.Distance ? new Nearest(distance, memory, index) : nearest;
            }
        }

        return nearest;
    }

    private ExemplarMemory CellOf(PatchPosition position) => _cells[(position.Row / CellSize * _cellColumns) + (position.Column / CellSize)];
}
