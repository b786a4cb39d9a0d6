using System.Diagnostics.CodeAnalysis;
using EdgeWatch.Cameras.Learned;
using EdgeWatch.Cameras.Live;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Events;
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
internal sealed class CameraScene(CameraSettings settings, SharedParts parts, StreamRing ring) : IDisposable
{
    /// <summary>
    /// The one guard of everything that can be reached from here: the watch
    /// with its normality, the events, the suspension, what was told and saved.
    /// </summary>
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>What the config says of the camera.</summary>
    public CameraSettings Settings { get; private set; } = settings;

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
    public Suspension Suspension { get; } = new(settings.Id, parts.State, parts.Time, parts.Loggers.CreateLogger<Suspension>());

    /// <summary>Keeps what is learned.</summary>
    public NormalityKeeper Keeper { get; private set; } = new(settings, parts);

    /// <summary>Keeps its scores for tuning.</summary>
    public ScoreHistory History { get; } = new(
        settings.Id, settings.Alerts, parts.Store.ScoresOf(settings.Id), parts.Time, parts.Loggers.CreateLogger<ScoreHistory>());

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
            Keeper.LoadLessons(Watch.Normality, isKnown: false);
            Keeper.LoadGallery(Gallery!.Pictures, Watch.Normality);
            Phase.TellBegun(Watch, "starts again");
        }
    }

    /// <summary>
    /// Goes by other settings from the next frame on, as far as the camera is read in the same way. An event that is on ends where its
    /// zones are others, since it may be where nobody wants to be told, and where the camera is put back into its learning time.
    /// </summary>
    public async ValueTask AdjustAsync(CameraSettings next)
    {
        CameraSettings before = Settings;
        Settings = next;
        History.Use(next.Alerts, Alerts.Threshold);
        Alerts.Use(next);
        if (next.Learning != before.Learning && Watch is not null)
        {
            Watch.Policy = next.Learning;
            Phase.TellBegun(Watch, "goes on");
            if (Watch.IsLearning)
            {
                await Alerts.EndAsync(EndCause.Learning);
            }
        }

        if (!next.Zones.SequenceEqual(before.Zones))
        {
            Watch?.Watch(ZonesOf(Watch));
            await Alerts.EndAsync(EndCause.ZonesChanged);
            Alerts.Begin(next.WatchedZones);
        }
    }

    /// <summary>
    /// The camera is read in another way from now on; an event that is on waits for its next frame. The watch goes on, too, unless it
    /// watches in another way: then the next frame starts one with what was learned.
    /// </summary>
    /// <param name="next">Settings of this camera with the same masks.</param>
    public ValueTask RestartAsync(CameraSettings next)
    {
        (CameraOptions before, CameraOptions after) = (Settings.Options, next.Options);
        Alerts.Events.Pause(parts.Time.GetTimestamp());
        if ((before.FramesPerSecond, before.AnalysisRows, before.GlancesPerSecond)
            != (after.FramesPerSecond, after.AnalysisRows, after.GlancesPerSecond))
        {
            Leave();
            Keeper = new NormalityKeeper(next, parts);
        }

        return AdjustAsync(next);
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

    /// <summary>As before the first frame, with everything saved.</summary>
    private void Leave()
    {
        Save(isLast: true);
        Gallery?.Dispose();
        Watch?.Dispose();
        Attention?.Dispose();
        (Watch, Heat, Attention, Recent, Gallery) = (null, null, null, null, null);
        (Alerts.Gallery, Alerts.Past) = (null, null);
    }

    [MemberNotNull(nameof(Watch))]
    private void Start(FrameSize size)
    {
        Watch?.Dispose();
        CameraOptions options = Settings.Options;
        Attention?.Dispose();
        Attention = new AttentionTap(
            options.Id, parts.Model, PatchGrid.For(size, options.AnalysisRows), parts.Loggers.CreateLogger<AttentionTap>());
        Watch = new SceneWatch(size, Attention, Settings.Learning, parts.Time, options.AnalysisRows, options.GlancesPerSecond)
        {
            FramesPerSecond = options.FramesPerSecond,
        };
        if (Settings.Zones.Count > 0 || Settings.Masks.Count > 0)
        {
            Watch.Watch(ZonesOf(Watch));
        }

        Gallery?.Dispose();
        Gallery = new CameraGallery(Watch, parts.Time);
        Alerts.Gallery = Gallery;
        Heat = new PatchHeat(Watch);
        Recent = new RecentEvents(Watch.Grid);
        Alerts.Past = new PastEvents(options.Id, parts, Recent, Watch.Grid, Keeper.OwnerOf(Watch.Normality));
        Alerts.Past.BeginReading();
        Changes = new SceneChangeWatch(parts.Time);
    }

    private SceneZones ZonesOf(SceneWatch watch) => new(watch.Grid, watch.FrameSize, Settings.Zones, Settings.Masks);

    /// <summary>Somebody's turn; ends when disposed.</summary>
    internal readonly struct Turn(SemaphoreSlim gate) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => gate.Release();
    }
}
