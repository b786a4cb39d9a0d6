using EdgeWatch.Cli.Score;
using EdgeWatch.Core.Frames;
using EdgeWatch.Evidence;
using EdgeWatch.Scene;
using EdgeWatch.TestKit;

namespace EdgeWatch.IntegrationTests.Evidence;

/// <summary>What we write ourselves, read by somebody else's decoder.</summary>
public sealed class PicturesForOthersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [ToolFact("ffmpeg")]
    public void Score_plot_is_a_png_that_ffmpeg_decodes_to_the_same_pixels()
    {
        using RgbPicture plot = ScorePlot.Draw(new("A recording", [0, 1, 2, 3], [0.1, 0.9, 0.2, 0.1], 0.6));
        string path = _folder.File("plot.png");
        File.WriteAllBytes(path, plot.ToPng());
        byte[] expected = new byte[plot.Width * plot.Height * RgbPicture.PixelBytes];
        plot.CopyTo(expected);

        Assert.Equal(expected, Ffmpeg.Decode(path, "rgba"));
    }

    [ToolFact("ffmpeg", "ffprobe")]
    public async Task Scene_is_yuv4mpeg_that_ffmpeg_decodes_to_the_same_pixels()
    {
        var scene = new SceneGenerator(new() { Size = new FrameSize(320, 240), Duration = TimeSpan.FromSeconds(1) });
        string path = _folder.File("scene.y4m");
        await using (FileStream file = File.Create(path))
        {
            await SceneWriter.WriteAsync(file, scene, CancellationToken.None);
        }

        byte[] decoded = Ffmpeg.Decode(path, "yuv420p");
        byte[] last = new byte[scene.Size.TotalBytes];
        scene.Render(9, last);
        Assert.Equal(10 * last.Length, decoded.Length);
        Assert.Equal(last, decoded[^last.Length..]);
        Assert.Contains("avg_frame_rate=10/1", Ffmpeg.Probe(path, "stream=avg_frame_rate"), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
