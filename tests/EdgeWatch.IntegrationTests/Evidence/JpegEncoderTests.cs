using EdgeWatch.Core.Frames;
using EdgeWatch.Evidence;
using EdgeWatch.Scene;
using EdgeWatch.TestKit;

namespace EdgeWatch.IntegrationTests.Evidence;

public sealed class JpegEncoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FrameSize _size = new(320, 240);

    [ToolFact("ffmpeg")]
    public async Task Grey_comes_out_as_bright_as_it_went_in()
    {
        using var encoder = new JpegEncoder(TimeProvider.System);
        foreach (byte grey in (byte[])[0, 16, 128, 200, 235, 255])
        {
            byte[] pixels = new byte[_size.TotalBytes];
            Array.Fill(pixels, grey, 0, _size.LumaBytes);
            Array.Fill(pixels, (byte)128, _size.LumaBytes, 2 * _size.ChromaBytes);

            byte[] decoded = Decode(await encoder.EncodeAsync(_size, pixels, CancellationToken.None));

            Assert.Equal(_size.TotalBytes, decoded.Length);
            Assert.All(decoded.Take(_size.LumaBytes), luma => Assert.InRange(luma, grey - 3, grey + 3));
        }
    }

    [ToolFact("ffmpeg")]
    public async Task Scene_comes_out_hardly_changed()
    {
        var scene = new SceneGenerator(new() { Size = _size });
        byte[] pixels = new byte[_size.TotalBytes];
        scene.Render(0, pixels);
        using var encoder = new JpegEncoder(TimeProvider.System);

        byte[] decoded = Decode(await encoder.EncodeAsync(_size, pixels, CancellationToken.None));

        double error = pixels.Zip(decoded, (one, other) => (double)(one - other) * (one - other)).Average();
        Assert.True(error < 16, $"mean squared error {error}");
    }

    [Fact]
    public async Task Missing_ffmpeg_is_named()
    {
        using var encoder = new JpegEncoder(TimeProvider.System, "/nowhere/ffmpeg");

        EvidenceException exception = await Assert.ThrowsAsync<EvidenceException>(() => EncodeAsync(encoder));

        Assert.Contains("/nowhere/ffmpeg", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failing_ffmpeg_is_quoted()
    {
        using var encoder = new JpegEncoder(TimeProvider.System, Ffmpeg.Script(_folder.Path, "echo no such encoder >&2; exit 3"));

        EvidenceException exception = await Assert.ThrowsAsync<EvidenceException>(() => EncodeAsync(encoder));

        Assert.Contains("code 3: no such encoder", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ffmpeg_that_writes_something_else_is_refused()
    {
        using var encoder = new JpegEncoder(TimeProvider.System, Ffmpeg.Script(_folder.Path, "cat > /dev/null; echo hello"));

        await Assert.ThrowsAsync<EvidenceException>(() => EncodeAsync(encoder));
    }

    [Fact]
    public async Task Hanging_ffmpeg_is_ended_by_the_timeout()
    {
        string script = Ffmpeg.Script(_folder.Path, "exec sleep 600");
        using var encoder = new JpegEncoder(TimeProvider.System, script, TimeSpan.FromSeconds(0.3));

        EvidenceException exception = await Assert.ThrowsAsync<EvidenceException>(() => EncodeAsync(encoder));

        Assert.Contains("within 0.3 s", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hanging_ffmpeg_is_ended_by_the_caller()
    {
        using var encoder = new JpegEncoder(TimeProvider.System, Ffmpeg.Script(_folder.Path, "exec sleep 600"));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.3), TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EncodeAsync(encoder, stop.Token));
    }

    [Fact]
    public async Task Only_one_ffmpeg_runs_at_a_time()
    {
        string alone = _folder.File("running");
        string script = Ffmpeg.Script(
            _folder.Path, $"mkdir {alone} || exit 7; cat > /dev/null; sleep 0.05; printf '\\377\\330'; rmdir {alone}");
        using var encoder = new JpegEncoder(TimeProvider.System, script);

        byte[][] pictures = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => EncodeAsync(encoder)));

        Assert.All(pictures, picture => Assert.Equal([0xFF, 0xD8], picture));
    }

    public void Dispose() => _folder.Dispose();

    private Task<byte[]> EncodeAsync(JpegEncoder encoder, CancellationToken cancellationToken = default) =>
        encoder.EncodeAsync(_size, new byte[_size.TotalBytes], cancellationToken);

    private byte[] Decode(byte[] jpeg)
    {
        string path = _folder.File("picture.jpg");
        File.WriteAllBytes(path, jpeg);
        return Ffmpeg.Decode(path, "yuvj420p");
    }
}
