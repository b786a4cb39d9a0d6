using System.Globalization;
using EdgeWatch.Capture;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evaluation;
using EdgeWatch.Evidence;

namespace EdgeWatch.Cli.Score;

/// <summary>Scores one recording and writes what was asked for.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="model">The network.</param>
/// <param name="ffmpeg">The ffmpeg to use.</param>
/// <param name="progress">Told how far it is.</param>
/// <param name="output">Where the result goes.</param>
internal sealed class ScoreRun(ScoreRequest request, IPatchModel model, FfmpegTool ffmpeg, ProgressLine progress, TextWriter output)
{
    /// <summary>Part of a recording that counts as normal when nothing else is said.</summary>
    private const double LearnedPart = 1.0 / 3;

    private readonly List<double> _times = [];
    private readonly List<double> _scores = [];

    /// <summary>Learns, scores and writes.</summary>
    /// <exception cref="EdgeWatchException">Something cannot be read or written.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using OfflineWatch watch = new(
            model, request.FramesPerSecond, (clip, token) => Recording.ReadAsync(clip.Path, request.FramesPerSecond, ffmpeg, token));
        watch.Progress = progress.Show;
        Clip source = Clip.Of(request.Source);
        int frames = await watch.CountFramesAsync(source, cancellationToken);
        LearningPolicy policy = await LearnAsync(watch, frames, cancellationToken);
        await using ScoreCsv? csv = ScoreCsv.Create(request.CsvFile);
        await using OverlayFile overlay = new(request, ffmpeg.Path);
        using AlertList alerts = new(request.Policy);
        PatchHeat? heat = null;
        await watch.ScoreAsync(source, policy, TakeAsync, cancellationToken);
        await overlay.FinishAsync(cancellationToken);
        alerts.Close();
        progress.Clear();
        RequireWatched();
        Report(watch.Watch.Times, alerts);

        ValueTask TakeAsync(ScoredFrame frame)
        {
            heat ??= new PatchHeat(watch.Watch);
            alerts.Observe(frame, heat);
            if (request.Normal.Count == 0)
            {
                alerts.Guide(watch.Watch);
            }

            double seconds = _times.Count / request.FramesPerSecond;
            _times.Add(seconds);
            _scores.Add(frame.IsLearning ? double.NaN : frame.Score.Score);
            csv?.Write(seconds, frame);
            progress.Show($"scoring {source.Name}", (double)_times.Count / frames);
            return overlay.WriteAsync(frame, heat, cancellationToken);
        }
    }

    private async Task<LearningPolicy> LearnAsync(OfflineWatch watch, int frames, CancellationToken cancellationToken)
    {
        if (request.Normal.Count > 0)
        {
            await watch.LearnAsync([.. request.Normal.SelectMany(Clip.OfOrIn)], cancellationToken);
            return new LearningPolicy(TimeSpan.Zero);
        }

        double length = frames / request.FramesPerSecond;
        if (request.LearnSeconds >= length)
        {
            throw new EdgeWatchException(string.Create(
                CultureInfo.InvariantCulture,
                $"--learn: {request.LearnSeconds} s are all of {request.Source}, which is {length:0.0} s long: nothing would be watched. "
                + $"Learn from less than {length:0} s of it, or from other recordings of the view (--normal)."));
        }

        double seconds = request.LearnSeconds ?? length * LearnedPart;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"Learning from the first {seconds:0} s; nothing is said about them."));
        return new LearningPolicy(TimeSpan.FromSeconds(seconds));
    }

    /// <summary>"No alerts" would say that somebody has looked.</summary>
    private void RequireWatched()
    {
        if (_scores.TrueForAll(double.IsNaN))
        {
            throw new EdgeWatchException(
                $"{request.Source}: nothing was watched: its {_scores.Count} frame(s) were all learned from. A longer recording is needed, "
                + "or others of the view to learn from (--normal).");
        }
    }

    private void Report(StageTimes times, AlertList alerts)
    {
        output.WriteLine(alerts);
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{times.Frames} frames, {(double)times.Tokens / times.Frames:0.0} patches and "
            + $"{times.Total.TotalMilliseconds / times.Frames:0.00} ms a frame without decoding; "
            + $"{alerts.Count} alert(s) at threshold {request.Threshold:0.00}."));
        if (request.PlotFile is not null)
        {
            WritePlot(request.PlotFile);
        }

        foreach (string file in new[] { request.CsvFile, request.PlotFile, request.OverlayFile }.OfType<string>())
        {
            output.WriteLine($"Written: {file}");
        }
    }

    private void WritePlot(string file)
    {
        try
        {
            using RgbPicture plot = ScorePlot.Draw(new ScoreSeries(Path.GetFileName(request.Source), _times, _scores, request.Threshold));
            File.WriteAllBytes(file, plot.ToPng());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeWatchException($"The plot cannot be written: {e.Message}", e);
        }
    }
}
