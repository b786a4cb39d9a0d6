using EdgeWatch.Cameras.Live;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Cameras;

/// <summary>The loops of one camera: its program, its frames, its housekeeping, its messages.</summary>
internal sealed class CameraWatch(
    CameraScene scene,
    SwitchedCapture capture,
    PictureRequest pictures,
    CameraMeter meter,
    LiveView live,
    LossReport losses,
    ISignOfLife life,
    Relief relief,
    TimeProvider time) : IDisposable
{
    /// <summary>How often time-outs, progress and saving are looked after.</summary>
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromSeconds(1);

    private readonly int _half = relief.Join();
    private readonly Wishes<CameraSettings, bool> _restarts = new();

    /// <summary>
    /// Runs until stopped, or until a recording has been watched to its end: the capture ends before the watching, which still sees what
    /// the capture has left, and messages go out last.
    /// </summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await LoopSupervisor.InOrderAsync(WatchAsync, TellAsync, stopping);

            // Not after a failure: what made it fail may be in it, and a camera that fails every minute would wear the card out.
            using CameraScene.Turn turn = await scene.EnterAsync();
            scene.Save(isLast: true);
        }
        finally
        {
            _restarts.End();
            using CameraScene.Turn turn = await scene.EnterAsync();
            scene.History.Close(scene.Alerts.Threshold);
            ReportLosses();
        }
    }

    /// <summary>Reads the camera in another way from now on, with the same events.</summary>
    /// <returns>Completes when it has begun.</returns>
    /// <exception cref="OperationCanceledException">The camera has ended.</exception>
    public Task RestartAsync(CameraSettings next) => _restarts.AskAsync(next);

    /// <inheritdoc/>
    public void Dispose() => relief.Leave(_half);

    private async Task WatchAsync(CancellationToken ending)
    {
        try
        {
            await LoopSupervisor.UntilOneEndsAsync([WatchCameraAsync, KeepHouseAsync], ending);
        }
        catch
        {
            scene.Alerts.ClosesBecause = EndCause.Failed;
            throw;
        }
    }

    /// <summary>Reads the camera, in another way whenever somebody wants that, until stopped or to the end of a recording.</summary>
    private async Task WatchCameraAsync(CancellationToken ending)
    {
        while (true)
        {
            await LoopSupervisor.UntilOneEndsAsync(
                [
                    both => LoopSupervisor.UntilAllEndAsync([capture.RunAsync, WatchFramesAsync], both),
                    _restarts.WaitAsync,
                ],
                ending);
            if (ending.IsCancellationRequested || !_restarts.TryTake(out Wishes<CameraSettings, bool>.Wish? restart))
            {
                return;
            }

            using CameraScene.Turn turn = await scene.EnterAsync();
            CameraSettings next = restart.Wanted;
            life.Limit += next.Options.StallTimeout - scene.Settings.Options.StallTimeout;
            await scene.RestartAsync(next);
            capture.Use(next.Options);
            restart.Answer(true);
        }
    }

    private async Task WatchFramesAsync(CancellationToken ending)
    {
        while (await capture.TakeAsync(ending) is { } frame)
        {
            using (await scene.EnterAsync())
            {
                await WatchFrameAsync(frame);
            }

            life.Report();
        }
    }

    /// <summary>Takes a frame over; for whoever has entered the scene.</summary>
    internal ValueTask WatchFrameAsync(Frame frame)
    {
        pictures.HandOver(frame);
        if (scene.Alerts.Events.CurrentId is null && relief.Rests(_half))
        {
            meter.AddRested();
            Show(frame);
            frame.Dispose();
            return ValueTask.CompletedTask;
        }

        SceneWatch watch = scene.WatchFor(frame.Size);
        SceneEvents events = scene.Alerts.Events;
        events.IsSuspended = scene.Suspension.IsOn;
        events.Guide(watch);
        if (Process(watch, frame) is not { } scored)
        {
            return ValueTask.CompletedTask;
        }

        meter.Score = scored.IsLearning ? null : scored.Score.Score;
        if (scored.IsLearning)
        {
            Show(scored.Frame);
            return scene.Alerts.EndAsync(EndCause.Learning);
        }

        return ObserveAsync(watch, scored);
    }

    private void Show(Frame frame)
    {
        if (live.Wants)
        {
            live.Show(frame, heat: null, scene.Attention?.Of(frame.Sequence));
        }
    }

    private void Show(ScoredFrame scored, SceneEvents events)
    {
        live.Scores.Observe(
            scored.Frame.CapturedAt, (events.IsSuspended ? scored.Score : events.Decisive).Score, scored.KindScores);
        if (live.Wants)
        {
            live.Show(
                scored.Frame, scene.Heat!.Map(scored, scene.Alerts.Threshold), scene.Attention!.Of(scored.Frame.Sequence));
        }
    }

    private ScoredFrame? Process(SceneWatch watch, Frame frame)
    {
        CameraCounts before = CameraCounts.Of(watch);
        scene.Attention!.Begin(frame.Sequence, live.WantsAttention);
        long start = time.GetTimestamp();
        ScoredFrame? scored = watch.Process(frame);
        meter.Add(time.GetElapsedTime(start), CameraCounts.Of(watch) - before);
        scene.Gallery!.Follow(frame);
        return scored;
    }

    private async ValueTask ObserveAsync(SceneWatch watch, ScoredFrame scored)
    {
        if (scene.Phase.TellWatching(watch, scene.Changes.IsChanging))
        {
            scene.Save();
        }

        SceneEvents events = scene.Alerts.Events;
        scene.Gallery!.Follow(scored, events.CurrentId);
        await scene.Alerts.ObserveAsync(scored, scene.Heat!);
        Show(scored, events);
        if (!events.IsSuspended)
        {
            scene.Recent!.Observe(scored.Patches, events.CurrentId);
            scene.History.Observe(scored, events.Decisive, scene.Alerts.Threshold);
        }

        if (events.IsOn)
        {
            scene.Recent!.Keep();
        }
    }

    private async Task KeepHouseAsync(CancellationToken ending)
    {
        using PeriodicTimer timer = new(HousekeepingInterval, time);
        while (await timer.WaitForNextTickAsync(ending))
        {
            using CameraScene.Turn turn = await scene.EnterAsync();
            await KeepHouseOnceAsync();
        }
    }

    private async ValueTask KeepHouseOnceAsync()
    {
        if (!capture.IsOnline)
        {
            life.Report();
            await scene.Alerts.CheckTimeAsync(capture.IsOn ? EndCause.Offline : EndCause.SwitchedOff);
        }

        if (!live.WantsAttention)
        {
            scene.Attention?.Close();
        }

        scene.Suspension.EndWhenOver();
        scene.Changes.Look(scene.Watch?.Times.Frames ?? 0, scene.Watch?.SceneWideChanges ?? 0);
        if (scene.Watch is not null)
        {
            scene.Phase.Repeat(scene.Watch, scene.Changes.IsChanging);
        }

        if (scene.Keeper.IsDue(scene.Watch is { IsLearning: true }))
        {
            scene.Save();
            ReportLosses();
        }
    }

    /// <summary>Tells subscribers what happens; when told to end, that the event that is on is over, too.</summary>
    private async Task TellAsync(CancellationToken ending)
    {
        Task delivering = scene.Alerts.DeliverAsync();
        await delivering.WaitAsync(ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!delivering.IsCompleted)
        {
            using CameraScene.Turn turn = await scene.EnterAsync();
            await scene.Alerts.CloseAsync();
        }

        await delivering;
    }

    private void ReportLosses() => losses.Report(capture.Dropped, scene.Watch?.FramesMiscomputed ?? 0);
}

/// <summary>Takes the signs of life of a loop until the loop has ended and disposes it.</summary>
internal interface ISignOfLife : IDisposable
{
    /// <summary>The loop did a pass. Cheap enough for every frame, and safe from any thread.</summary>
    void Report();

    /// <summary>Longest silence of a loop that works.</summary>
    TimeSpan Limit { get; set; }
}
