using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// What usually is to be seen in each part of the picture: the network's embeddings of what moved there, as exemplars. A patch is
/// surprising when none of the exemplars nearby resembles it. What is remembered after the learning time is normal only after a quarantine:
/// something odd that stays in view does not become normal meanwhile. Memory and time are bounded: a cell of <see cref="CellSize"/> ×
/// <see cref="CellSize"/> patches keeps at most <see cref="ExemplarMemory.Capacity"/> exemplars, and a patch is compared with those of 3 ×
/// 3 cells.
/// </summary>
public sealed class AppearanceNormality : IKindNormality
{
    /// <summary>Something moves that looks unlike what is usual there.</summary>
    public static Kind Kind { get; } = new()
    {
        Name = "appearance",
        Words = "looks unlike what is usual here",
        Create = grid => new AppearanceNormality(grid),
    };

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
    private readonly RowStatistics _distances;
    private readonly sbyte[] _vectors;
    private readonly Nearest[] _nearest;
    private double _shareOfNew = 1;
    private TimeSpan _learned;

    /// <summary>The exemplar nearest to a patch.</summary>
    /// <param name="Distance">1 − cosine; 2 where there is no exemplar nearby.</param>
    /// <param name="Memory">Where it is.</param>
    /// <param name="Index">Which one of those.</param>
    private readonly record struct Nearest(double Distance, ExemplarMemory? Memory, int Index);

    /// <summary>A memory without anything in it.</summary>
    public AppearanceNormality(PatchGrid grid)
    {
        _grid = grid;
        _cellRows = (grid.Rows + CellSize - 1) / CellSize;
        _cellColumns = (grid.Columns + CellSize - 1) / CellSize;
        _cells = [.. Enumerable.Range(0, _cellRows * _cellColumns).Select(_ => new ExemplarMemory(TokenBatch.EmbeddingLength))];
        _distances = new RowStatistics(grid.Rows, Prior);
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
                _nearest[k] = FindNearest(batch[k], VectorOf(k), _learned.Ticks);
                surprises[k] = IsFilling ? 0 : (float)_distances.Usual(batch[k]).Surprise(Logarithm(_nearest[k].Distance));
            }
        }
    }

    /// <inheritdoc/>
    public void Learn(ScenePatches scene, TimeSpan duration, TimeSpan quarantine)
    {
        ArgumentNullException.ThrowIfNull(scene);
        _learned += duration;
        for (int k = 0; k < scene.Active.Count; k++)
        {
            if (scene.Active.AttributesOf(k).IsMoving)
            {
                Learn(scene[k], k, _learned + quarantine);
            }
        }
    }

    /// <summary>
    /// Remembers what is new in the frame that was scored last without learning from it: it stays in quarantine until it is seen in a frame
    /// that is learned from, or until people say that it is normal.
    /// </summary>
    public void Hold(ScenePatches scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        for (int k = 0; k < scene.Active.Count; k++)
        {
            if (!scene.Active.AttributesOf(k).IsMoving)
            {
                continue;
            }

            Nearest nearest = FindKnown(scene[k], k);
            if (nearest.Distance > NewDistance)
            {
                CellOf(scene[k]).Add(VectorOf(k), _learned.Ticks, ExemplarMemory.AnyTime);
            }
            else
            {
                nearest.Memory!.Resembles(nearest.Index, _learned.Ticks);
            }
        }
    }

    /// <summary>
    /// Ends the quarantine at the places of an event and in their cells: what is in it is normal from now on, or forgotten.
    /// </summary>
    public void Judge(SurpriseMap shown, bool isNormal)
    {
        ArgumentNullException.ThrowIfNull(shown);

        // Whatever moves is surprising by its speed, by a little at least.
        ReadOnlySpan<float> speeds = shown.Of(SpeedNormality.Kind.Index);
        for (int i = 0; i < speeds.Length; i++)
        {
            if (speeds[i] <= 0)
            {
                continue;
            }

            ExemplarMemory cell = CellOf(_grid.PositionOf(i));
            if (isNormal)
            {
                cell.ReleaseQuarantined(_learned.Ticks);
            }
            else
            {
                cell.DropQuarantined(_learned.Ticks);
            }
        }
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_shareOfNew);
        writer.Write(_learned.Ticks);
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
        _learned = TimeSpan.FromTicks(reader.ReadInt64());
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

    private void Learn(PatchPosition position, int k, TimeSpan normalFrom)
    {
        Nearest nearest = FindKnown(position, k);
        bool isNew = nearest.Distance > NewDistance;
        bool teaches = isNew ? Remember(position, VectorOf(k), normalFrom) : SeeAgain(nearest, normalFrom);
        if (teaches && !IsFilling)
        {
            _distances.Learn(position, Logarithm(_nearest[k].Distance));
        }

        _shareOfNew += ShareRate * ((isNew ? 1 : 0) - _shareOfNew);
    }

    /// <summary>
    /// How far off it was is learned once, and not of a thing that looks different all the time and so fills the quarantine.
    /// </summary>
    private bool Remember(PatchPosition position, ReadOnlySpan<sbyte> vector, TimeSpan normalFrom) =>
        CellOf(position).Add(vector, _learned.Ticks, normalFrom.Ticks);

    /// <summary>What is in quarantine does not teach how far off things usually are.</summary>
    private bool SeeAgain(Nearest known, TimeSpan normalFrom)
    {
        known.Memory!.Resembles(known.Index, _learned.Ticks, normalFrom.Ticks);
        return !known.Memory.IsQuarantined(known.Index, _learned.Ticks);
    }

    /// <summary>
    /// What is nearest to a patch, normal or not: it may be in quarantine, and a neighbour in the same frame may have been remembered
    /// since.
    /// </summary>
    private Nearest FindKnown(PatchPosition position, int k) =>
        _nearest[k].Distance > NewDistance ? FindNearest(position, VectorOf(k), ExemplarMemory.AnyTime) : _nearest[k];

    /// <summary>Among the exemplars of the 3 × 3 cells around a patch.</summary>
    private Nearest FindNearest(PatchPosition position, ReadOnlySpan<sbyte> vector, long now)
    {
        Nearest nearest = new(2, null, -1);
        (int cellRow, int cellColumn) = (position.Row / CellSize, position.Column / CellSize);
        for (int row = Math.Max(0, cellRow - 1); row <= Math.Min(_cellRows - 1, cellRow + 1); row++)
        {
            for (int column = Math.Max(0, cellColumn - 1); column <= Math.Min(_cellColumns - 1, cellColumn + 1); column++)
            {
                ExemplarMemory memory = _cells[(row * _cellColumns) + column];
                double distance = 1 - memory.FindNearest(vector, now, out int index);
                nearest = index >= 0 && distance < nearest.Distance ? new Nearest(distance, memory, index) : nearest;
            }
        }

        return nearest;
    }

    private ExemplarMemory CellOf(PatchPosition position) =>
        _cells[(position.Row / CellSize * _cellColumns) + (position.Column / CellSize)];
}
