using EdgeWatch.Core.Teaching;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.IntegrationTests.Teaching;

/// <summary>What people say of events, over the demo's scene and the shipped networks.</summary>
public sealed class TaughtSceneTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ToolFact("ffmpeg")]
    public async Task The_same_is_silent_the_second_time_and_something_else_on_the_same_way_as_fast_is_not()
    {
        SceneClip clip = await SceneClip.GetAsync();
        using TaughtScene scene = await TaughtScene.LearnAsync(clip.NormalFile);

        Assert.Equal(1, await scene.ShowAsync(clip.AnomalyFile));
        scene.Judge(isNormal: true);

        Assert.Equal(0, await scene.ShowAsync(clip.AnomalyFile));
        Assert.Equal(0, await scene.ShowAsync(await OnAnotherDayAsync(clip)));
        Assert.Equal(1, await scene.ShowAsync(await BoxAsync(clip, "white", width: 40, height: 50)));
        Assert.Equal(1, await scene.ShowAsync(await BoxAsync(clip, "black", width: 30, height: 60)));
    }

    [ToolFact("ffmpeg")]
    public async Task What_was_said_can_be_taken_back()
    {
        SceneClip clip = await SceneClip.GetAsync();
        using TaughtScene scene = await TaughtScene.LearnAsync(clip.NormalFile);
        await scene.ShowAsync(clip.AnomalyFile);
        Lesson lesson = scene.Judge(isNormal: true);
        Assert.Equal(0, await scene.ShowAsync(clip.AnomalyFile));

        scene.Normality.TakeBack(lesson.EventId);

        Assert.Equal(1, await scene.ShowAsync(clip.AnomalyFile));
    }

    [ToolFact("ffmpeg")]
    public async Task What_was_called_normal_still_is_when_all_else_is_learned_anew()
    {
        SceneClip clip = await SceneClip.GetAsync();
        using TaughtScene before = await TaughtScene.LearnAsync(clip.NormalFile);
        await before.ShowAsync(clip.AnomalyFile);
        before.Judge(isNormal: true);

        using TaughtScene after = await before.RelearnAsync(clip.NormalFile);

        Assert.Equal(0, await after.ShowAsync(clip.AnomalyFile));
        Assert.Equal(1, await after.ShowAsync(await BoxAsync(clip, "white", width: 40, height: 50)));
    }

    [ToolFact("ffmpeg")]
    public async Task What_comes_again_is_known_again_from_its_start_on_and_something_else_on_the_same_way_as_fast_is_not()
    {
        SceneClip clip = await SceneClip.GetAsync();
        (_, EventTrace whole) = await WatchAsync(clip, clip.AnomalyFile);
        Likeness cyclist = new(Lesson.MarksOf(whole.Surprises), whole.Looks, whole.Grid, isLeast: false);

        (EventTrace start, whole) = await WatchAsync(clip, await OnAnotherDayAsync(clip));
        Assert.Equal((true, true), (cyclist.IsOf(start), cyclist.IsOf(whole)));
        (start, whole) = await WatchAsync(clip, await BoxAsync(clip, "white", width: 40, height: 50));
        Assert.Equal((false, false), (cyclist.IsOf(start), cyclist.IsOf(whole)));
        (start, whole) = await WatchAsync(clip, await BoxAsync(clip, "black", width: 30, height: 60));
        Assert.Equal((false, false), (cyclist.IsOf(start), cyclist.IsOf(whole)));
    }

    /// <summary>What the event of a clip showed when it was told of, and as a whole, to a camera that has learned ordinary life.</summary>
    private static async Task<(EventTrace Start, EventTrace Whole)> WatchAsync(SceneClip clip, string file)
    {
        using TaughtScene scene = await TaughtScene.LearnAsync(clip.NormalFile);
        Assert.Equal(1, await scene.ShowAsync(file));
        return (scene.NewestAtStart!, scene.Newest!);
    }

    /// <summary>The same a quarter of a second later, darker, noisier and more compressed.</summary>
    private async Task<string> OnAnotherDayAsync(SceneClip clip)
    {
        string file = _folder.File("another-day.mp4");
        await FfmpegClip.RunAsync(
            "-i", clip.AnomalyFile, "-vf", "tpad=start_duration=0.25:start_mode=clone,fps=10,eq=brightness=-0.04,noise=alls=4:allf=t",
            "-c:v", "libx264", "-crf", "26", file);
        return file;
    }

    /// <summary>A box on the cyclist's way, as fast as he is and about as high.</summary>
    private async Task<string> BoxAsync(SceneClip clip, string color, int width, int height)
    {
        const int Ground = 220;
        const int PixelsPerSecond = 58;
        string file = _folder.File($"{color}.mp4");
        await FfmpegClip.RunAsync(
            "-i", clip.NormalFile, "-f", "lavfi", "-i", $"color={color}:size={width}x{height}:rate={SceneClip.FramesPerSecond}",
            "-filter_complex",
            $"[0:v][1:v]overlay=x='{PixelsPerSecond}*(t-4)-{width}':y={Ground - height}:enable='between(t,4,16)',trim=0:14",
            "-c:v", "libx264", "-crf", "20", file);
        return file;
    }
}
