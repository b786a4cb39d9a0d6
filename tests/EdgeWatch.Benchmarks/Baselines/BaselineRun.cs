using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EdgeWatch.Capture;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evaluation;
using EdgeWatch.Model;
using OpenCvSharp;

namespace EdgeWatch.Benchmarks.Baselines;

/// <summary>
/// The field's own measurements of motion in the product's pipeline, beside the product, on labelled clips: each frame
/// goes through all of them before the next one, so that a change of the machine's speed meets all. One thread each.
/// </summary>
internal sealed class BaselineRun(IReadOnlyList<Clip> normal, IReadOnlyList<Clip> test, Labels labels, FfmpegTool ffmpeg)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>Runs <c>--normal FOLDER --test FOLDER --labels FILE [--json FILE]</c>.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        Option<string> normal = new("--normal") { Required = true, Description = "Folder of normal clips." };
        Option<string> test = new("--test") { Required = true, Description = "Folder of labelled clips." };
        Option<string> labels = new("--labels") { Required = true, Description = "JSON file of their labels." };
        Option<string?> json = new("--json") { Description = "File that receives the report." };
        RootCommand command = new("Measurements of others in EdgeWatch's pipeline.") { normal, test, labels, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            FfmpegTool ffmpeg = await FfmpegTool.FindAsync(TimeProvider.System, cancellationToken);
            BaselineRun run = new(
                Clip.In(result.GetRequiredValue(normal)),
                Clip.In(result.GetRequiredValue(test)),
                Labels.Load(result.GetRequiredValue(labels)),
                ffmpeg);
            IReadOnlyList<BaselineReport> reports = await run.MeasureAsync(cancellationToken);
            Print(reports);
            if (result.GetValue(json) is { } file)
            {
                await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(reports, Json), cancellationToken);
            }
        });
        return command.Parse(arguments).InvokeAsync();
    }

    private async Task<IReadOnlyList<BaselineReport>> MeasureAsync(CancellationToken cancellationToken)
    {
        Cv2.SetNumThreads(1);
        using OnnxPatchModel model = OnnxPatchModel.Load(Path.Combine(AppContext.BaseDirectory, "models", "edgewatch-v2.json"));
        (FrameSize size, int frames) = await CountAsync(cancellationToken);
        IContestant[] contestants = [.. Baselines(PatchGrid.For(size)), new WatchContestant(Watch(size, model, frames))];
        List<ClipScores>[] scores = [.. contestants.Select(_ => new List<ClipScores>())];
        List<double>[] milliseconds = [.. contestants.Select(_ => new List<double>())];
        foreach (Clip clip in normal)
        {
            await ProcessAsync(clip, contestants, null, [], cancellationToken);
        }

        Array.ForEach(contestants, contestant => contestant.EndLearning());
        foreach (Clip clip in test)
        {
            ClipScores[] ofClip = [.. contestants.Select(_ => new ClipScores(clip))];
            await ProcessAsync(clip, contestants, ofClip, milliseconds, cancellationToken);
            for (int i = 0; i < contestants.Length; i++)
            {
                scores[i].Add(await LabelledAsync(ofClip[i], cancellationToken));
            }
        }

        Array.ForEach(contestants, contestant => contestant.Dispose());
        return [.. contestants.Select((contestant, i) => BaselineReport.Of(contestant.Name, scores[i], milliseconds[i]))];
    }

    private static IEnumerable<IContestant> Baselines(PatchGrid grid)
    {
        yield return new MeasureContestant(new FlowSpeed(new DisFlow()), grid);
        yield return new MeasureContestant(new FlowSpeed(new FarnebackFlow()), grid);
        yield return new MeasureContestant(new ForegroundShare(), grid);
        yield return new MeasureContestant(new ForegroundSize(), grid);
    }

    private static SceneWatch Watch(FrameSize size, OnnxPatchModel model, int normalFrames)
    {
        TimeSpan learning = TimeSpan.FromSeconds(normalFrames / SceneWatch.DefaultFramesPerSecond);
        return new SceneWatch(size, model, new LearningPolicy(learning), TimeProvider.System);
    }

    private async Task<(FrameSize Size, int Frames)> CountAsync(CancellationToken cancellationToken)
    {
        FrameSize size = default;
        int frames = 0;
        foreach (Clip clip in normal)
        {
            await foreach (Frame frame in ReadAsync(clip, cancellationToken))
            {
                size = frame.Size;
                frames++;
                frame.Dispose();
            }
        }

        return (size, frames);
    }

    private async Task ProcessAsync(
        Clip clip, IContestant[] contestants, ClipScores[]? scores, List<double>[] milliseconds, CancellationToken cancellationToken)
    {
        await foreach (Frame frame in ReadAsync(clip, cancellationToken))
        {
            // The watch comes last and takes the frame's lease over.
            for (int i = 0; i < contestants.Length; i++)
            {
                long start = TimeProvider.System.GetTimestamp();
                contestants[i].Process(frame, scores?[i]);
                if (scores is not null)
                {
                    milliseconds[i].Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        for (int i = 0; i < contestants.Length; i++)
        {
            contestants[i].EndClip(scores?[i]);
        }
    }

    private async Task<ClipScores> LabelledAsync(ClipScores scores, CancellationToken cancellationToken)
    {
        scores.Labels = await labels.ForAsync(
            scores.Clip, scores.Raw.Count, clip => VideoFile.CountFramesAsync(clip.Path, ffmpeg, cancellationToken));
        scores.Auc = RocCurve.Area(scores.Raw, scores.Labels);
        return scores;
    }

    private IAsyncEnumerable<Frame> ReadAsync(Clip clip, CancellationToken cancellationToken) =>
        Recording.ReadAsync(clip.Path, SceneWatch.DefaultFramesPerSecond, ffmpeg, cancellationToken);

    private static void Print(IReadOnlyList<BaselineReport> reports)
    {
        Console.WriteLine($"{"",-30} {"micro AUC",22} {"macro AUC",10} {"EER",6} {"unsmoothed",11} {"ms a frame",11}");
        foreach (BaselineReport report in reports)
        {
            string interval = $"({Percent(report.MicroAucInterval?.Low)}–{Percent(report.MicroAucInterval?.High)})";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Name,-30} {Percent(report.MicroAuc),8} {interval,13} {Percent(report.MacroAuc),10} {Percent(report.Eer),6} "
                + $"{Percent(report.MicroAucUnsmoothed),11} {report.MsPerFrame,11:0.00}"));
        }
    }

    private static string Percent(double? part) => part is null ? "–" : (100 * part.Value).ToString("0.00", CultureInfo.InvariantCulture);
}
