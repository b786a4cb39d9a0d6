using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Zones;

/// <summary>
/// How long things have been in a zone. Who leaves for a moment, or is not seen for it, has not left; what belongs to no thing counts from
/// when its place began to say anything.
/// </summary>
public sealed class ZoneStays
{
    /// <summary>How long something may be out of the zone or out of sight: a thing is waited for as long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SceneZones _zones;
    private readonly int _zone;
    private readonly PatchGrid _grid;
    private readonly Stay[] _stays;
    private readonly Stay[] _places;
    private readonly bool[] _isIn;
    private int _count;

    /// <summary>Nobody is there.</summary>
    /// <param name="zones">All zones.</param>
    /// <param name="zone">Which of those that are watched.</param>
    /// <param name="grid">The patch grid.</param>
    public ZoneStays(SceneZones zones, int zone, PatchGrid grid)
    {
        (_zones, _zone, _grid) = (zones, zone, grid);
        _stays = new Stay[grid.Count];
        _places = new Stay[grid.Count];
        _isIn = new bool[grid.Count];
        Clear();
    }

    /// <summary>Takes the next frame in.</summary>
    /// <param name="scene">The frame with its things.</param>
    /// <param name="duration">Time since the frame before it; zero after a gap.</param>
    public void Follow(ScenePatches scene, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(scene);
        FollowPlaces(scene, duration);
        FindThings(scene);
        Age(scene, duration);
        for (int thing = 0; thing < scene.Things.Length; thing++)
        {
            if (_isIn[thing] && _count < _stays.Length && !Find(scene.Things[thing].Number, out _))
            {
                _stays[_count++] = new Stay(scene.Things[thing].Number, TimeSpan.Zero, TimeSpan.Zero);
            }
        }
    }

    /// <summary>Whether what is at a patch has been in the zone for long enough.</summary>
    /// <param name="scene">The frame that was taken in last.</param>
    /// <param name="patch">Row-major index of the patch.</param>
    public bool IsLongEnough(ScenePatches scene, int patch)
    {
        ArgumentNullException.ThrowIfNull(scene);
        int thing = scene.ThingAt(patch);
        Stay stay = thing < 0 ? _places[patch] : Find(scene.Things[thing].Number, out int place) ? _stays[place] : default;
        return stay.Length >= _zones.Watched[_zone].MinimumStay;
    }

    /// <summary>Forgets who is there, for example after a gap in the stream.</summary>
    public void Clear()
    {
        _count = 0;
        Array.Fill(_places, new Stay(0, TimeSpan.Zero, TimeSpan.MaxValue));
    }

    private void FollowPlaces(ScenePatches scene, TimeSpan duration)
    {
        foreach (ref Stay place in _places.AsSpan())
        {
            place = place.Unseen > Patience ? place : place with { Unseen = place.Unseen + duration };
        }

        for (int k = 0; k < scene.Count; k++)
        {
            int patch = _grid.IndexOf(scene[k]);
            if (scene.ThingAt(patch) < 0)
            {
                _places[patch] = _places[patch] with { Unseen = TimeSpan.Zero };
            }
        }

        foreach (ref Stay place in _places.AsSpan())
        {
            place = place.Unseen > Patience ? place with { Length = TimeSpan.Zero } : place with { Length = place.Length + duration };
        }
    }

    private void FindThings(ScenePatches scene)
    {
        Array.Clear(_isIn);
        for (int patch = 0; patch < _grid.Count; patch++)
        {
            int thing = scene.ThingAt(patch);
            if (thing >= 0 && _zones.IsIn(_zone, patch))
            {
                _isIn[thing] = true;
            }
        }
    }

    private void Age(ScenePatches scene, TimeSpan duration)
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            Stay stay = _stays[i];
            TimeSpan unseen = IsSeen(scene, stay.Number) ? TimeSpan.Zero : stay.Unseen + duration;
            if (unseen <= Patience)
            {
                _stays[kept++] = new Stay(stay.Number, stay.Length + duration, unseen);
            }
        }

        _count = kept;
    }

    private bool IsSeen(ScenePatches scene, long number)
    {
        for (int thing = 0; thing < scene.Things.Length; thing++)
        {
            if (_isIn[thing] && scene.Things[thing].Number == number)
            {
                return true;
            }
        }

        return false;
    }

    private bool Find(long number, out int place)
    {
        for (place = 0; place < _count; place++)
        {
            if (_stays[place].Number == number)
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="Number">The thing's.</param>
    /// <param name="Length">How long it has been there.</param>
    /// <param name="Unseen">How long it has not been seen there.</param>
    private readonly record struct Stay(long Number, TimeSpan Length, TimeSpan Unseen);
}
