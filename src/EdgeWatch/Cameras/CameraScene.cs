using System.Diagnostics.CodeAnalysis;
using EdgeWatch.Cameras.Learned;
using EdgeWatch.Cameras.Live;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Core.Watching;
using EdgeWatch.Core.Zones;
using EdgeWatch.Streams;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cameras;

/// <summary>
/// What one camera sees and what goes on there: all that its frames, its housekeeping, commands and health share. They take turns: all but
/// <see cref="EnterAsync"/> is for whoever has entered.
/// </summary>
internal sealed class CameraScene(CameraSettings settings, SharedParts parts, StreamRing? ring) : IDisposable
{
    /// <summary>
    /// The one guard of everything that can be reached from here: the watch
    /// with its normality, the events, the suspension, what was told and saved.
    /// </summary>
    private readonly SemaphoreSlim _gate = new(1, 1);
    private LearningPolicy _learning = settings.Learning;
    private IReadOnlyList<Zone> _zones = settings.Zones;

    /// <summary>Takes the frames through all stages; null before the first frame.</summary>
    public SceneWatch? Watch { get; private set; }

    /// <summary>Paints the frames of <see cref="Watch"/>.</summary>
    public PatchHeat? Heat { get; private set; }

    /// <summary>Tells where the network of <see cref="Watch"/> looks.</summary>
    public AttentionTap? Attention { get; private set; }

    /// <summary>What the latest events showed.</summary>
    public RecentEvents? Recent { get; private set; }

    /// <summary>Pictures of what is normal; null before the first frame.</summary>
    public CameraGallery? Gallery { get; private set; }

    /// <summary>Whether the whole scene is changing.</summary>
    public SceneChangeWatch Changes { get; private set; } = new(parts.Time);

    /// <summary>Events, and who is told of them.</summary>
    public CameraAlerts Alerts { get; } = new(settings, parts, ring);

    /// <summary>Whether somebody wants no events for a while.</summary>
    public Suspension Suspension { get; } = new(settings.Id, parts);

    /// <summary>Keeps what is learned.</summary>
    public NormalityKeeper Keeper { get; } = new(settings, parts);

    /// <summary>Keeps its scores for tuning.</summary>
    public ScoreHistory History { get; } = new(settings, parts);

    /// <summary>Tells what the camera does.</summary>
    public PhaseReport Phase { get; } = new(settings.Id, parts);

    /// <summary>Waits until nobody else is in. It is left by disposing what is returned.</summary>
    public async ValueTask<Turn> EnterAsync()
    {
        await _gate.WaitAsync();
        return new Turn(_gate);
    }

    /// <summary>
    /// The watch for frames of a size; a size that is new starts one that goes on with what was learned of this size before, and what the
    /// other has learned is saved.
    /// </summary>
    public SceneWatch WatchFor(FrameSize size)
    {
        if (Watch?.FrameSize != size)
        {
            Save(isLast: true);
            Start(size);
            bool isKnown = Keeper.Load(Watch.Normality);
            Keeper.LoadGallery(Gallery!.Pictures, Watch.Normality);
            Phase.TellBegun(Watch, isKnown ? "goes on" : "starts");
        }

        return Watch;
    }

    /// <summary>Forgets what is normal.</summary>
    /// <param name="forgetsFeedback">Whether what people have said of events is forgotten, too; else it holds on.</param>
    /// <exception cref="IOException">What was saved cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be removed.</exception>
    public void Relearn(bool forgetsFeedback)
    {
        Keeper.Forget(forgetsFeedback);
        if (Watch is not null)
        {
            Start(Watch.FrameSize);
            Keeper.LoadLessons(Watch.Normality);
            Keeper.LoadGallery(Gallery!.Pictures, Watch.Normality);
            Phase.TellBegun(Watch, "starts again");
        }
    }

    /// <summary>Learns in another way from the next frame on. That may put the camera back into its learning time; an event ends then.
    /// </summary>
    public ValueTask LearnAsync(LearningPolicy learning)
    {
        _learning = learning;
        if (Watch is null)
        {
            return ValueTask.CompletedTask;
        }

        Watch.Policy = learning;
        Phase.TellBegun(Watch, "goes on");
        return Watch.IsLearning ? Alerts.EndAsync() : ValueTask.CompletedTask;
    }

    /// <summary>Goes by other zones from the next frame on; an event that is on ends: it may be where nobody wants to be told.</summary>
    /// <param name="next">Settings with these zones.</param>
    public async ValueTask WatchZonesAsync(CameraSettings next)
    {
        _zones = next.Zones;
        Watch?.Watch(ZonesOf(Watch));
        await Alerts.EndAsync();
        Alerts.Begin(next.WatchedZones);
    }

    /// <summary>What an event showed; null when that is not known, or not about the network and the picture of now.</summary>
    public EventTrace? TraceOf(string eventId) => Recent?.Find(eventId) ?? (Watch is null ? null
        : parts.Pictures.ReadTrace(eventId, content => TraceFormat.Read(content, Watch.Grid, Watch.Normality.Lessons.Owner)));

    /// <summary>Saves what was learned.</summary>
    /// <param name="isLast">Whether this watch ends.</param>
    public void Save(bool isLast = false)
    {
        Keeper.Save(Watch?.Normality);
        if (Watch is not null && Gallery is not null)
        {
            Gallery.Finish();
            Keeper.SaveGallery(Gallery.Pictures, Watch.Normality, isLast || Watch.IsLearning);
        }
    }

    /// <summary>Gives back what it holds. Who had found the camera before may still enter: the gate itself holds nothing.</summary>
    public void Dispose()
    {
        Alerts.Dispose();
        Gallery?.Dispose();
        Watch?.Dispose();
        Attention?.Dispose();
    }

    [MemberNotNull(nameof(Watch))]
    private void Start(FrameSize size)
    {
        Watch?.Dispose();
        CameraOptions options = settings.Options;
        Attention?.Dispose();
        Attention = new AttentionTap(
            settings.Id, parts.Model, PatchGrid.For(size, options.AnalysisRows), parts.Loggers.CreateLogger<AttentionTap>());
        Watch = new SceneWatch(size, Attention, _learning, parts.Time, options.AnalysisRows, options.GlancesPerSecond)
        {
            FramesPerSecond = options.FramesPerSecond,
        };
        if (_zones.Count > 0 || settings.Masks.Count > 0)
        {
            Watch.Watch(ZonesOf(Watch));
        }

        Gallery?.Dispose();
        Gallery = new CameraGallery(Watch, parts.Time);
        Alerts.Gallery = Gallery;
        Heat = new PatchHeat(Watch);
        Recent = new RecentEvents(Watch.Grid);
        Alerts.Past = new PastEvents(settings.Id, parts, Recent, Watch.Grid, Keeper.OwnerOf(Watch.Normality));
        Alerts.Past.BeginReading();
        Changes = new SceneChangeWatch(parts.Time);
    }

    private SceneZones ZonesOf(SceneWatch watch) => new(watch.Grid, watch.FrameSize, _zones, settings.Masks);

    /// <summary>Somebody's turn; ends when disposed.</summary>
    internal readonly struct Turn(SemaphoreSlim gate) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => gate.Release();
    }
}
