using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Glance;

/// <summary>
/// Looks at the whole picture now and then, whether or not anything moves: what stands, sits, lies or is gone is seen by nothing else.
/// What has not changed since it was looked at looks as it did; the network is asked about the rest.
/// </summary>
public sealed class GlanceStage
{
    /// <summary>Default of glances a second: someone who crosses a place in a second is seen there.</summary>
    public const double DefaultPerSecond = 2;

    /// <summary>
    /// Glances from one at which the network is asked about the whole picture to the next: so long may a look be off by what is too little
    /// or too far away to be a change of its place. At ten, frame AUC of acts that are hard to see falls by 0.4 in place of 0.2.
    /// </summary>
    public const int WholeEvery = 5;

    private readonly LumaHistory _history;
    private readonly ILookModel _model;
    private readonly double _perSecond;
    private readonly ChangedParts _changed;
    private TimeSpan _wait;
    private int _untilWhole;

    /// <summary>A stage that has not looked yet.</summary>
    /// <param name="history">The pictures.</param>
    /// <param name="noise">How much each patch of them changes when nothing happens.</param>
    /// <param name="model">The network.</param>
    /// <param name="perSecond">Glances a second; 0: none.</param>
    public GlanceStage(LumaHistory history, NoiseEstimate noise, ILookModel model, double perSecond)
    {
        ArgumentNullException.ThrowIfNull(history);
        (_history, _model, _perSecond) = (history, model, perSecond);
        Places = new PlaceLooks(history.Grid);
        _changed = new ChangedParts(history.Grid, noise, Places);
    }

    /// <summary>The looks.</summary>
    public PlaceLooks Places { get; }

    /// <summary>Glances to which the network answered with something that is no number; they count as not made.</summary>
    public long GlancesMiscomputed { get; private set; }

    /// <summary>Looks at the newest picture when it is time to, and after a gap at once.</summary>
    /// <param name="duration">Time since the picture before it; zero after a gap.</param>
    public void Follow(TimeSpan duration)
    {
        Places.Age();
        _wait -= duration;

        // Half a frame early is nearer than half a frame late. What a glance comes too early the next one waits longer; what was missed
        // because frames are rarer is not made up for.
        if (_perSecond > 0 && (duration == TimeSpan.Zero || _wait <= duration / 2))
        {
            TimeSpan next = TimeSpan.FromSeconds(1 / _perSecond) + (duration == TimeSpan.Zero ? TimeSpan.Zero : _wait);
            _wait = next > TimeSpan.Zero ? next : TimeSpan.Zero;
            Look(isWhole: duration == TimeSpan.Zero || _untilWhole == 0);
        }
    }

    private void Look(bool isWhole)
    {
        if (isWhole)
        {
            _changed.FindAll();
        }
        else
        {
            _changed.Find(_history.Full(0));
        }

        Places.Keep();
        foreach (PlaceRectangle part in _changed.Found)
        {
            if (!IsAnswered(part))
            {
                GlancesMiscomputed++;
                _untilWhole = 0;
                return;
            }
        }

        _untilWhole = (_changed.IsWhole ? WholeEvery : _untilWhole) - 1;
    }

    /// <summary>Looks at a part. Returns whether the network answered in numbers.</summary>
    private bool IsAnswered(PlaceRectangle part)
    {
        Places.Take(Places.PatchesAcross == 1 ? _history.Full(0) : _history.Half(0), _changed.SeenFor(part));
        _model.Run(Places);
        if (!Places.Accept(part))
        {
            return false;
        }

        _changed.Remember(part, _history.Full(0));
        return true;
    }
}
