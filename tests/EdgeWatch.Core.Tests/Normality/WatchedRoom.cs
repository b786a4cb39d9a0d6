using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Normality;

/// <summary>
/// A room at which is glanced twice a second, and the two kinds that say what is there and what is gone. Everywhere is floor until
/// something is put somewhere.
/// </summary>
internal sealed class WatchedRoom
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    /// <summary>Glances of ten seconds, after which what was new is normal.</summary>
    public const int ApartGlances = 20;

    /// <summary>Glances at which something has to be seen of ten until it has stayed.</summary>
    public const int StayGlances = PresenceNormality.StayGlances - PresenceNormality.GlancesMissed;

    private readonly Dictionary<PatchPosition, Func<float[]>> _things = [];
    private readonly ScenePatches _scene;

    public WatchedRoom(PatchGrid grid)
    {
        Grid = grid;
        _scene = new ScenePatches(grid) { Places = new PlaceLooks(grid) };
        Presence = new PresenceNormality(grid);
    }

    public PatchGrid Grid { get; }

    public PresenceNormality Presence { get; private set; }

    public AbsenceNormality Absence { get; } = new();

    /// <summary>What the floor looks like.</summary>
    public float[] Floor { get; set; } = MadeUpLooks.Axis(0);

    public TimeSpan Quarantine { get; set; }

    /// <summary>What was surprising at the last glance.</summary>
    public SurpriseMap Shown { get; private set; } = new(new PatchGrid(1, 1, 1));

    /// <summary>Puts something at a place, which then looks so.</summary>
    public void Put(PatchPosition place, float[] look) => Put(place, () => look);

    /// <summary>Puts something at a place that looks otherwise at each glance.</summary>
    public void Put(PatchPosition place, Func<float[]> look) => _things[place] = look;

    /// <summary>Takes away what is at a place.</summary>
    public void Take(PatchPosition place) => _things.Remove(place);

    /// <summary>Glances several times and learns from it.</summary>
    public void Learn(int glances)
    {
        for (int i = 0; i < glances; i++)
        {
            Glance();
            Presence.Learn(_scene, Interval, Quarantine);
            Absence.Learn(_scene, Interval, Quarantine);
        }
    }

    /// <summary>Learns for some time.</summary>
    public void Learn(TimeSpan time) => Learn((int)Math.Ceiling(time / Interval));

    /// <summary>Glances several times while an alert is on.</summary>
    public void Hold(int glances)
    {
        for (int i = 0; i < glances; i++)
        {
            Glance();
            Presence.Hold(_scene);
        }
    }

    /// <summary>Glances several times and learns nothing.</summary>
    public void Watch(int glances)
    {
        for (int i = 0; i < glances; i++)
        {
            Glance();
        }
    }

    /// <summary>The next frame, at which nobody glances.</summary>
    public void Follow()
    {
        _scene.Clear();
        _scene.Places!.Age();
        Score();
    }

    /// <summary>How surprising what is at a patch is by presence.</summary>
    public float Here(PatchPosition patch) => Shown.Of(PresenceNormality.Kind.Index)[Grid.IndexOf(patch)];

    /// <summary>How surprising what is at a patch is by absence.</summary>
    public float Gone(PatchPosition patch) => Shown.Of(AbsenceNormality.Kind.Index)[Grid.IndexOf(patch)];

    /// <summary>The patches of which either has something to say.</summary>
    public PatchPosition[] Told() =>
        [.. Enumerable.Range(0, Grid.Count).Select(Grid.PositionOf).Where(patch => Here(patch) + Gone(patch) > 0)];

    /// <summary>Goes on with another normality that has read what this one wrote.</summary>
    public void Restart()
    {
        PresenceNormality restored = new(Grid);
        SavedBytes.Copy(Presence.Save, restored.Restore);
        Presence = restored;
    }

    private void Glance()
    {
        _scene.Clear();
        _scene.Places!.Glance(place => _things.TryGetValue(place, out Func<float[]>? look) ? look() : Floor);
        Score();
    }

    private void Score()
    {
        Presence.Observe(_scene, Interval);
        Shown = new SurpriseMap(Grid);
        Write(Presence.Surprises(_scene, Interval), PresenceNormality.Kind);
        Write(Absence.Surprises(_scene, Interval), AbsenceNormality.Kind);
    }

    private void Write(float[] surprises, Kind kind)
    {
        for (int k = 0; k < _scene.Count; k++)
        {
            Shown.Of(kind.Index)[Grid.IndexOf(_scene[k])] = surprises[k];
        }
    }
}
