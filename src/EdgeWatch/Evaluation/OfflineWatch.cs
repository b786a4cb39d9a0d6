using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Evaluation;

/// <summary>
/// The daemon's own pipeline over recordings, as fast as it can: learns normality from normal clips, freezes it, and scores others as
/// the daemon would live, causal but for the smoothing delay that alerts have too, nothing scaled per clip.
/// </summary>
/// <param name="model">The network.</param>
/// <param name="framesPerSecond">Frames analysed a second.</param>
/// <param name="open">Opens a clip: its frames in order, none left out.</param>
internal sealed class OfflineWatch(
    IPatchModel model, double framesPerSecond, Func<Clip, CancellationToken, IAsyncEnumerable<Frame>> open) : IDisposable
{
    private SceneWatch? _watch;

    /// <summary>The watch.</summary>
    /// <exception cref="InvalidOperationException">There was no frame yet.</exception>
    public SceneWatch Watch => _watch ?? throw new InvalidOperationException("There was no frame yet.");

    /// <summary>Told what is being done and how far it is, 0–1 or null for unknown.</summary>
    public Action<string, double?>? Progress { get; set; }

    /// <summary>The kinds of departure that count; null: all.</summary>
    public IReadOnlyCollection<Kind>? Kinds { get; init; }

    /// <summary>By what speeds count.</summary>
    public SpeedMeasure SpeedBy { get; init; }

    /// <summary>Told after every frame while clips are scored; the frame's own score comes some frames later.</summary>
    public Action<SceneWatch>? Processed { get; set; }

    /// <summary>Frames that normality was learned from before it was frozen.</summary>
    public int NormalFrames { get; private set; }

    /// <summary>Learns from the clips and freezes.</summary>
    /// <param name="clips">The clips, in the order in which they are learned.</param>
    /// <param name="cancellationToken">Ends the learning.</param>
    /// <param name="limit">Most frames to learn from; the rest is left out.</param>
    /// <exception cref="EdgeWatchException">The clips are of different sizes, or without frames.</exception>
    public async Task LearnAsync(IReadOnlyList<Clip> clips, CancellationToken cancellationToken, int limit = int.MaxValue)
    {
        // How long the learning will last has to be known first: calibration starts after a part of it.
        int frames = 0;
        foreach (Clip clip in clips.TakeWhile(_ => frames < limit))
        {
            frames += await CountFramesAsync(clip, cancellationToken);
        }

        frames = Math.Min(frames, limit);
        if (frames == 0)
        {
            throw new EdgeWatchException("The normal clips have no frames.");
        }

        LearningPolicy policy = new(TimeSpan.FromSeconds(frames / framesPerSecond));
        foreach (Clip clip in clips.TakeWhile(_ => NormalFrames < frames))
        {
            await foreach (Frame frame in open(clip, cancellationToken))
            {
                WatchFor(frame, clip, policy).Process(frame);
                NormalFrames++;
                Progress?.Invoke($"learning from {clip.Name}", (double)NormalFrames / frames);
                if (NormalFrames == frames)
                {
                    break;
                }
            }

            Finish();
        }

        Watch.FinishLearning();
        Watch.KeepsLearning = false;
    }

    /// <summary>Scores one clip.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="policy">How long to learn from it first, when nothing was learned before.</param>
    /// <param name="scored">Called for every frame in order; the frame is good until the call ends.</param>
    /// <param name="cancellationToken">Ends the scoring.</param>
    public async Task ScoreAsync(Clip clip, LearningPolicy policy, Func<ScoredFrame, ValueTask> scored, CancellationToken cancellationToken)
    {
        await foreach (Frame frame in open(clip, cancellationToken))
        {
            ScoredFrame? result = WatchFor(frame, clip, policy).Process(frame);
            Processed?.Invoke(Watch);
            if (result is not null)
            {
                await scored(result);
            }
        }

        while (_watch?.Flush() is { } result)
        {
            await scored(result);
        }

        _watch?.Restart();
    }

    /// <summary>Counts the frames of a clip by reading it.</summary>
    public async Task<int> CountFramesAsync(Clip clip, CancellationToken cancellationToken)
    {
        int frames = 0;
        Progress?.Invoke($"reading {clip.Name}", null);
        await foreach (Frame frame in open(clip, cancellationToken))
        {
            frame.Dispose();
            frames++;
        }

        return frames;
    }

    /// <inheritdoc/>
    public void Dispose() => _watch?.Dispose();

    private SceneWatch WatchFor(Frame frame, Clip clip, LearningPolicy policy)
    {
        _watch ??= Start(frame.Size, policy);
        if (_watch.FrameSize == frame.Size)
        {
            return _watch;
        }

        FrameSize size = frame.Size;
        frame.Dispose();
        throw new EdgeWatchException(
            $"{clip.Path} is {size} while the clips before are {_watch.FrameSize}: what is normal is about one view.");
    }

    private SceneWatch Start(FrameSize size, LearningPolicy policy)
    {
        SceneWatch watch = new(size, model, policy, TimeProvider.System)
        {
            FramesPerSecond = framesPerSecond,
        };
        if (Kinds is not null)
        {
            watch.Normality.Scorer.CountOnly(Kinds);
        }

        watch.Normality.ByKind.OfType<SpeedNormality>().Single().Measure = SpeedBy;
        return watch;
    }

    /// <summary>Lets the frames through that still wait for later ones: while learning, they only calibrate.</summary>
    private void Finish()
    {
        while (_watch?.Flush() is not null)
        {
        }

        _watch?.Restart();
    }
}
