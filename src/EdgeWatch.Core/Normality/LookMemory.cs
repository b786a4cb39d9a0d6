using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// Looks that were seen, by area of the picture: a square of places, or each place by itself. A look is compared with those of its area and
/// of the areas around it. Memory and time are bounded.
/// </summary>
internal sealed class LookMemory
{
    /// <summary>
    /// Distance (1 − cosine) from which on something is remembered as an exemplar of its own: changing light alone rarely takes a look so
    /// far (nine in ten within 0.13, however many ways it changes).
    /// </summary>
    public const double NewDistance = 0.1;

    /// <summary>Exemplars that an area has at least.</summary>
    private const int LeastExemplars = 4;

    /// <summary>Distance where there is nothing to compare with: the largest there is.</summary>
    public const double Unknown = 2;

    /// <summary>
    /// Looks that far apart in time are two sightings; nearer ones are the same thing that is still there, and prove nothing.
    /// </summary>
    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(10);

    private readonly int _areaSide;
    private readonly PatchGrid _places;
    private readonly PatchGrid _areas;
    private readonly ExemplarMemory[] _memories;
    private readonly Sighting[] _sightings;

    /// <summary>A memory of nothing.</summary>
    /// <param name="places">The places.</param>
    /// <param name="areaSide">Places along each side of an area.</param>
    /// <param name="capacity">Exemplars of an area at most.</param>
    /// <param name="budget">
    /// Exemplars of all areas together at most: where there are many, each has fewer, a multiple of four since a quarter may be in
    /// quarantine. Never fewer than four.
    /// </param>
    public LookMemory(PatchGrid places, int areaSide, int capacity, int budget)
    {
        _areaSide = areaSide;
        _places = places;
        _sightings = new Sighting[places.Count];
        _areas = new((places.Rows + areaSide - 1) / areaSide, (places.Columns + areaSide - 1) / areaSide, places.Scale);
        int share = Math.Clamp(budget / _areas.Count / LeastExemplars * LeastExemplars, LeastExemplars, capacity);
        _memories = [.. Enumerable.Range(0, _areas.Count).Select(_ => new ExemplarMemory(PlaceLooks.Length, share))];
    }

    /// <summary>An exemplar.</summary>
    /// <param name="Memory">Where it is; null for none.</param>
    /// <param name="Index">Which one of those.</param>
    public readonly record struct Sighting(ExemplarMemory? Memory, int Index);

    /// <summary>The exemplars of all areas, row-major.</summary>
    public ReadOnlySpan<ExemplarMemory> Memories => _memories;

    /// <summary>Glances that were learned from since the start.</summary>
    public long GlancesLearned { get; private set; }

    /// <summary>
    /// At each place, the exemplar that was seen there at the last glance, be it that of a place beside it; none after some were forgotten.
    /// Row-major.
    /// </summary>
    public ReadOnlySpan<Sighting> Sightings => _sightings;

    /// <summary>The exemplars of a place's own area.</summary>
    public ExemplarMemory MemoryOf(PatchPosition place) => _memories[_areas.IndexOf(AreaOf(place))];

    /// <summary>A glance is learned from now: what is seen next is seen at it.</summary>
    public void BeginGlance()
    {
        GlancesLearned++;
        Array.Clear(_sightings);
    }

    /// <summary>When the quarantine of what is seen now ends: not before it could be a second sighting.</summary>
    /// <param name="now">The time.</param>
    /// <param name="quarantine">How long it is.</param>
    public static long NormalFrom(TimeSpan now, TimeSpan quarantine) => (now + (quarantine > Apart ? quarantine : Apart)).Ticks;

    /// <summary>The exemplar nearest to a look.</summary>
    /// <param name="Distance">1 − cosine; <see cref="Unknown"/> where there is none.</param>
    /// <param name="Memory">Where it is.</param>
    /// <param name="Index">Which one of those.</param>
    public readonly record struct Nearest(double Distance, ExemplarMemory? Memory, int Index);

    /// <summary>The nearest exemplar in the areas around a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="look">Its look in 127ths, <c>[128]</c>.</param>
    /// <param name="now">Exemplars that are in quarantine at this time are passed over.</param>
    /// <param name="reach">Areas to each side.</param>
    /// <param name="leastTimes">Exemplars that were seen less often are passed over.</param>
    /// <param name="isPictured">Whether exemplars of which there is no picture are passed over.</param>
    public Nearest Find(
        PatchPosition place, ReadOnlySpan<sbyte> look, long now, int reach = 1, int leastTimes = 0, bool isPictured = false)
    {
        Nearest nearest = new(Unknown, null, -1);
        foreach (int area in _areas.Around(AreaOf(place), reach))
        {
            double distance = 1 - _memories[area].FindNearest(look, now, out int index, leastTimes, isPictured);
            nearest = index >= 0 && distance < nearest.Distance ? new Nearest(distance, _memories[area], index) : nearest;
        }

        return nearest;
    }

    /// <summary>Remembers a look that is new, or notes that one like it was seen again.</summary>
    /// <param name="place">The place.</param>
    /// <param name="look">Its look in 127ths, <c>[128]</c>.</param>
    /// <param name="normal">The nearest of those that are not in quarantine.</param>
    /// <param name="now">The time.</param>
    /// <param name="normalFrom">When its quarantine ends.</param>
    /// <param name="mayBeNew">Whether it is remembered where it is new.</param>
    /// <returns>
    /// Whether it tells how far off things usually are: once when it is new, and not again until it is normal.
    /// </returns>
    public bool See(
        PatchPosition place, ReadOnlySpan<sbyte> look, Nearest normal, long now, long normalFrom, bool mayBeNew = true)
    {
        // It may be known though not as normal, and a neighbour in the same picture may have been remembered since.
        Nearest known = normal.Distance > NewDistance ? Find(place, look, ExemplarMemory.AnyTime) : normal;
        ref Sighting seen = ref _sightings[_places.IndexOf(place)];
        if (known.Distance <= NewDistance)
        {
            known.Memory!.Resembles(known.Index, now, normalFrom);
            seen = new Sighting(known.Memory, known.Index);
            return !known.Memory.IsQuarantined(known.Index, now);
        }

        if (!mayBeNew)
        {
            return false;
        }

        ExemplarMemory own = MemoryOf(place);
        bool hadRoom = own.Add(look, now, normalFrom);
        seen = new Sighting(own, own.Newest);
        return hadRoom;
    }

    /// <summary>Forgets the exemplars of a place's own area.</summary>
    public void ForgetAt(PatchPosition place)
    {
        MemoryOf(place).Clear();
        Array.Clear(_sightings);
    }

    /// <summary>Ends the quarantine around a place: what is in it is normal from now on, or forgotten.</summary>
    public void Judge(PatchPosition place, bool isNormal, long now)
    {
        Array.Clear(_sightings);
        foreach (int area in _areas.Around(AreaOf(place), reach: 1))
        {
            if (isNormal)
            {
                _memories[area].ReleaseQuarantined(now);
            }
            else
            {
                _memories[area].DropQuarantined(now);
            }
        }
    }

    /// <summary>Forgets what resembles those of some looks that were odd, around their places.</summary>
    /// <param name="places">The places.</param>
    /// <param name="looks">The looks.</param>
    public void Forget(PatchGrid places, LookSet looks)
    {
        Array.Clear(_sightings);
        for (int i = 0; i < looks.Count; i++)
        {
            if (!looks.IsOdd(i))
            {
                continue;
            }

            foreach (int area in _areas.Around(AreaOf(places.PositionOf(looks.Places[i])), reach: 1))
            {
                _memories[area].DropAlike(looks.LookAt(i), 1 - NewDistance);
            }
        }
    }

    /// <summary>Writes the exemplars.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_memories.Length);
        foreach (ExemplarMemory memory in _memories)
        {
            memory.Save(writer);
        }
    }

    /// <summary>Replaces the exemplars by saved ones.</summary>
    /// <exception cref="InvalidDataException">Not of as many areas.</exception>
    public void Restore(BinaryReader reader)
    {
        int areas = reader.ReadInt32();
        if (areas != _memories.Length)
        {
            throw new InvalidDataException($"{areas} areas were saved, {_memories.Length} are needed");
        }

        foreach (ExemplarMemory memory in _memories)
        {
            memory.Restore(reader);
        }
    }

    private PatchPosition AreaOf(PatchPosition place) => new(place.Row / _areaSide, place.Column / _areaSide);
}
