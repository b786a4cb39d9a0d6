using System.Globalization;
using EdgeWatch.Capture;
using EdgeWatch.Core.Configuration;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Evidence;
using EdgeWatch.Core.Model;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evidence;

namespace EdgeWatch.Cli.Score;

/// <summary>Scores one recording and writes what was asked for.</summary>
internal sealed class ScoreRun(ScoreRequest request, IPatchModel model, FfmpegTool ffmpeg, ProgressLine progress, TextWriter output)
{
    /// <summary>Part of a recording that counts as normal when nothing else is said.</summary>
    private const double LearnedPart = 1.0 / 3;

    private readonly EventTracker _tracker = new(request.Policy, TimeProvider.System);
    private readonly List<double> _times = [];
    private readonly List<double> _scores = [];
    private readonly TextTable _alerts = new(">from", ">to", ">peak", "reason");
    private string _reason = "";
    private double _peak;
    private double _startedSeconds;
    private int _alertCount;

    /// <summary>Learns, scores and writes.</summary>
    /// <exception cref="CommandException">Something cannot be read or written.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using OfflineWatch watch = new(model, (clip, token) => Recording.ReadAsync(clip.Path, request.FramesPerSecond, ffmpeg, token));
        watch.Progress = progress.Show;
        Clip source = Clip.Of(request.Source);
        LearningPolicy policy = await LearnAsync(watch, source, cancellationToken);
        int frames = await watch.CountFramesAsync(source, cancellationToken);
        await using ScoreCsv? csv = ScoreCsv.Create(request.CsvFile);
        OverlayVideoWriter? overlay = null;
        try
        {
            await watch.ScoreAsync(source, policy, ScoreAsync, cancellationToken);
            await (overlay?.FinishAsync(cancellationToken) ?? Task.CompletedTask);
        }
        finally
        {
            await (overlay?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        Note(_tracker.Close(), _times.Count == 0 ? 0 : _times[^1]);
        progress.Clear();
        Report(watch.Watch);

        async ValueTask ScoreAsync(ScoredFrame frame)
        {
            double seconds = _times.Count / request.FramesPerSecond;
            Take(frame, seconds);
            csv?.Write(seconds, frame);
            if (request.OverlayFile is not null)
            {
                overlay ??= await StartOverlayAsync(watch.Watch, cancellationToken);
                HeatMap heat = new PatchHeat(watch.Watch).Map(frame, request.Threshold);
                await overlay.WriteAsync(frame.Frame.Pixels, frame.IsLearning ? heat with { Scores = new float[heat.Scores.Length], Regions = [] } : heat, frame.Score.Score, cancellationToken);
            }

            progress.Show($"scoring {source.Name}", (double)_times.Count / Math.Max(1, frames));
        }
    }

    private async Task<LearningPolicy> LearnAsync(OfflineWatch watch, Clip source, CancellationToken cancellationToken)
    {
        if (request.Normal.Count > 0)
        {
            await watch.LearnAsync([.. request.Normal.Select(Clip.Of)], request.FramesPerSecond, cancellationToken);
            return new LearningPolicy(TimeSpan.Zero);
        }

        double seconds = request.LearnSeconds
            ?? await watch.CountFramesAsync(source, cancellationToken) / request.FramesPerSecond * LearnedPart;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Learning from the first {seconds:0} s; nothing is said about them."));
        return new LearningPolicy(TimeSpan.FromSeconds(seconds));
    }

    private Task<OverlayVideoWriter> StartOverlayAsync(SceneWatch watch, CancellationToken cancellationToken) => OverlayVideoWriter.StartAsync(
        new OverlayVideoOptions
        {
            Path = request.OverlayFile!,
            Size = watch.FrameSize,
            FramesPerSecond = request.FramesPerSecond,
            Threshold = request.Threshold,
            FfmpegPath = ffmpeg.Path,
        },
        cancellationToken);

    private void Take(ScoredFrame frame, double seconds)
    {
        _times.Add(seconds);
        _scores.Add(frame.IsLearning ? double.NaN : frame.Score.Score);
        if (frame.IsLearning)
        {
            return;
        }

        long timestamp = (long)(seconds * TimeProvider.System.TimestampFrequency);
        EventTransition transition = _tracker.Observe(frame.Score.Score, frame.Frame.CapturedAt, timestamp);
        if (_tracker.Phase is EventPhase.Idle)
        {
            _peak = 0;
        }
        else if (frame.Score.Score > _peak)
        {
            _peak = frame.Score.Score;
            _reason = string.Join("; ", ReasonWriter.Write(frame.KindScores, frame.Patches.SpeedRatio).Select(reason => reason.Text));
        }

        Note(transition, seconds);
    }

    private void Note(EventTransition transition, double seconds)
    {
        if (transition is EventTransition.Started)
        {
            _startedSeconds = seconds;
        }
        else if (transition is EventTransition.Ended)
        {
            double ended = _startedSeconds + (_tracker.Event!.EndedAt!.Value - _tracker.Event.StartedAt).TotalSeconds;
            _alerts.Add(Seconds(_startedSeconds), Seconds(ended), _tracker.Event.PeakScore.ToString("0.00", CultureInfo.InvariantCulture), _reason);
            _alertCount++;
        }
    }

    private void Report(SceneWatch watch)
    {
        output.WriteLine(_alertCount == 0
            ? "No alerts."
            : _alerts.ToString().TrimEnd());
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_times.Count} frames, {(double)watch.Times.Tokens / Math.Max(1, watch.Times.Frames):0.0} patches a frame, {watch.Times.Total.TotalMilliseconds / Math.Max(1, watch.Times.Frames):0.00} ms a frame without decoding; {_alertCount} alert(s) at threshold {request.Threshold:0.00}."));
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
            using FileStream stream = File.Create(file);
            PngWriter.Write(stream, ScorePlot.Draw(new ScoreSeries(Path.GetFileName(request.Source), _times, _scores, request.Threshold)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The plot cannot be written: {e.Message}", e);
        }
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
}
