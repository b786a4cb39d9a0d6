using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// What each place usually looks like, moving or not: exemplars of the looks that have stayed there, and how far off looks usually are. A
/// tree may flutter and a door may not, since each place has its own spread. Surprising, and learned, is what stays: what has looked as it
/// does now in eight of the last ten glances. What passes by is other kinds' matter, and whoever stands where many walk is not taken for
/// one of them.
/// </summary>
/// <param name="grid">The patch grid.</param>
public sealed class PresenceNormality(PatchGrid grid) : IKindNormality
{
    /// <summary>Something is somewhere where nothing like it usually is, and stays.</summary>
    public static Kind Kind { get; } = new()
    {
        Name = "presence",
        PriorDeviation = NormalMaximaDeviation,
        IsOfThings = false,
        Create = grid => new PresenceNormality(grid),
    };

    /// <summary>Looks of a place at most, 2 kB: a few for day, night, sun, shade and snow.</summary>
    public const int Exemplars = 16;

    /// <summary>
    /// Looks of all places at most, 0.9 MB: those of a picture of 16:9 in 240 or 480 rows, 15×26 places. Of one in 720 rows each place has
    /// four.
    /// </summary>
    private const int ExemplarBudget = 15 * 26 * Exemplars;

    /// <summary>Glances over which something has to stay: five seconds at two a second.</summary>
    public const int StayGlances = 10;

    /// <summary>How many of <see cref="StayGlances"/> may miss it: somebody walks through in front of it, or it stirs.</summary>
    public const int GlancesMissed = 2;

    /// <summary>
    /// Part of its distance to the usual looks of its place within which a look is that of a moment ago: nearer to that than to anything
    /// usual, though somebody who stands shifts his weight.
    /// </summary>
    public const double Alike = 0.75;

    /// <summary>Weight of <see cref="LookDistance.OtherLight"/> in what a place's looks are like, in glances.</summary>
    public const double PriorGlances = 10;

    /// <summary>Glances that are remembered: past this, all counts are halved, so that the oldest half fades (half a day).</summary>
    public const double GlanceLimit = 86_400;

    /// <summary>Deviations that looks must be off all over the picture until it counts as a change of light.</summary>
    public const double LightChange = 2;

    /// <summary>
    /// Parts into which each side of the picture is cut to tell what is all over it: a single thing, however close, rarely fills five of
    /// the nine.
    /// </summary>
    public const int PartsAcross = 3;

    /// <summary>
    /// Where in a part's places, in order of their deviations, its own is: grain, a low bit rate, snow and the edges of shadows move the
    /// looks of places with structure, which are fewer than half in most scenes.
    /// </summary>
    public const double UpperQuartile = 0.75;

    /// <summary>Least surprise in nats that is told of: one glance in seven reaches it at any place.</summary>
    public const double LeastSurprise = 2;

    /// <summary>Places to each side among whose usual looks one is sought that has come to light where something is gone.</summary>
    public const int Surroundings = 4;

    /// <summary>Part of its distance to its own place's looks within which a look is that of its surroundings.</summary>
    public const double LikeSurroundings = 0.5;

    /// <summary>
    /// Spread of the maxima of presence in normal video: 0.2 to 0.9 in five scenes of half a minute to two, 0.65 as their root mean
    /// square. What half a minute did not show may stand there for all that.
    /// </summary>
    private const double NormalMaximaDeviation = 0.65;

    private readonly PatchGrid _places = PlaceLooks.GridOf(grid);
    private readonly LookMemory _memory = new(PlaceLooks.GridOf(grid), areaSide: 1, Exemplars, ExemplarBudget);
    private readonly Moments[] _distances = new Moments[PlaceLooks.GridOf(grid).Count];
    private readonly LookMemory.Nearest[] _nearest = new LookMemory.Nearest[PlaceLooks.GridOf(grid).Count];
    private readonly RecentLooks _recent = new(PlaceLooks.GridOf(grid).Count, StayGlances, GlancesMissed);
    private readonly float[] _sorted = new float[PlaceLooks.GridOf(grid).Count];
    private TimeSpan _learned;
    private int _glancesLearned;

    /// <summary>The looks that each place by itself has had.</summary>
    internal LookMemory Looks => _memory;

    /// <summary>How much video was learned from: the clock of <see cref="Looks"/>.</summary>
    internal long Now => _learned.Ticks;

    /// <inheritdoc/>
    public void Observe(ScenePatches scene, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if (scene.Places is not { } places)
        {
            return;
        }

        if (places.IsFresh)
        {
            Compare(places);
            FindWhatStays(places);
        }

        for (int patch = 0; patch < grid.Count; patch++)
        {
            PatchPosition position = grid.PositionOf(patch);
            if (places.Surprises[places.PlaceOf(position)] > 0)
            {
                scene.Add(position);
            }
        }
    }

    /// <inheritdoc/>
    public void Score(ScenePatches scene, TimeSpan duration, Span<float> surprises)
    {
        ArgumentNullException.ThrowIfNull(scene);
        for (int k = 0; k < scene.Count; k++)
        {
            surprises[k] = scene.Places?.SurpriseAt(scene[k], isBare: false) ?? 0;
        }
    }

    /// <inheritdoc/>
    public void Learn(ScenePatches scene, TimeSpan duration, TimeSpan quarantine)
    {
        ArgumentNullException.ThrowIfNull(scene);
        _learned += duration;
        if (scene.Places is not { IsFresh: true } places)
        {
            return;
        }

        _glancesLearned++;
        _memory.BeginGlance();
        for (int place = 0; place < _places.Count; place++)
        {
            // What most of the picture does at once is light, and known as soon as it has lasted.
            bool isLight = places.CommonDeviation > LightChange && _recent.Deviations[place] < LightChange;
            long normalFrom = LookMemory.NormalFrom(_learned, isLight ? TimeSpan.Zero : quarantine);
            bool teaches = _memory.See(
                _places.PositionOf(place), places.Of(place), _nearest[place], _learned.Ticks, normalFrom, mayBeNew: MayBeNew(place));
            if (teaches && _nearest[place].Memory is not null)
            {
                _distances[place] = _distances[place].With(LookDistance.Logarithm(_nearest[place].Distance), GlanceLimit);
            }
        }
    }

    /// <inheritdoc/>
    public void Hold(ScenePatches scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if (scene.Places is not { IsFresh: true } places)
        {
            return;
        }

        for (int place = 0; place < _places.Count; place++)
        {
            _memory.See(_places.PositionOf(place), places.Of(place), _nearest[place], _learned.Ticks, ExemplarMemory.AnyTime);
        }
    }

    /// <inheritdoc/>
    public void Judge(SurpriseMap shown, bool isNormal)
    {
        ArgumentNullException.ThrowIfNull(shown);
        ReadOnlySpan<float> here = shown.Of(Kind.Index);
        ReadOnlySpan<float> gone = shown.Of(AbsenceNormality.Kind.Index);
        for (int patch = 0; patch < here.Length; patch++)
        {
            if (here[patch] > 0 || gone[patch] > 0)
            {
                _memory.Judge(PlaceLooks.PlaceOf(_places, grid, grid.PositionOf(patch)), isNormal, _learned.Ticks);
            }
        }
    }

    /// <inheritdoc/>
    public void Forget(LookSet looks)
    {
        ArgumentNullException.ThrowIfNull(looks);
        _memory.Forget(_places, looks);
    }

    /// <inheritdoc/>
    public void ForgetPatch(int patch)
    {
        PatchPosition place = PlaceLooks.PlaceOf(_places, grid, grid.PositionOf(patch));
        _memory.ForgetAt(place);
        _distances[_places.IndexOf(place)] = default;
        _nearest.AsSpan().Fill(new LookMemory.Nearest(LookMemory.Unknown, null, -1));
    }

    /// <inheritdoc/>
    public void Clear() => _recent.Clear();

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_learned.Ticks);
        writer.Write(_glancesLearned);
        Numbers.Save(writer, _distances);
        _memory.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        _learned = TimeSpan.FromTicks(reader.ReadInt64());
        _glancesLearned = reader.ReadInt32();
        Numbers.Restore(reader, _distances);
        _memory.Restore(reader);
    }

    /// <summary>By how many deviations each place is farther off than usual, what is all over the picture taken from it.</summary>
    private void Compare(PlaceLooks places)
    {
        _recent.Take(places);
        Span<float> deviations = _recent.Deviations;
        for (int place = 0; place < _places.Count; place++)
        {
            _nearest[place] = _memory.Find(_places.PositionOf(place), places.Of(place), _learned.Ticks);
            places.IsUsual[place] = _nearest[place].Distance <= LookMemory.NewDistance;
            deviations[place] = _nearest[place].Memory is null ? 0 : (float)DeviationOf(place, _nearest[place].Distance);
        }

        places.CommonDeviation = CommonTo(deviations);
        foreach (ref float deviation in deviations)
        {
            deviation -= places.CommonDeviation;
        }
    }

    private double DeviationOf(int place, double distance)
    {
        Moments usual = _distances[place] + Moments.Of(PriorGlances, LookDistance.OtherLight);
        return (LookDistance.Logarithm(distance) - usual.Mean) / (Math.Sqrt(usual.Variance) + LookDistance.LightDeviation);
    }

    /// <summary>The deviation that is all over the picture: that of the middle one of its parts.</summary>
    private float CommonTo(ReadOnlySpan<float> deviations)
    {
        Span<float> parts = stackalloc float[PartsAcross * PartsAcross];
        for (int part = 0; part < parts.Length; part++)
        {
            parts[part] = DeviationOfPart(deviations, part / PartsAcross, part % PartsAcross);
        }

        parts.Sort();
        return Math.Max(0, parts[parts.Length / 2]);
    }

    /// <summary>The upper quartile of a part of the picture; 0 where the picture is too small to have it.</summary>
    private float DeviationOfPart(ReadOnlySpan<float> deviations, int down, int across)
    {
        int count = 0;
        (int left, int right) = (_places.Columns * across / PartsAcross, _places.Columns * (across + 1) / PartsAcross);
        for (int row = _places.Rows * down / PartsAcross; row < _places.Rows * (down + 1) / PartsAcross; row++)
        {
            deviations[((row * _places.Columns) + left)..((row * _places.Columns) + right)].CopyTo(_sorted.AsSpan(count));
            count += right - left;
        }

        Span<float> sorted = _sorted.AsSpan(0, count);
        sorted.Sort();
        return count > 0 ? sorted[(int)(UpperQuartile * count)] : 0;
    }

    private void FindWhatStays(PlaceLooks places)
    {
        places.Surprises.Clear();
        places.IsBare.Clear();
        for (int place = 0; place < _places.Count; place++)
        {
            double surprise = GaussianTail.Surprise(_recent.Lasting(place, LikeNow(place)));
            if (surprise > LeastSurprise)
            {
                places.Surprises[place] = (float)surprise;
                places.IsBare[place] = LooksLikeSurroundings(places, place);
            }
        }
    }

    /// <summary>Whether what is at a place may be remembered: it has stayed, or is the first that was ever seen there.</summary>
    private bool MayBeNew(int place) => _nearest[place].Memory is null
        || (_nearest[place].Distance > LookMemory.NewDistance && _recent.HasStayed(place, LikeNow(place)));

    /// <summary>Distance (1 − cosine) within which a place looked as it does now.</summary>
    private double LikeNow(int place) => Alike * _nearest[place].Distance;

    /// <summary>Whether a place looks as what is around it has looked most of the time: what was in front of that is gone.</summary>
    private bool LooksLikeSurroundings(PlaceLooks places, int place)
    {
        LookMemory.Nearest around = _memory.Find(
            _places.PositionOf(place), places.Of(place), _learned.Ticks, Surroundings, leastTimes: Math.Max(1, _glancesLearned / 2));
        return around.Distance < LikeSurroundings * _nearest[place].Distance;
    }
}
