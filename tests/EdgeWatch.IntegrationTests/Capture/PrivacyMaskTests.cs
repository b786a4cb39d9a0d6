using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Zones;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Zones;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;

namespace EdgeWatch.IntegrationTests.Capture;

/// <summary>
/// Everything under a mask is magenta in a video that has no other colour: one tinted pixel in a captured frame is one that got out.
/// </summary>
public sealed class PrivacyMaskTests(CaptureFixture fixture) : IClassFixture<CaptureFixture>, IDisposable
{
    /// <summary>Paints what <see cref="Masks"/> cover.</summary>
    public const string Boxes =
        "drawbox=x=iw/4:y=ih/4:w=iw/2:h=ih*3/8:c=magenta:t=fill,drawbox=x=0:y=ih*3/4:w=iw:h=ih/4:c=magenta:t=fill";

    private const byte NoColour = 128;

    /// <summary>What rounding and a lossless codec leave of grey; magenta is 100 away.</summary>
    private const int Tint = 3;

    private readonly TemporaryFolder _folder = new();

    /// <summary>The areas of <see cref="Boxes"/>.</summary>
    internal static RelativePoint[][] Masks { get; } =
    [
        [new(0.25, 0.25), new(0.75, 0.25), new(0.75, 0.625), new(0.25, 0.625)],
        [new(0, 0.75), new(1, 0.75), new(1, 1), new(0, 1)],
    ];

    public void Dispose() => _folder.Dispose();

    [ToolFact("ffmpeg")]
    public async Task No_colour_of_what_is_under_a_mask_gets_out_in_whatever_size_it_is_captured()
    {
        (string, int)[] shapes = [("320x240", 240), ("1280x960", 240), ("1280x960", 480), ("854x482", 240), ("322x242", 240)];
        foreach ((string size, int rows) in shapes)
        {
            string clip = await MakeAsync(size);
            Assert.True(Tinted(await LastFrameAsync(clip, rows, masks: [])) > 100, "without a mask the colour is to be seen");

            int tinted = Tinted(await LastFrameAsync(clip, rows, Masks));

            Assert.True(tinted == 0, $"{size} at {rows} rows: {tinted} chroma samples are tinted");
        }
    }

    public static int Tinted(byte[] chroma) => chroma.Count(sample => Math.Abs(sample - NoColour) > Tint);

    /// <summary>Grey and moving, but for what the masks cover.</summary>
    private async Task<string> MakeAsync(string size)
    {
        string path = _folder.File($"{size}.mkv");
        await FfmpegClip.RunAsync(
            "-f", "lavfi", "-i", $"testsrc2=size={size}:rate=10,hue=s=0", "-frames:v", "5",
            "-vf", $"format=yuv444p,{Boxes}", "-c:v", "ffv1", path);
        return path;
    }

    /// <summary>The chroma samples of the last frame.</summary>
    private async Task<byte[]> LastFrameAsync(string clip, int rows, RelativePoint[][] masks)
    {
        CameraOptions options = new()
        {
            Id = "yard",
            Source = clip,
            Speed = PlaybackSpeed.Fastest,
            AnalysisRows = rows,
            PrivacyMasks = [.. masks.Select(points => new PrivacyMaskOptions { Points = points })],
        };
        await using VideoReader reader = await VideoReader.OpenAsync(options, fixture.Ffmpeg, TimeProvider.System, CancellationToken.None);
        byte[] chroma = [];
        while (await reader.ReadAsync(CancellationToken.None) is { } frame)
        {
            using Frame its = frame;
            chroma = [.. its.ChromaU, .. its.ChromaV];
        }

        Assert.NotEmpty(chroma);
        return chroma;
    }
}
