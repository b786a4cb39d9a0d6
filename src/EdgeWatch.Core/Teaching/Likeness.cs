using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Teaching;

/// <summary>
/// What is like an event: as surprising by the same kinds at its places or near them, and alike in look. Where the event's looks are not
/// known, place and surprise decide alone. Not to be changed.
/// </summary>
public sealed class Likeness
{
    /// <summary>
    /// How much more surprising than the event something like it may be, where looks are not known: no two cyclists are quite alike.
    /// </summary>
    public const float Tolerance = 1.25f;

    /// <summary>
    /// The same of what looks alike. The demo's cyclist is 1.6 times as surprising after another learning time; one who rides twice as fast
    /// would be 2.4 times as surprising.
    /// </summary>
    public const float ToleranceOfAlike = 2;

    /// <summary>Patches to each side at which the same is like it: nobody walks the same line twice.</summary>
    public const int NearbyPatches = 2;

    /// <summary>
    /// Distance (1 − cosine) up to which a look is like one of the event: half of that of other things, see this folder's README.
    /// </summary>
    public const double AlikeDistance = 0.25;

    /// <summary>Part of a thing's surprising places that must look like the event.</summary>
    public const double PartAlike = 0.4;

    /// <summary>Part of an event's highest surprise of a kind from which on a place was what the event was about.</summary>
    private const float Telling = 0.5f;

    private readonly LookSet _looks;
    private readonly Half[] _limits;
    private readonly int _patches;
    private readonly bool[] _isAt;

    /// <summary>What is like an event.</summary>
    /// <param name="marks">How surprising it was where; see <see cref="Lesson.Marks"/>.</param>
    /// <param name="looks">What it looked like.</param>
    /// <param name="grid">The patch grid.</param>
    /// <param name="isLeast">
    /// Whether the limits are the least surprise that is like it, and only there where the event was most surprising; else the highest.
    /// </param>
    public Likeness(IReadOnlyList<SurpriseMark> marks, LookSet looks, PatchGrid grid, bool isLeast)
    {
        ArgumentNullException.ThrowIfNull(marks);
        ArgumentNullException.ThrowIfNull(looks);
        (_looks, _patches) = (looks, grid.Count);
        _limits = new Half[Kinds.Count * grid.Count];
        _isAt = new bool[PlaceLooks.GridOf(grid).Count];
        Span<float> highest = stackalloc float[Kinds.Count];
        float tolerance = looks.Count == 0 ? Tolerance : ToleranceOfAlike;
        SurpriseMark[] inGrid = [.. marks.Where(mark => mark.Patch < grid.Count)];
        foreach (SurpriseMark mark in inGrid)
        {
            highest[mark.Kind] = Math.Max(highest[mark.Kind], mark.Surprise);
        }

        foreach (SurpriseMark mark in inGrid)
        {
            if (!isLeast)
            {
                Spread(grid, mark, mark.Surprise * tolerance);
            }
            else if (mark.Surprise >= EventTrace.LeastSurpriseOfLook && mark.Surprise >= Telling * highest[mark.Kind])
            {
                Spread(grid, mark, mark.Surprise / tolerance);
            }
        }
    }

    /// <summary>Whether the event was at a place or near it.</summary>
    public bool IsAt(int place) => _isAt[place];

    /// <summary>The limit of surprise by a kind at a patch, in nats; 0 where the event was not.</summary>
    public float LimitOf(int kind, int patch) => (float)_limits[(kind * _patches) + patch];

    /// <summary>Whether a surprise is at least the limit, and about what the event showed there.</summary>
    public bool IsReached(int kind, int patch, float surprise) => LimitOf(kind, patch) is > 0 and float limit && surprise >= limit;

    /// <summary>1 − cosine to the nearest of the event's looks; 0 where it has none.</summary>
    public double DistanceTo(ReadOnlySpan<sbyte> look)
    {
        double nearest = _looks.Count == 0 ? 0 : LookMemory.Unknown;
        for (int i = 0; i < _looks.Count; i++)
        {
            nearest = Math.Min(nearest, _looks.DistanceTo(i, look));
        }

        return nearest;
    }

    /// <summary>
    /// Whether another event, as far as it has come, is like this one: two fifths of its surprising places, and of its looks. As long as
    /// its looks are not known and those of this one are, it is not.
    /// </summary>
    /// <param name="shown">What it has shown so far; of the same grid.</param>
    public bool IsOf(EventTrace shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        return PlacesAreOf(shown.Surprises) && LooksAreOf(shown.Looks);
    }

    private bool PlacesAreOf(SurpriseMap surprises)
    {
        (int telling, int alike) = (0, 0);
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            ReadOnlySpan<float> its = surprises.Of(kind);
            for (int patch = 0; patch < its.Length; patch++)
            {
                if (its[patch] >= EventTrace.LeastSurpriseOfLook)
                {
                    telling++;
                    alike += its[patch] <= LimitOf(kind, patch) ? 1 : 0;
                }
            }
        }

        return telling > 0 && alike >= PartAlike * telling;
    }

    private bool LooksAreOf(LookSet looks)
    {
        int alike = 0;
        for (int i = 0; i < looks.Count; i++)
        {
            alike += DistanceTo(looks.LookAt(i)) <= AlikeDistance ? 1 : 0;
        }

        return looks.Count == 0 ? _looks.Count == 0 : alike >= PartAlike * looks.Count;
    }

    private void Spread(PatchGrid grid, SurpriseMark mark, float limit)
    {
        PatchGrid places = PlaceLooks.GridOf(grid);
        foreach (int patch in grid.Around(grid.PositionOf(mark.Patch), NearbyPatches))
        {
            ref Half here = ref _limits[(mark.Kind * _patches) + patch];
            here = (Half)Math.Max((float)here, limit);
            _isAt[places.IndexOf(PlaceLooks.PlaceOf(places, grid, grid.PositionOf(patch)))] = true;
        }
    }
}
