using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Glance;

/// <summary>
/// Looks at the whole picture now and then, whether or not anything moves: what stands, sits, lies or is gone is seen by nothing else. It
/// costs the same whatever goes on.
/// </summary>
/// <param name="history">The pictures.</param>
/// <param name="model">The network.</param>
/// <param name="perSecond">Glances a second; 0: none.</param>
public sealed class GlanceStage(LumaHistory history, ILookModel model, double perSecond)
{
    /// <summary>Default of glances a second: someone who crosses a place in a second is seen there.</summary>
    public const double DefaultPerSecond = 2;

    private TimeSpan _wait;

    /// <summary>The looks.</summary>
    public PlaceLooks Places { get; } = new(history.Grid);

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
        if (perSecond > 0 && (duration == TimeSpan.Zero || _wait <= duration / 2))
        {
            TimeSpan next = TimeSpan.FromSeconds(1 / perSecond) + (duration == TimeSpan.Zero ? TimeSpan.Zero : _wait);
            _wait = next > TimeSpan.Zero ? next : TimeSpan.Zero;
            Look();
        }
    }

    private void Look()
    {
        Places.Take(Places.PatchesAcross == 1 ? history.Full(0) : history.Half(0));
        model.Run(Places);
        GlancesMiscomputed += Places.Accept() ? 0 : 1;
    }
}
