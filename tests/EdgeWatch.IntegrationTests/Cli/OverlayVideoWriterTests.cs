using EdgeWatch.Cli.Score;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Evidence;
using EdgeWatch.IntegrationTests.Evidence;
using EdgeWatch.TestKit;

namespace EdgeWatch.IntegrationTests.Cli;

public sealed class OverlayVideoWriterTests : IDisposable
{
    private const byte Grey = 200;

    private readonly TemporaryFolder _folder = new();
    private readonly FrameSize _size = new(320, 240);
    private readonly float[] _scores = new float[15 * 20];

    private string Video => _folder.File("overlay.mp4");

    [ToolFact("ffmpeg", "ffprobe")]
    public async Task Video_has_every_frame_at_its_time()
    {
        await WriteVideoAsync(frames: 25, finish: true);

        string probed = Ffmpeg.Probe(Video, "stream=codec_name,width,height,nb_read_frames,avg_frame_rate:format=duration");
        Assert.Contains("nb_read_frames=25", probed, StringComparison.Ordinal);
        Assert.Contains("avg_frame_rate=10/1", probed, StringComparison.Ordinal);
        Assert.Contains("duration=2.5", probed, StringComparison.Ordinal);
        Assert.Contains("width=320", probed, StringComparison.Ordinal);
        Assert.Contains("height=280", probed, StringComparison.Ordinal);
    }

    [ToolFact("ffmpeg")]
    public async Task Video_shows_the_picture_the_heat_and_the_strip()
    {
        _scores[(7 * 20) + 10] = 1;

        await WriteVideoAsync(frames: 3, finish: true);

        byte[] decoded = Ffmpeg.Decode(Video, "yuvj420p");
        Assert.InRange(decoded[(30 * 320) + 30], Grey - 4, Grey + 4);
        Assert.True(decoded[(120 * 320) + 168] < Grey - 30, "no heat");
        Assert.True(decoded[(278 * 320) + 2] < 60, "no strip");
    }

    [ToolFact("ffmpeg", "ffprobe")]
    public async Task Ffmpeg_without_x264_writes_mpeg4()
    {
        string script = Ffmpeg.Script(
            _folder.Path, "case \"$*\" in *-encoders*) echo ' V..... mpeg4  MPEG-4';; *) exec ffmpeg \"$@\";; esac");

        await WriteVideoAsync(frames: 3, finish: true, script);

        Assert.Contains("codec_name=mpeg4", Ffmpeg.Probe(Video, "stream=codec_name"), StringComparison.Ordinal);
    }

    [ToolFact("ffmpeg")]
    public async Task Video_that_was_not_finished_leaves_nothing_behind()
    {
        await WriteVideoAsync(frames: 3, finish: false);

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Failing_ffmpeg_is_quoted()
    {
        string script = Ffmpeg.Script(_folder.Path, "case \"$*\" in *-encoders*) ;; *) echo disk full >&2; exit 1;; esac");

        EvidenceException exception = await Assert.ThrowsAsync<EvidenceException>(() => WriteVideoAsync(50, finish: true, script));

        Assert.Contains("disk full", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hanging_ffmpeg_is_ended_by_the_caller()
    {
        string script = Ffmpeg.Script(_folder.Path, "case \"$*\" in *-encoders*) ;; *) exec sleep 600;; esac");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.3), TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WriteVideoAsync(50, finish: true, script, stop.Token));
    }

    public void Dispose() => _folder.Dispose();

    private async Task WriteVideoAsync(int frames, bool finish, string ffmpegPath = "ffmpeg", CancellationToken cancellationToken = default)
    {
        var options = new OverlayVideoOptions
        {
            Path = Video,
            Size = _size,
            FramesPerSecond = 10,
            Threshold = 0.6,
            FfmpegPath = ffmpegPath,
        };
        byte[] pixels = new byte[_size.TotalBytes];
        Array.Fill(pixels, Grey, 0, _size.LumaBytes);
        Array.Fill(pixels, (byte)128, _size.LumaBytes, 2 * _size.ChromaBytes);
        await using OverlayVideoWriter video = await OverlayVideoWriter.StartAsync(options);
        for (int frame = 0; frame < frames; frame++)
        {
            await video.WriteAsync(pixels, new HeatMap(15, 20, 16, _scores, 0.6, []), frame / 50.0, cancellationToken);
        }

        if (finish)
        {
            await video.FinishAsync(cancellationToken);
        }
    }
}
