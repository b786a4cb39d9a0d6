using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Teaching;

/// <summary>
/// What people have said of a camera's events, and what follows from it. Of an event that was called normal: how surprising, and by what,
/// things of its look may be at its places without anything being said about it. Of an event that was called right: frames that show the
/// like are not learned from. Where looks are not known, place and surprise decide alone. This folder's README has it in full. Not
/// thread-safe.
/// </summary>
/// <param name="grid">The patch grid.</param>
public sealed class Lessons(PatchGrid grid)
{
    /// <summary>Lessons at most, one for each bit of a mask; past it, the oldest one is forgotten.</summary>
    public const int Capacity = 64;

    /// <summary>
    /// How long what was called normal may go on until it is learned from like everything else: what passes takes less, and a fan that
    /// turns all day must not keep a camera from learning.
    /// </summary>
    public static readonly TimeSpan LongestPassing = TimeSpan.FromMinutes(1);

    private readonly List<Lesson> _all = [];
    private readonly List<Likeness> _rules = [];
    private readonly ulong[] _ofPlace = new ulong[PlaceLooks.GridOf(grid).Count];
    private readonly Dictionary<long, ulong> _ofThing = [];
    private ulong _normal;
    private ulong _right;
    private ulong _lookless;
    private TimeSpan _excusedFor;
    private bool _isRightShown;

    /// <summary>All of them, the oldest first, also those that are not in force.</summary>
    public IReadOnlyList<Lesson> All => _all;

    /// <summary>The network and the shape of the picture of now; see <see cref="Lesson.Owner"/>.</summary>
    public string Owner
    {
        get;
        set
        {
            field = value;
            Rebuild();
        }
    }
    = "";

    /// <summary>
    /// Whether the newest frame is not to be learned from: it shows what was called right; or what was called normal passes, of which
    /// nothing is to be learned but the lesson: else all that is as fast would be normal with it, and it could not be taken back.
    /// </summary>
    public bool ForbidsLearning => _isRightShown || (_excusedFor > TimeSpan.Zero && _excusedFor <= LongestPassing);

    /// <summary>Whether a lesson is about the network and the picture of now.</summary>
    public bool IsInForce(Lesson lesson)
    {
        ArgumentNullException.ThrowIfNull(lesson);
        return lesson.Owner == Owner;
    }

    /// <summary>Goes by another lesson, too, in place of an earlier one about the same event.</summary>
    public void Add(Lesson lesson)
    {
        ArgumentNullException.ThrowIfNull(lesson);
        _all.RemoveAll(earlier => earlier.EventId == lesson.EventId);
        if (!lesson.ViewBefore.IsEmpty)
        {
            ForgetViews();
        }

        _all.Add(lesson);
        if (_all.Count > Capacity)
        {
            _all.RemoveAt(0);
        }

        Rebuild();
    }

    /// <summary>Goes by a lesson no more.</summary>
    /// <returns>It; null when there is none about that event.</returns>
    public Lesson? Remove(string eventId)
    {
        Lesson? found = _all.Find(lesson => lesson.EventId == eventId);
        if (found is not null)
        {
            _all.Remove(found);
            Rebuild();
        }

        return found;
    }

    /// <summary>Forgets what the view was before people called another one normal: what is usual has been learned anew since.</summary>
    /// <returns>Whether there was anything to forget.</returns>
    public bool ForgetViews()
    {
        int index = _all.FindIndex(lesson => !lesson.ViewBefore.IsEmpty && IsInForce(lesson));
        if (index >= 0)
        {
            _all[index] = _all[index] with { ViewBefore = default };
        }

        return index >= 0;
    }

    /// <summary>Takes others in place of all that there are.</summary>
    public void Replace(IEnumerable<Lesson> lessons)
    {
        _all.Clear();
        _all.AddRange(lessons.TakeLast(Capacity));
        Rebuild();
    }

    /// <summary>
    /// Finds out what of the frame the lessons are about, and takes the surprise from what was called normal.
    /// </summary>
    /// <param name="scene">The frame.</param>
    /// <param name="patches">Its surprises.</param>
    /// <param name="duration">Time that it stands for.</param>
    public void Apply(ScenePatches scene, PatchSurprises patches, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(patches);
        if (_rules.Count == 0)
        {
            return;
        }

        if (scene.Places is { IsFresh: true } places)
        {
            Compare(patches, places);
        }

        _isRightShown = _right != 0 && ShowsRight(scene, patches);
        bool passes = _normal != 0 && Excuse(scene, patches);
        _excusedFor = passes ? _excusedFor + duration : TimeSpan.Zero;
    }

    /// <summary>
    /// Looks for what was called right in the learning time, when surprises mean nothing yet: by its look and place alone, where it moves.
    /// </summary>
    /// <param name="scene">The frame.</param>
    public void LookForRight(ScenePatches scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        _excusedFor = TimeSpan.Zero;
        if (_right == 0)
        {
            _isRightShown = false;
        }
        else if (scene.Places is { IsFresh: true } places)
        {
            _isRightShown = false;
            for (int k = 0; k < scene.Active.Count && !_isRightShown; k++)
            {
                int place = places.PlaceOf(scene[k]);
                _isRightShown = IsRight(place, places.Of(place));
            }
        }
    }

    /// <summary>Forgets what goes on at the moment.</summary>
    public void Clear()
    {
        _ofThing.Clear();
        Array.Fill(_ofPlace, ulong.MaxValue);
        (_isRightShown, _excusedFor) = (false, TimeSpan.Zero);
    }

    private void Rebuild()
    {
        _rules.Clear();
        (_normal, _right, _lookless) = (0, 0, 0);
        foreach (Lesson lesson in _all.Where(IsInForce))
        {
            ulong bit = 1UL << _rules.Count;
            _normal |= lesson.IsNormal ? bit : 0;
            _right |= lesson.IsNormal ? 0 : bit;
            _lookless |= lesson.Looks.Count == 0 ? bit : 0;
            _rules.Add(new Likeness(lesson.Marks, lesson.Looks, grid, isLeast: !lesson.IsNormal));
        }

        Clear();
    }

    /// <summary>Says of each surprising place, and of each thing, which lessons it may be about by its look.</summary>
    private void Compare(PatchSurprises patches, PlaceLooks places)
    {
        _ofThing.Clear();
        Array.Fill(_ofPlace, ulong.MaxValue);
        for (int k = 0; k < patches.Count; k++)
        {
            if (IsSurprising(patches, k))
            {
                int place = places.PlaceOf(patches.Positions[k]);
                _ofPlace[place] = places.IsUsual[place] ? _lookless : AlikeTo(places.Of(place));
            }
        }

        for (int k = 0; k < patches.Count; k++)
        {
            if (patches.Things[k] is not 0 and long thing && !_ofThing.ContainsKey(thing))
            {
                _ofThing[thing] = AlikeOf(thing, patches, places);
            }
        }
    }

    /// <summary>
    /// Of a thing, what most of its surprising places look like decides. Those that look as usual do not count: it has been there, or is
    /// about to come. Where all of them do, it is about lessons of the like.
    /// </summary>
    private ulong AlikeOf(long thing, PatchSurprises patches, PlaceLooks places)
    {
        Span<int> alike = stackalloc int[Capacity];
        int telling = 0;
        bool isSurprising = false;
        for (int k = 0; k < patches.Count; k++)
        {
            int place = places.PlaceOf(patches.Positions[k]);
            if (patches.Things[k] != thing || !IsSurprising(patches, k))
            {
                continue;
            }

            isSurprising = true;
            if (places.IsUsual[place])
            {
                continue;
            }

            telling++;
            for (int rule = 0; rule < _rules.Count; rule++)
            {
                alike[rule] += (_ofPlace[place] >> rule & 1) != 0 ? 1 : 0;
            }
        }

        ulong of = 0;
        for (int rule = 0; rule < _rules.Count; rule++)
        {
            of |= alike[rule] >= Likeness.PartAlike * telling ? 1UL << rule : 0;
        }

        return telling > 0 ? of : isSurprising ? _lookless : ulong.MaxValue;
    }

    /// <summary>
    /// The lessons that a look may be about. What looks more like something that was called right is nothing that was called normal.
    /// </summary>
    private ulong AlikeTo(ReadOnlySpan<sbyte> look)
    {
        Span<double> distances = stackalloc double[Capacity];
        double right = double.PositiveInfinity;
        for (int rule = 0; rule < _rules.Count; rule++)
        {
            distances[rule] = _rules[rule].DistanceTo(look);
            right = (_right >> rule & 1) != 0 ? Math.Min(right, distances[rule]) : right;
        }

        ulong of = 0;
        for (int rule = 0; rule < _rules.Count; rule++)
        {
            bool isNearest = (_normal >> rule & 1) == 0 || distances[rule] <= right;
            of |= distances[rule] <= Likeness.AlikeDistance && isNearest ? 1UL << rule : 0;
        }

        return of;
    }

    private bool IsRight(int place, ReadOnlySpan<sbyte> look)
    {
        for (int rule = 0; rule < _rules.Count; rule++)
        {
            if (((_right & ~_lookless) >> rule & 1) != 0
                && _rules[rule].IsAt(place) && _rules[rule].DistanceTo(look) <= LookMemory.NewDistance)
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>Whether something that moves was surprising but for the lessons.</returns>
    private bool Excuse(ScenePatches scene, PatchSurprises patches)
    {
        bool passes = false;
        for (int k = 0; k < patches.Count; k++)
        {
            int patch = grid.IndexOf(patches.Positions[k]);
            for (int kind = 0; kind < Kinds.Count; kind++)
            {
                ref float surprise = ref patches.Of(kind)[k];
                if (surprise > 0 && Kinds.All[kind].IsExcusedByPlace)
                {
                    ulong lessons = _normal & LessonsOf(scene, patches, kind, k);
                    bool isExcused = surprise <= LimitOf(lessons, kind, patch);
                    passes |= isExcused && Kinds.All[kind].IsOfThings && surprise >= EventTrace.LeastSurpriseOfLook;
                    surprise = isExcused ? 0 : surprise;
                }
            }
        }

        return passes;
    }

    private bool ShowsRight(ScenePatches scene, PatchSurprises patches)
    {
        for (int k = 0; k < patches.Count; k++)
        {
            int patch = grid.IndexOf(patches.Positions[k]);
            for (int kind = 0; kind < Kinds.Count; kind++)
            {
                ulong lessons = _right & LessonsOf(scene, patches, kind, k);
                for (int rule = 0; lessons != 0 && rule < _rules.Count; rule++)
                {
                    if ((lessons >> rule & 1) != 0 && _rules[rule].IsReached(kind, patch, patches.Of(kind)[k]))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>The lessons that a patch may be about by its look, as far as that is known.</summary>
    private ulong LessonsOf(ScenePatches scene, PatchSurprises patches, int kind, int k) =>
        scene.Places is not { } places ? ulong.MaxValue
        : Kinds.All[kind].IsOfThings && patches.Things[k] is not 0 and long thing ? _ofThing.GetValueOrDefault(thing, ulong.MaxValue)
        : _ofPlace[places.PlaceOf(patches.Positions[k])];

    private float LimitOf(ulong lessons, int kind, int patch)
    {
        float limit = 0;
        for (int rule = 0; lessons != 0 && rule < _rules.Count; rule++)
        {
            limit = (lessons >> rule & 1) != 0 ? Math.Max(limit, _rules[rule].LimitOf(kind, patch)) : limit;
        }

        return limit;
    }

    private static bool IsSurprising(PatchSurprises patches, int k) => patches.Highest(k) >= EventTrace.LeastSurpriseOfLook;
}
