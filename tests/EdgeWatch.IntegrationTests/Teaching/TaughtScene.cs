using EdgeWatch.Capture;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evaluation;
using EdgeWatch.Model;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.IntegrationTests.Teaching;

/// <summary>One camera's watch over clips, with its events and what is said of them, as in the daemon and as fast as it goes.</summary>
internal sealed class TaughtScene : IDisposable
{
    private readonly OnnxPatchModel _model = OnnxPatchModel.Load(OnnxPatchModel.DefaultManifest);
    private readonly OfflineWatch _offline;

    private TaughtScene(FfmpegTool ffmpeg) => _offline = new OfflineWatch(
        _model, SceneClip.FramesPerSecond, (clip, token) => Recording.ReadAsync(clip.Path, SceneClip.FramesPerSecond, ffmpeg, token));

    /// <summary>What was learned and said.</summary>
    public SceneNormality Normality => _offline.Watch.Normality;

    /// <summary>What the newest event showed.</summary>
    public EventTrace? Newest { get; private set; }

    /// <summary>What it had shown when people were told that it began.</summary>
    public EventTrace? NewestAtStart { get; private set; }

    /// <summary>A scene that has learned from clips.</summary>
    public static async Task<TaughtScene> LearnAsync(params string[] normal)
    {
        TaughtScene scene = new(await FfmpegTool.FindAsync(TimeProvider.System, CancellationToken.None));
        await scene._offline.LearnAsync([.. normal.Select(Clip.Of)], CancellationToken.None);
        return scene;
    }

    /// <summary>Shows a clip.</summary>
    /// <returns>Events that began.</returns>
    public async Task<int> ShowAsync(string file)
    {
        SceneWatch watch = _offline.Watch;
        PatchHeat heat = new(watch);
        RecentEvents recent = new(watch.Grid);
        using SceneEvents events = new("square", AlertPolicy.Default, TimeProvider.System);
        int began = 0;
        _offline.Processed = events.Guide;
        await _offline.ScoreAsync(
            Clip.Of(file),
            watch.Policy,
            scored =>
            {
                if (events.Observe(scored, heat) is { Event.Type: AlertEventType.Start } start)
                {
                    began++;
                    NewestAtStart = new EventTrace(watch.Grid);
                    NewestAtStart.Add(recent.Find(start.Event.EventId)!);
                }

                recent.Observe(scored.Patches, events.CurrentId);
                if (events.IsOn)
                {
                    recent.Keep();
                }

                return ValueTask.CompletedTask;
            },
            CancellationToken.None);
        Newest = recent.Latest is { } latest ? recent.Find(latest) : Newest;
        return began;
    }

    /// <summary>Forgets what was learned and learns anew, by what was said of events before.</summary>
    public async Task<TaughtScene> RelearnAsync(params string[] normal)
    {
        TaughtScene again = new(await FfmpegTool.FindAsync(TimeProvider.System, CancellationToken.None));
        await again._offline.LearnAsync([.. normal.Select(Clip.Of)], CancellationToken.None);
        again.Normality.Lessons.Replace(Normality.Lessons.All);
        return again;
    }

    /// <summary>Says of the newest event what it was.</summary>
    public Lesson Judge(bool isNormal)
    {
        Lesson lesson = new()
        {
            EventId = EventId.Create(DateTimeOffset.UnixEpoch),
            IsNormal = isNormal,
            JudgedAt = DateTimeOffset.UnixEpoch,
            Words = "",
            Owner = "",
            Marks = Lesson.MarksOf(Newest!.Surprises),
            Looks = Newest.Looks.Copy(),
        };
        Normality.Judge(lesson, Newest.Surprises);
        return lesson;
    }

    public void Dispose()
    {
        _offline.Dispose();
        _model.Dispose();
    }
}
