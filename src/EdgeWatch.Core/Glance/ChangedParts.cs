using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Glance;

/// <summary>
/// The parts of a picture that have to be looked at again: those that have changed since they were looked at last by more than grain
/// explains, and the places beside them. Compared is with what each was looked at with, not with the picture before: what changes slowly is
/// looked at when it has changed enough. Made once per camera; finding parts costs no memory.
/// </summary>
/// <param name="patches">The patch grid, in which pictures are compared.</param>
/// <param name="noise">How much patches change when nothing happens.</param>
/// <param name="places">The places that are looked at.</param>
public sealed class ChangedParts(PatchGrid patches, NoiseEstimate noise, PlaceLooks places)
{
    /// <summary>
    /// Least change of a patch that is looked at again: mean absolute difference in grey levels. A person whose clothes are little darker
    /// than the ground changes half a patch by 8 to 20. What is not looked at again is off by 0.002 (1 − cosine) at the median and by
    /// 0.025 at 99 %; one glance differs from the next by 0.001 and 0.05 (an office).
    /// </summary>
    public const float LeastChange = 5;

    /// <summary>
    /// Places on each side of a changed one that are looked at again with it: it is to be seen in their looks, too. With none, what was not
    /// looked at again is off by 0.08 at 99.9 % in place of 0.04 (an office).
    /// </summary>
    public const int Beside = 1;

    /// <summary>
    /// Places on each side that the network sees besides, and of which it says nothing that counts. Looks differ from those of the whole
    /// picture by 0.005 (1 − cosine) at 99 % (an office), a tenth of what one glance differs from the next by; with 2 by 0.015.
    /// </summary>
    public const int Margin = 3;

    /// <summary>What running the network costs besides, in places: 70 µs, where one takes 11.</summary>
    private const int RunCost = 6;

    /// <summary>Sides of what the network sees are multiples of it: few shapes, for each of which something is kept.</summary>
    private const int SideStep = 2;

    private readonly LumaPlane _lookedAt = new(patches.Width, patches.Height);
    private readonly float[] _differences = new float[patches.Count];
    private readonly PlaceRectangle[] _parts = new PlaceRectangle[places.Grid.Count];
    private readonly PlaceRectangle _whole = PlaceRectangle.Of(places.Grid);
    private int _count;

    /// <summary>The parts that were found, at most as many as there are places; none that another one holds.</summary>
    public ReadOnlySpan<PlaceRectangle> Found => _parts.AsSpan(0, _count);

    /// <summary>Whether the whole picture was found to have changed, or so much of it that looking at all of it is no dearer.</summary>
    public bool IsWhole => _count == 1 && _parts[0] == _whole;

    /// <summary>What the network has to see so that it says of a part what it would say of it in the whole picture.</summary>
    public PlaceRectangle SeenFor(PlaceRectangle part)
    {
        PlaceRectangle seen = part.Widened(Margin, places.Grid);
        int rows = Math.Min(_whole.Rows, RoundUp(seen.Rows));
        int columns = Math.Min(_whole.Columns, RoundUp(seen.Columns));
        return new PlaceRectangle(Math.Min(seen.Top, _whole.Rows - rows), Math.Min(seen.Left, _whole.Columns - columns), rows, columns);
    }

    /// <summary>Finds what has changed.</summary>
    /// <param name="picture">The newest picture at full resolution.</param>
    public void Find(LumaPlane picture)
    {
        PatchDifferences.Fill(picture, _lookedAt, patches, _differences);
        _count = 0;
        for (int patch = 0; patch < patches.Count; patch++)
        {
            if (_differences[patch] > Math.Max(LeastChange, ActivityGate.NoiseFactor * noise[patch]))
            {
                PatchPosition place = places.Grid.PositionOf(places.PlaceOf(patches.PositionOf(patch)));
                Add(new PlaceRectangle(place.Row, place.Column, 1, 1).Widened(Beside, places.Grid));
            }
        }

        if (CostOfFound() >= CostOf(_whole))
        {
            FindAll();
        }
    }

    /// <summary>Finds that all has to be looked at.</summary>
    public void FindAll()
    {
        _parts[0] = _whole;
        _count = 1;
    }

    /// <summary>A part has been looked at.</summary>
    /// <param name="part">The part.</param>
    /// <param name="picture">With this picture.</param>
    public void Remember(PlaceRectangle part, LumaPlane picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        int side = places.PatchesAcross * PatchGrid.PatchSize;
        Range columns = (part.Left * side)..(part.Right == _whole.Right ? patches.Width : part.Right * side);
        for (int y = part.Top * side; y < (part.Bottom == _whole.Bottom ? patches.Height : part.Bottom * side); y++)
        {
            picture.Row(y)[columns].CopyTo(_lookedAt.Row(y)[columns]);
        }
    }

    /// <summary>Adds a part, together with all others that are cheaper looked at with it than by themselves.</summary>
    private void Add(PlaceRectangle part)
    {
        for (int i = 0; i < _count; i++)
        {
            PlaceRectangle both = part.With(_parts[i]);
            if (CostOf(both) <= CostOf(part) + CostOf(_parts[i]))
            {
                part = both;
                _parts[i] = _parts[--_count];
                i = -1;
            }
        }

        _parts[_count++] = part;
    }

    private int CostOfFound()
    {
        int cost = 0;
        foreach (PlaceRectangle part in Found)
        {
            cost += CostOf(part);
        }

        return cost;
    }

    private int CostOf(PlaceRectangle part) => SeenFor(part).Count + RunCost;

    private static int RoundUp(int side) => (side + SideStep - 1) / SideStep * SideStep;
}
