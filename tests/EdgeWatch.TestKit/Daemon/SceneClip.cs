using System.Diagnostics;
using EdgeWatch.Capture;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evaluation;
using EdgeWatch.Model;
using EdgeWatch.Scene;
using EdgeWatch.Storage;
using EdgeWatch.TestKit.Capture;

namespace EdgeWatch.TestKit.Daemon;

/// <summary>
/// The demo's scene as video files, rendered once for all tests: people walk, then someone fast crosses. With it comes what a daemon
/// has learned from its ordinary part, so that a test need not wait for the learning.
/// </summary>
public sealed class SceneClip
{
    /// <summary>Length of <see cref="File"/>.</summary>
    public const int Seconds = 30;

    /// <summary>Frames a second.</summary>
    public const int FramesPerSecond = 10;

    /// <summary>The part that is to be learned from. Nothing unusual happens in it.</summary>
    public const int LearningSeconds = 15;

    /// <summary>When the fast one enters.</summary>
    public const int AnomalySecond = 20;

    /// <summary>When <see cref="AnomalyFile"/> begins in <see cref="File"/>.</summary>
    public const int AnomalyClipStart = 18;

    /// <summary>Length of <see cref="AnomalyFile"/>.</summary>
    public const int AnomalyClipSeconds = 10;

    /// <summary>A scene in which the anomaly stands out by far: 1.00 against 0.10.</summary>
    private const int Seed = 4;

    private static readonly Lazy<Task<SceneClip>> Shared = new(RenderAsync);

    private SceneClip(string folder, SceneScript script, byte[] learned)
    {
        Folder = folder;
        Script = script;
        Learned = learned;
    }

    /// <summary>What happens when.</summary>
    public SceneScript Script { get; }

    /// <summary>The whole scene.</summary>
    public string File => Path.Combine(Folder, "scene.mp4");

    /// <summary>Some seconds around the anomaly.</summary>
    public string AnomalyFile => Path.Combine(Folder, "anomaly.mp4");

    /// <summary>The ordinary part.</summary>
    public string NormalFile => Path.Combine(Folder, "normal.mp4");

    /// <summary>What a daemon has learned from the ordinary part, as it saves it.</summary>
    public byte[] Learned { get; }

    private string Folder { get; }

    /// <summary>The clip, rendered at the first call.</summary>
    public static Task<SceneClip> GetAsync() => Shared.Value;

    /// <summary>Renders <see cref="AnomalyFile"/> in another size: what was learned of the scene fits.</summary>
    /// <param name="size">The size; 4:3.</param>
    /// <param name="file">Where to, an MP4 file of H.264 with a key frame every two seconds.</param>
    public static async Task RenderAnomalyAsync(FrameSize size, string file)
    {
        SceneGenerator scene = GeneratorOf(size);
        string[] arguments =
        [
            "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", $"{size.Width}x{size.Height}", "-r", $"{FramesPerSecond}",
            "-i", "pipe:0", "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-g", $"{2 * FramesPerSecond}", file,
        ];
        using Process ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true })!;
        byte[] pixels = new byte[size.TotalBytes];
        for (int frame = 0; frame < AnomalyClipSeconds * FramesPerSecond; frame++)
        {
            scene.Render((AnomalyClipStart * FramesPerSecond) + frame, pixels);
            await ffmpeg.StandardInput.BaseStream.WriteAsync(pixels);
        }

        ffmpeg.StandardInput.Close();
        await ffmpeg.WaitForExitAsync();
    }

    private static SceneGenerator GeneratorOf(FrameSize size) => new(new SceneOptions
    {
        Duration = TimeSpan.FromSeconds(Seconds),
        FramesPerSecond = FramesPerSecond,
        Seed = Seed,
        Size = size,
        AnomalyAt = TimeSpan.FromSeconds(AnomalySecond),
    });

    private static async Task<SceneClip> RenderAsync()
    {
        string folder = Directory.CreateTempSubdirectory("edgewatch-scene-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        SceneGenerator scene = GeneratorOf(new FrameSize(320, 240));
        await EncodeAsync(scene, Path.Combine(folder, "scene.mp4"));
        await CutAsync(folder, "normal.mp4", 0, AnomalyClipStart);
        await CutAsync(folder, "anomaly.mp4", AnomalyClipStart, AnomalyClipSeconds);
        return new SceneClip(folder, scene.Script, await LearnAsync(Path.Combine(folder, "normal.mp4")));
    }

    private static async Task EncodeAsync(SceneGenerator scene, string file)
    {
        string[] arguments =
            ["-loglevel", "error", "-f", "yuv4mpegpipe", "-i", "pipe:0", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", file];
        using Process ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true })!;
        await SceneWriter.WriteAsync(ffmpeg.StandardInput.BaseStream, scene, CancellationToken.None);
        ffmpeg.StandardInput.Close();
        await ffmpeg.WaitForExitAsync();
    }

    private static Task<byte[]> CutAsync(string folder, string name, int start, int seconds) => FfmpegClip.RunAsync(
        "-ss", $"{start}", "-t", $"{seconds}", "-i", Path.Combine(folder, "scene.mp4"), "-c:v", "libx264", "-crf", "20",
        Path.Combine(folder, name));

    /// <summary>In this process and without leaving out a frame: a daemon that has to keep up learns from what it gets.</summary>
    private static async Task<byte[]> LearnAsync(string file)
    {
        using OnnxPatchModel model = OnnxPatchModel.Load(OnnxPatchModel.DefaultManifest);
        FfmpegTool ffmpeg = await FfmpegTool.FindAsync(TimeProvider.System, CancellationToken.None);
        using OfflineWatch watch = new(
            model, FramesPerSecond, (clip, token) => Recording.ReadAsync(clip.Path, FramesPerSecond, ffmpeg, token));
        await watch.LearnAsync([Clip.Of(file)], CancellationToken.None);
        watch.Watch.Normality.Learned = TimeSpan.FromDays(1);
        string identity = ((IPatchModel)model).Identity;
        return SealedFile.Seal(LearnedState.Write(watch.Watch.Normality, identity, FramesPerSecond), SealedFormat.Learned);
    }
}
