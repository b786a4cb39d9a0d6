using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evidence;

namespace EdgeWatch.Cli.Score;

/// <summary>The video with the heat map over it, if one was asked for; begun with the first frame, whose size it takes.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="ffmpegPath">The ffmpeg to use.</param>
internal sealed class OverlayFile(ScoreRequest request, string ffmpegPath) : IAsyncDisposable
{
    private OverlayVideoWriter? _writer;

    /// <summary>Adds a frame.</summary>
    /// <exception cref="EvidenceException">ffmpeg failed.</exception>
    public async ValueTask WriteAsync(ScoredFrame frame, PatchHeat painter, CancellationToken cancellationToken)
    {
        if (request.OverlayFile is null)
        {
            return;
        }

        _writer ??= await StartAsync(request.OverlayFile, frame.Frame.Size);
        HeatMap heat = painter.Map(frame, request.Threshold);
        await _writer.WriteAsync(frame.Frame.Pixels, frame.IsLearning ? WithoutScores(heat) : heat, frame.Score.Score, cancellationToken);
    }

    /// <summary>Completes the file.</summary>
    /// <exception cref="EvidenceException">ffmpeg failed.</exception>
    public Task FinishAsync(CancellationToken cancellationToken) => _writer?.FinishAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task<OverlayVideoWriter> StartAsync(string file, FrameSize size) => OverlayVideoWriter.StartAsync(new OverlayVideoOptions
    {
        Path = file,
        Size = size,
        FramesPerSecond = request.FramesPerSecond,
        Threshold = request.Threshold,
        FfmpegPath = ffmpegPath,
    });

    private static HeatMap WithoutScores(HeatMap heat) => heat with { Scores = new float[heat.Scores.Length], Regions = [] };
}
