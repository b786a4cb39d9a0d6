using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Zones;

/// <summary>
/// The zones and privacy masks of a camera on its patch grid: where what happens counts. A patch belongs to a zone when half of it lies in
/// there, or to a zone that is smaller than that, when it is the one that holds most of it. A patch that a mask touches never counts: its
/// looks are those of the mask's edge.
/// </summary>
public sealed class SceneZones
{
    /// <summary>Zones of a camera at most.</summary>
    public const int MostZones = 32;

    /// <summary>Along a side of a patch, the places that are looked at to tell which part of it lies in a zone.</summary>
    private const int Places = 4;

    private readonly bool[] _counts;
    private readonly bool[] _isMasked;
    private readonly uint[] _zonesAt;

    /// <summary>Lays zones and masks over the grid.</summary>
    /// <param name="grid">The patch grid.</param>
    /// <param name="size">Size of the captured pictures.</param>
    /// <param name="zones">The zones, <see cref="MostZones"/> at most.</param>
    /// <param name="masks">What was made black.</param>
    public SceneZones(PatchGrid grid, FrameSize size, IReadOnlyList<Zone> zones, IReadOnlyList<Polygon> masks)
    {
        ArgumentNullException.ThrowIfNull(zones);
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(zones.Count, MostZones);
        Watched = [.. zones.Where(zone => zone.Kind is ZoneKind.Watch)];
        _counts = new bool[grid.Count];
        _zonesAt = new uint[grid.Count];
        _isMasked = Touched(grid, new PictureMask(masks, size));
        foreach ((int index, Zone zone) in Watched.Index())
        {
            Array.ForEach(PatchesOf(zone, grid, size), patch => _zonesAt[patch] |= 1u << index);
        }

        HashSet<int> ignored = [.. zones.Where(zone => zone.Kind is ZoneKind.Ignore).SelectMany(zone => PatchesOf(zone, grid, size))];
        for (int i = 0; i < grid.Count; i++)
        {
            _counts[i] = !_isMasked[i] && !ignored.Contains(i) && (Watched.Count == 0 || _zonesAt[i] != 0);
            _zonesAt[i] = _counts[i] ? _zonesAt[i] : 0;
        }

        IsLimited = _counts.AsSpan().Contains(false);
    }

    /// <summary>The zones from which alerts come; none where everything that counts does.</summary>
    public IReadOnlyList<Zone> Watched { get; }

    /// <summary>Whether there are patches that do not count.</summary>
    public bool IsLimited { get; }

    /// <summary>Whether what happens at each patch counts; row-major.</summary>
    public ReadOnlySpan<bool> Counts => _counts;

    /// <summary>Whether each patch is touched by a privacy mask; row-major.</summary>
    public ReadOnlyMemory<bool> IsMasked => _isMasked;

    /// <summary>Whether a patch, by its row-major index, belongs to one of <see cref="Watched"/>.</summary>
    public bool IsIn(int zone, int patch) => (_zonesAt[patch] & (1u << zone)) != 0;

    /// <summary>The row-major indices of the patches that belong to a zone, at least one.</summary>
    private static int[] PatchesOf(Zone zone, PatchGrid grid, FrameSize size)
    {
        int[] inside = new int[grid.Count];
        for (int i = 0; i < grid.Count; i++)
        {
            inside[i] = CountInside(zone.Outline, grid.PositionOf(i), grid.Scale, size);
        }

        const int Half = Places * Places / 2;
        int[] patches = [.. Enumerable.Range(0, grid.Count).Where(i => inside[i] >= Half)];
        return patches.Length > 0 ? patches : [inside.Max() > 0 ? Array.IndexOf(inside, inside.Max()) : PatchAt(zone.Outline, grid, size)];
    }

    private static int CountInside(Polygon outline, PatchPosition patch, int scale, FrameSize size)
    {
        int count = 0;
        for (int i = 0; i < Places * Places; i++)
        {
            double x = (patch.Column + (((i % Places) + 0.5) / Places)) * PatchGrid.PatchSize * scale;
            double y = (patch.Row + (((i / Places) + 0.5) / Places)) * PatchGrid.PatchSize * scale;
            count += outline.Contains(new RelativePoint(x / size.Width, y / size.Height)) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The patch with the middle of the corners of an area that lies between all places that are looked at.</summary>
    private static int PatchAt(Polygon outline, PatchGrid grid, FrameSize size)
    {
        double side = PatchGrid.PatchSize * grid.Scale;
        int column = (int)(outline.Average(point => point.X) * size.Width / side);
        int row = (int)(outline.Average(point => point.Y) * size.Height / side);
        return grid.IndexOf(new PatchPosition(Math.Min(row, grid.Rows - 1), Math.Min(column, grid.Columns - 1)));
    }

    private static bool[] Touched(PatchGrid grid, PictureMask mask)
    {
        bool[] touched = new bool[grid.Count];
        if (mask.IsEmpty)
        {
            return touched;
        }

        int side = PatchGrid.PatchSize * grid.Scale;
        for (int i = 0; i < touched.Length; i++)
        {
            PatchPosition at = grid.PositionOf(i);
            for (int y = at.Row * side; y < (at.Row + 1) * side; y++)
            {
                touched[i] |= mask.Covered.Slice((y * mask.Size.Width) + (at.Column * side), side).Contains(true);
            }
        }

        return touched;
    }
}
