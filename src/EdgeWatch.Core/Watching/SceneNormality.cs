using System.Numerics.Tensors;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Core.Watching;

/// <summary>Everything that one camera has learned: statistics and calibration of every kind, and how long it has been learning.</summary>
public sealed class SceneNormality(PatchGrid grid)
{
    private readonly IKindNormality[] _kinds = [.. Kinds.All.Select(kind => kind.Create(grid))];
    private readonly bool[] _isThere = new bool[grid.Count];
    private ZoneStays?[] _stays = [];

    /// <summary>The patch grid that it is about.</summary>
    public PatchGrid Grid { get; } = grid;

    /// <summary>What is usual, by kind; see <see cref="Kinds"/>.</summary>
    public IReadOnlyList<IKindNormality> ByKind => _kinds;

    /// <summary>What people have said of events.</summary>
    public Lessons Lessons { get; } = new(grid);

    /// <summary>How many things at once are too many.</summary>
    public Commotion Commotion { get; } = new(grid);

    /// <summary>Pooling and calibration.</summary>
    public SceneScorer Scorer { get; } = new();

    /// <summary>Where what happens counts; null for everywhere. What happens elsewhere is learned all the same.</summary>
    public SceneZones? Zones { get; private set; }

    /// <summary>How much video has been learned from.</summary>
    public TimeSpan Learned { get; set; }

    /// <summary>
    /// How much more video must be learned from until something that is new from now on counts as normal. <value>Zero at first: at
    /// once.</value>
    /// </summary>
    public TimeSpan Quarantine { get; set; }

    /// <summary>
    /// Goes by other zones from the next frame on. What is usual stays; how often a score is reached within them is told from what the
    /// whole picture reaches, until they have a calibration of their own.
    /// </summary>
    public void Watch(SceneZones zones)
    {
        ArgumentNullException.ThrowIfNull(zones);
        bool isSamePlace = Zones is { } before && before.Counts.SequenceEqual(zones.Counts);
        Zones = zones;
        Scorer.Watch(zones, keepsCalibration: isSamePlace);
        _stays =
        [
            .. zones.Watched.Select((zone, index) => zone.MinimumStay > TimeSpan.Zero ? new ZoneStays(zones, index, Grid) : null),
        ];
        foreach (IKindNormality kind in _kinds)
        {
            kind.Hide(zones.IsMasked.Span);
        }
    }

    /// <summary>
    /// What was learned has come from elsewhere: what zones reach is told from it anew, unless that comes from elsewhere, too.
    /// </summary>
    public void BeginZoned()
    {
        if (Zones is { } zones)
        {
            Scorer.Watch(zones, keepsCalibration: false);
        }
    }

    /// <summary>Takes in the next frame, fills the surprises of its patches and adds them to the frame values being smoothed.</summary>
    /// <param name="scene">The frame's patches.</param>
    /// <param name="duration">Time since the frame before it; zero after a gap.</param>
    /// <param name="patches">Receives the surprises.</param>
    public void Score(ScenePatches scene, TimeSpan duration, PatchSurprises patches)
    {
        ArgumentNullException.ThrowIfNull(patches);
        foreach (IKindNormality kind in _kinds)
        {
            kind.Observe(scene, duration);
        }

        patches.Reset(scene);
        for (int kind = 0; kind < _kinds.Length; kind++)
        {
            _kinds[kind].Score(scene, duration, patches.Of(kind));
        }

        Commotion.Calm(scene, patches);
        Lessons.Apply(scene, patches, duration);
        LeaveOut(patches);
        KeepLooks(scene, patches);
        for (int kind = 0; kind < _kinds.Length; kind++)
        {
            Span<float> surprises = patches.Of(kind);
            patches.Ratios[kind] = surprises.IsEmpty ? 0 : _kinds[kind].Ratio(scene, TensorPrimitives.IndexOfMax(surprises));
            patches.Details[kind] = _kinds[kind].Detail(scene);
        }

        Scorer.Add(patches);
        AddZones(scene, duration, patches);
    }

    /// <summary>Takes the frame that was scored last as normal.</summary>
    /// <param name="scene">Its patches.</param>
    /// <param name="duration">Time that it stands for.</param>
    public void Learn(ScenePatches scene, TimeSpan duration)
    {
        foreach (IKindNormality kind in _kinds)
        {
            kind.Learn(scene, duration, Quarantine);
        }

        Commotion.Learn(scene);
        Learned += duration;
    }

    /// <summary>
    /// Keeps in mind what is new in the frame that was scored last, without learning from it, in case that people say that it is normal.
    /// </summary>
    public void Hold(ScenePatches scene)
    {
        foreach (IKindNormality kind in _kinds)
        {
            kind.Hold(scene);
        }
    }

    /// <summary>
    /// Learns what people say of an event: that it was normal, so that the like is accepted there and what is in quarantine is normal now;
    /// or that it was right, so that nothing of it stays accepted or in quarantine and frames that show the like are not learned from.
    /// </summary>
    /// <param name="lesson">What they say.</param>
    /// <param name="shown">What the event showed.</param>
    public void Judge(Lesson lesson, SurpriseMap shown)
    {
        ArgumentNullException.ThrowIfNull(lesson);
        BringViewBack(Lessons.All.FirstOrDefault(earlier => earlier.EventId == lesson.EventId));
        Lessons.Add(lesson.IsNormal && ViewNormality.IsIn(shown) ? lesson with { ViewBefore = View() } : lesson);
        foreach (IKindNormality kind in _kinds)
        {
            kind.Judge(shown, lesson.IsNormal);
            if (!lesson.IsNormal)
            {
                kind.Forget(lesson.Looks);
            }
        }
    }

    /// <summary>Takes back what people have said of an event, and what was learned for it of its look and of the view.</summary>
    /// <returns>What they had said; null when they had said nothing.</returns>
    public Lesson? TakeBack(string eventId)
    {
        Lesson? lesson = Lessons.Remove(eventId);
        BringViewBack(lesson);
        if (lesson is { IsNormal: true } && lesson.Owner == Lessons.Owner)
        {
            foreach (IKindNormality kind in _kinds)
            {
                kind.Forget(lesson.Looks);
            }
        }

        return lesson;
    }

    /// <summary>
    /// Forgets what is usual at a place and around it, as far as others count as the same place. What people have said of events stays.
    /// </summary>
    /// <param name="place">The place; see <see cref="PlaceLooks"/>.</param>
    internal void ForgetPlace(PatchPosition place)
    {
        PatchGrid places = PlaceLooks.GridOf(Grid);
        int[] forgotten = [.. places.Around(place, PlaceNormality.NearbyPatches)];
        for (int patch = 0; patch < Grid.Count; patch++)
        {
            if (forgotten.Contains(places.IndexOf(PlaceLooks.PlaceOf(places, Grid, Grid.PositionOf(patch)))))
            {
                foreach (IKindNormality kind in _kinds)
                {
                    kind.ForgetPatch(patch);
                }
            }
        }
    }

    /// <summary>Forgets what goes on at the moment: frames that are being smoothed, things that move. What was learned stays.</summary>
    public void ClearFrames()
    {
        foreach (IKindNormality kind in _kinds)
        {
            kind.Clear();
        }

        Lessons.Clear();
        Scorer.Clear();
        foreach (ZoneStays? stays in _stays)
        {
            stays?.Clear();
        }
    }

    /// <summary>What is known of the usual view.</summary>
    private byte[] View()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        _kinds[ViewNormality.Kind.Index].Save(writer);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The usual view is again what it was before an event was called normal, if that made another one of it.</summary>
    private void BringViewBack(Lesson? lesson)
    {
        if (lesson is { ViewBefore.IsEmpty: false } && Lessons.IsInForce(lesson))
        {
            using BinaryReader reader = new(new MemoryStream(lesson.ViewBefore.ToArray()));
            _kinds[ViewNormality.Kind.Index].Restore(reader);
        }
    }

    /// <summary>Takes away what happens where no alerts are wanted.</summary>
    private void LeaveOut(PatchSurprises patches)
    {
        if (Zones is not { IsLimited: true } zones)
        {
            return;
        }

        Scorer.AddWhole(patches);
        foreach (Kind kind in Kinds.All)
        {
            if (kind.IsOfPicture)
            {
                continue;
            }

            Span<float> surprises = patches.Of(kind.Index);
            for (int k = 0; k < surprises.Length; k++)
            {
                surprises[k] = zones.Counts[Grid.IndexOf(patches.Positions[k])] ? surprises[k] : 0;
            }
        }
    }

    /// <summary>Keeps what the surprising patches look like, for the case that the frame is part of an event.</summary>
    private static void KeepLooks(ScenePatches scene, PatchSurprises patches)
    {
        if (scene.Places is not { IsFresh: true } places)
        {
            return;
        }

        for (int k = 0; k < patches.Count; k++)
        {
            int place = places.PlaceOf(patches.Positions[k]);
            if (patches.Highest(k) >= EventTrace.LeastSurpriseOfLook && !places.IsUsual[place])
            {
                patches.Looks.Add(place, places.Of(place), IsOddLook(patches, k));
            }
        }
    }

    private static bool IsOddLook(PatchSurprises patches, int k) =>
        patches.Of(AppearanceNormality.Kind.Index)[k] >= EventTrace.LeastSurpriseOfLook
        || patches.Of(PresenceNormality.Kind.Index)[k] >= EventTrace.LeastSurpriseOfLook
        || patches.Of(AbsenceNormality.Kind.Index)[k] >= EventTrace.LeastSurpriseOfLook;

    private void AddZones(ScenePatches scene, TimeSpan duration, PatchSurprises patches)
    {
        for (int zone = 0; zone < _stays.Length; zone++)
        {
            ZoneStays? stays = _stays[zone];
            stays?.Follow(scene, duration);
            for (int k = 0; k < patches.Count; k++)
            {
                int patch = Grid.IndexOf(patches.Positions[k]);
                _isThere[k] = Zones!.IsIn(zone, patch) && (stays is null || stays.IsLongEnough(scene, patch));
            }

            Scorer.AddZone(zone, patches, _isThere.AsSpan(0, patches.Count));
        }
    }
}
