using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Things;

/// <summary>
/// Follows things from frame to frame. A patch in which something is goes to the thing that is expected there and moves likewise; patches
/// where nobody is expected make new things. What hangs together no longer is two things: the larger part keeps the number. A thing that is
/// not seen for a while is waited for.
/// </summary>
/// <param name="grid">The patch grid.</param>
public sealed class ThingTracker(PatchGrid grid)
{
    /// <summary>Things at most; the patches of what comes when there are so many belong to none.</summary>
    public const int Capacity = 64;

    /// <summary>How long a thing is waited for that is not seen: the gate misses someone who stands still now and then.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long the background is kept from taking over a thing that came and rests: long enough that people have been told and have
    /// looked, short enough that a parked car becomes part of the scene.
    /// </summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(10);

    private const int Nobody = -1;

    private readonly FollowedThing[] _things = Create();
    private readonly Motion[] _motions = new Motion[grid.Count];
    private readonly int[] _slots = CreateSlots(grid.Count);
    private readonly int[] _parts = new int[grid.Count];
    private readonly int[] _firstOf = new int[grid.Count + 1];
    private readonly int[] _sizeOf = new int[grid.Count + 1];
    private readonly int[] _keptBy = new int[Capacity];
    private readonly int[] _places = new int[Capacity];
    private readonly int[] _open = new int[grid.Count];
    private int _partCount;
    private long _lastNumber;

    /// <summary>Takes the next frame in and tells it its things.</summary>
    /// <param name="scene">The frame, with what the network says about its patches; receives the things.</param>
    /// <param name="duration">Time since the frame before it; zero after a gap.</param>
    public void Follow(ScenePatches scene, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(scene);
        scene.ClearThings();
        Expect(duration);
        MeasureMotion(scene);
        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i] = scene.IsOccupied[i] ? WhoIsExpectedAt(_motions[i]) : Nobody;
        }

        FindParts(scene.IsOccupied);
        NumberParts();
        GiveOut(scene, duration);
    }

    /// <summary>Where the background must not follow: a thing is there that came and rests.</summary>
    /// <param name="held">Receives a value for each patch, row-major.</param>
    public void FillHeld(Span<bool> held)
    {
        for (int i = 0; i < held.Length; i++)
        {
            FollowedThing? thing = _slots[i] == Nobody ? null : _things[_slots[i]];
            held[i] = thing is { HasCome: true } && thing.Resting > Patience && thing.Resting < LongestRest;
        }
    }

    /// <summary>Forgets all things, for example after a gap in the stream. Numbers go on.</summary>
    public void Clear()
    {
        foreach (FollowedThing thing in _things)
        {
            thing.End();
        }

        Array.Fill(_slots, Nobody);
    }

    private void Expect(TimeSpan duration)
    {
        foreach (FollowedThing thing in _things)
        {
            if (thing.Number == 0)
            {
                continue;
            }

            thing.Expect(duration);
            if (thing.Absent > Patience)
            {
                thing.End();
            }
        }
    }

    /// <summary>The middle of each patch, and how what is there moves: what does not change does not.</summary>
    private void MeasureMotion(ScenePatches scene)
    {
        for (int i = 0; i < _motions.Length; i++)
        {
            PatchPosition patch = grid.PositionOf(i);
            _motions[i] = new Motion((patch.Column + 0.5f) * PatchGrid.PatchSize, (patch.Row + 0.5f) * PatchGrid.PatchSize, 0, 0);
        }

        for (int k = 0; k < scene.Active.Count; k++)
        {
            PatchAttributes attributes = scene.Active.AttributesOf(k);
            if (attributes.IsMoving)
            {
                ref Motion motion = ref _motions[grid.IndexOf(scene.Active[k])];
                motion = motion with { VelocityX = attributes.VelocityX, VelocityY = attributes.VelocityY };
            }
        }
    }

    /// <summary>The thing that fits best to what is seen at a patch; <see cref="Nobody"/> where none is expected within a patch.</summary>
    private int WhoIsExpectedAt(Motion patch)
    {
        int best = Nobody;
        float bestMisfit = float.PositiveInfinity;
        for (int slot = 0; slot < _things.Length; slot++)
        {
            if (_things[slot].Number == 0)
            {
                continue;
            }

            float misfit = Misfit(_things[slot], patch);
            if (misfit < bestMisfit)
            {
                (best, bestMisfit) = (slot, misfit);
            }
        }

        return best;
    }

    /// <summary>
    /// How little a patch fits to a thing: how far from its middle it lies, 1 at a patch outside of it, and how differently it moves, 1 for
    /// the opposite way; infinite where it lies farther away.
    /// </summary>
    private static float Misfit(FollowedThing thing, Motion patch)
    {
        Motion expected = thing.Expected;
        float across = Math.Abs(patch.X - expected.X) / (thing.HalfWidth + PatchGrid.PatchSize);
        float along = Math.Abs(patch.Y - expected.Y) / (thing.HalfHeight + PatchGrid.PatchSize);
        float distance = Math.Max(across, along);
        if (distance > 1)
        {
            return float.PositiveInfinity;
        }

        Motion difference = new(0, 0, patch.VelocityX - expected.VelocityX, patch.VelocityY - expected.VelocityY);
        return distance + (difference.Speed / (PatchAttributes.SpeedOffset + patch.Speed + expected.Speed));
    }

    /// <summary>Finds out which patches of the same thing, or of none, hang together by their sides or corners.</summary>
    private void FindParts(ReadOnlySpan<bool> isOccupied)
    {
        _partCount = 0;
        Array.Clear(_parts);
        for (int i = 0; i < _parts.Length; i++)
        {
            if (isOccupied[i] && _parts[i] == 0)
            {
                _partCount++;
                _firstOf[_partCount] = i;
                _sizeOf[_partCount] = Spread(i, _partCount, isOccupied);
            }
        }
    }

    /// <summary>Marks the part that a patch belongs to, and counts its patches.</summary>
    private int Spread(int first, int part, ReadOnlySpan<bool> isOccupied)
    {
        int size = 0;
        int open = 0;
        _open[open++] = first;
        _parts[first] = part;
        while (open > 0)
        {
            int at = _open[--open];
            size++;
            foreach (int next in grid.Around(grid.PositionOf(at), reach: 1))
            {
                if (isOccupied[next] && _parts[next] == 0 && _slots[next] == _slots[first])
                {
                    _parts[next] = part;
                    _open[open++] = next;
                }
            }
        }

        return size;
    }

    /// <summary>
    /// The largest part of a thing stays it, if possible one that is not what the thing has left; every other one, and every one of nobody,
    /// is a new thing.
    /// </summary>
    private void NumberParts()
    {
        Array.Clear(_keptBy);
        for (int part = 1; part <= _partCount; part++)
        {
            int slot = _slots[_firstOf[part]];
            if (slot != Nobody && (_keptBy[slot] == 0 || Claim(part, slot).CompareTo(Claim(_keptBy[slot], slot)) > 0))
            {
                _keptBy[slot] = part;
            }
        }

        for (int part = 1; part <= _partCount; part++)
        {
            int slot = _slots[_firstOf[part]];
            if (slot == Nobody || _keptBy[slot] != part)
            {
                bool hasCome = slot != Nobody && _things[slot].HasCome && !HasLeft(part, slot);
                Renumber(part, Begin(hasCome, slot == Nobody ? TimeSpan.Zero : _things[slot].Age));
            }
        }
    }

    private (bool IsWhereItIs, int Patches) Claim(int part, int slot) => (!HasLeft(part, slot), _sizeOf[part]);

    private bool HasLeft(int part, int slot) => _things[slot].HasLeft(grid.PositionOf(_firstOf[part]));

    private void Renumber(int part, int slot)
    {
        for (int i = _firstOf[part]; i < _parts.Length; i++)
        {
            _slots[i] = _parts[i] == part ? slot : _slots[i];
        }
    }

    /// <summary>The place of a new thing; <see cref="Nobody"/> where there is none left.</summary>
    private int Begin(bool hasCome, TimeSpan ageBefore)
    {
        int slot = Array.FindIndex(_things, thing => thing.Number == 0);
        if (slot == -1)
        {
            return Nobody;
        }

        _things[slot].Begin(++_lastNumber, hasCome, ageBefore);
        return slot;
    }

    private void GiveOut(ScenePatches scene, TimeSpan duration)
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i] != Nobody)
            {
                _things[_slots[i]].Take(grid.PositionOf(i), _motions[i], scene.Changes[i]);
            }
        }

        for (int slot = 0; slot < _things.Length; slot++)
        {
            FollowedThing thing = _things[slot];
            if (thing.Number != 0 && thing.Patches > 0)
            {
                thing.Settle(duration);
                _places[slot] = scene.AddThing(thing.Now());
            }
        }

        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i] != Nobody)
            {
                scene.AddToThing(i, _places[_slots[i]]);
            }
        }
    }

    private static FollowedThing[] Create()
    {
        FollowedThing[] things = new FollowedThing[Capacity];
        for (int i = 0; i < things.Length; i++)
        {
            things[i] = new FollowedThing();
        }

        return things;
    }

    private static int[] CreateSlots(int count)
    {
        int[] slots = new int[count];
        Array.Fill(slots, Nobody);
        return slots;
    }
}
