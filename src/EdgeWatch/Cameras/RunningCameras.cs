using System.Collections;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Events;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cameras;

/// <summary>
/// The cameras of a node, each with its loops. They may be replaced while it runs; who looks at the list sees the cameras of that moment.
/// One whose loops fail is made and started anew after a pause, and the others never notice.
/// </summary>
/// <param name="options">The config at the start.</param>
/// <param name="prepare">Makes a camera; it is started and disposed here.</param>
/// <param name="time">Clock of the pauses.</param>
/// <param name="logger">Told of cameras that fail.</param>
internal sealed partial class RunningCameras(
    EdgeWatchOptions options, Func<CameraSettings, Camera> prepare, TimeProvider time, ILogger<RunningCameras> logger)
    : IReadOnlyList<Camera>, IDisposable
{
    private readonly Wishes<EdgeWatchOptions, CameraChanges> _wishes = new();
    private volatile Run[] _runs =
        [.. options.Cameras.Select(camera => new Run(CameraSettings.Of(camera, options), prepare, time, logger))];

    /// <inheritdoc/>
    public int Count => _runs.Length;

    /// <inheritdoc/>
    public Camera this[int index] => _runs[index].Camera;

    /// <inheritdoc/>
    public IEnumerator<Camera> GetEnumerator() => _runs.Select(run => run.Camera).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// Runs the cameras until all of them have come to the end of their recordings, or until stopped. Where there is no camera it waits for
    /// one.
    /// </summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Array.ForEach(_runs, run => run.Start(ending.Token));
        try
        {
            while (await UntilAskedAsync(ending.Token) is { } wish)
            {
                wish.Answer(await BringAsync(wish.Wanted, ending.Token));
            }
        }
        finally
        {
            _wishes.End();
            await ending.CancelAsync();
            await Task.WhenAll(_runs.Select(run => run.Ended));
        }

        foreach (Run failed in _runs.Where(run => run.Ended.IsFaulted))
        {
            await failed.Ended;
        }
    }

    /// <summary>
    /// Brings the cameras into line with another config: who is not in it is stopped, who is new is started, who is read in
    /// another way goes on with what it has learned and with its event, and what else has changed is told to those that go on. One that has
    /// failed is started at once if anything has changed for it.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired, or the cameras have ended.</exception>
    public Task<CameraChanges> ApplyAsync(EdgeWatchOptions next, CancellationToken stopping) => _wishes.AskAsync(next, stopping);

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_runs, run => run.Dispose());

    /// <summary>Starts those anew that have failed, until somebody asks; null when all cameras have ended, or told to stop.</summary>
    private async Task<Wishes<EdgeWatchOptions, CameraChanges>.Wish?> UntilAskedAsync(CancellationToken ending)
    {
        Task asked = _wishes.WaitAsync(ending);
        List<Task> running = [.. _runs.Select(run => run.Ended)];
        bool waitsForCameras = running.Count == 0;
        while (waitsForCameras || running.Count > 0)
        {
            Task first = await Task.WhenAny([asked, .. running]);
            if (first == asked)
            {
                return asked.IsCompletedSuccessfully && _wishes.TryTake(out Wishes<EdgeWatchOptions, CameraChanges>.Wish? wish)
                    ? wish
                    : null;
            }

            if (first.IsFaulted)
            {
                return null;
            }

            running.Remove(first);
            foreach (Run failed in _runs.Where(run => run.IsDue))
            {
                running.Add(StartAnew(failed, ending));
            }
        }

        return null;
    }

    private async Task<CameraChanges> BringAsync(EdgeWatchOptions next, CancellationToken ending)
    {
        CameraChanges changes = new();
        Dictionary<string, CameraSettings> wanted =
            next.Cameras.ToDictionary(camera => camera.Id, camera => CameraSettings.Of(camera, next));
        Dictionary<string, Run> staying = await EndOthersAsync(wanted, changes);
        List<Task> restarting = [];
        foreach (CameraOptions camera in next.Cameras)
        {
            CameraSettings settings = wanted[camera.Id];
            if (!staying.TryGetValue(camera.Id, out Run? run))
            {
                Begin(settings, ending);
            }
            else if (run.RestartsFor(settings))
            {
                changes.Restarted.Add(camera.Id);
                restarting.Add(run.RestartAsync(settings));
            }
            else if (await run.AdjustAsync(settings))
            {
                changes.Adjusted.Add(camera.Id);
            }
        }

        await Task.WhenAll(restarting);

        _runs = [.. next.Cameras.Select(camera => _runs.Single(run => run.Id == camera.Id))];
        return changes;
    }

    /// <summary>Ends the cameras that cannot go on.</summary>
    /// <returns>Those that can, by their ids.</returns>
    private async Task<Dictionary<string, Run>> EndOthersAsync(
        IReadOnlyDictionary<string, CameraSettings> wanted, CameraChanges changes)
    {
        Run[] before = _runs;
        changes.Added.AddRange(wanted.Keys.Except(before.Select(run => run.Id)));
        changes.Removed.AddRange(before.Select(run => run.Id).Where(id => !wanted.ContainsKey(id)));
        Run[] leaving = [.. before.Where(run => run.MustEndFor(wanted.GetValueOrDefault(run.Id)))];
        changes.Restarted.AddRange(leaving.Select(run => run.Id).Except(changes.Removed));
        await Task.WhenAll(leaving.Select(run =>
            run.EndAsync(wanted.ContainsKey(run.Id) ? EndCause.Replaced : EndCause.Removed)));
        _runs = [.. before.Except(leaving)];
        Array.ForEach(leaving, run => run.Dispose());
        return _runs.ToDictionary(run => run.Id);
    }

    private void Begin(CameraSettings settings, CancellationToken ending)
    {
        Run run = new(settings, prepare, time, logger);
        _runs = [.. _runs, run];
        run.Start(ending);
    }

    private Task StartAnew(Run failed, CancellationToken ending)
    {
        Run anew = failed.Anew();
        _runs = [.. _runs.Select(run => run == failed ? anew : run)];
        failed.Dispose();
        anew.Start(ending);
        return anew.Ended;
    }

    /// <summary>One camera and its loops, from their start to their end.</summary>
    private sealed partial class Run(CameraSettings settings, Func<CameraSettings, Camera> prepare, TimeProvider time, ILogger logger)
        : IDisposable
    {
        private readonly ILogger _logger = logger;
        private CameraSettings _settings = settings;
        private CancellationTokenSource? _ending;
        private volatile bool _hasFailed;

        public Camera Camera { get; } = prepare(settings);

        public string Id => _settings.Id;

        /// <summary>Completes when the loops have ended; where they have failed, when the pause after that is over.</summary>
        public Task Ended { get; private set; } = Task.CompletedTask;

        /// <summary>Whether it has failed, and the pause is over.</summary>
        public bool IsDue => _hasFailed && Ended.IsCompletedSuccessfully && !_ending!.IsCancellationRequested;

        private RestartBackoff Backoff { get; init; } = new(Random.Shared.NextDouble);

        /// <summary>The camera once more, as its settings are now, with longer pauses.</summary>
        public Run Anew() => new(_settings, prepare, time, _logger) { Backoff = Backoff };

        public void Start(CancellationToken stopping)
        {
            _ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            Ended = RunAsync(_ending.Token);
        }

        /// <summary>Whether it cannot go on under these options; null when nobody wants it any more.</summary>
        public bool MustEndFor(CameraSettings? next) =>
            next is null || EffectsOf(next).Any(effect => effect is not (Effect.AtOnce or Effect.RestartsCamera))
            || (Ended.IsCompleted && RestartsFor(next))
            || (_hasFailed && IsOther(next));

        /// <summary>Whether the camera is to be read in another way, as the node's clips may want it, too.</summary>
        public bool RestartsFor(CameraSettings next) => EffectsOf(next).Contains(Effect.RestartsCamera)
            || (next.Clips.Enabled, next.Clips.Audio) != (_settings.Clips.Enabled, _settings.Clips.Audio);

        /// <summary>Reads it in another way, and takes over what else has changed.</summary>
        public async Task RestartAsync(CameraSettings next)
        {
            try
            {
                await Camera.RestartAsync(next);
            }
            catch (OperationCanceledException)
            {
                // Its recording has come to the end meanwhile, or it has failed and is started anew with these settings.
            }

            await AdjustAsync(next);
        }

        public ValueTask<bool> AdjustAsync(CameraSettings next)
        {
            _settings = next;
            return Camera.AdjustAsync(next);
        }

        public async Task EndAsync(EndCause cause)
        {
            Camera.LeaveBecause(cause);
            await _ending!.CancelAsync();
            await Ended;
        }

        public void Dispose()
        {
            _ending?.Dispose();
            Camera.Dispose();
        }

        private async Task RunAsync(CancellationToken ending)
        {
            long start = time.GetTimestamp();
            Task watching = Camera.RunAsync(ending);
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (watching.Exception is { } failure)
            {
                await FailAsync(failure.GetBaseException(), time.GetElapsedTime(start), ending);
            }
        }

        private async Task FailAsync(Exception failure, TimeSpan after, CancellationToken ending)
        {
            if (after >= RestartBackoff.Longest)
            {
                Backoff.Reset();
            }

            _hasFailed = true;
            LogFailed(failure, Id);
            Camera.Fail();
            await Task.Delay(Backoff.Next(), time, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private bool IsOther(CameraSettings next) => EffectsOf(next).Any()
            || (next.Alerts, next.Learning, next.Clips) != (_settings.Alerts, _settings.Learning, _settings.Clips);

        private IEnumerable<Effect> EffectsOf(CameraSettings next) =>
            OptionChanges.Between(_settings.Options, next.Options).Select(change => change.Effect);

        [LoggerMessage(718, LogLevel.Error,
            "Camera {Camera} has failed by a bug of EdgeWatch, which please report; it is started anew by itself, and the others go on.")]
        private partial void LogFailed(Exception failure, string camera);
    }
}

/// <summary>What another config has done to the cameras, by their ids.</summary>
internal sealed record CameraChanges
{
    /// <summary>New ones.</summary>
    public List<string> Added { get; } = [];

    /// <summary>Those that are gone.</summary>
    public List<string> Removed { get; } = [];

    /// <summary>Those that are read anew, with what they had learned.</summary>
    public List<string> Restarted { get; } = [];

    /// <summary>Those that go on with other thresholds, times or the like.</summary>
    public List<string> Adjusted { get; } = [];
}
