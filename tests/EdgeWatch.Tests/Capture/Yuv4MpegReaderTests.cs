using System.Diagnostics;
using System.Reflection;
using System.Text;
using EdgeWatch.Capture;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Tests.Capture;

public sealed class Yuv4MpegReaderTests
{
    [Theory]
    [InlineData("YUV4MPEG2 W320 H240 F25:1 Ip A0:0 C420jpeg XYSCSS=420JPEG XCOLORRANGE=FULL", 320, 240, 25, false)]
    [InlineData("YUV4MPEG2 W17 H19 F30000:1001 C420mpeg2", 17, 19, 29.97, false)]
    [InlineData("YUV4MPEG2 H240 W320", 320, 240, 0, false)]
    [InlineData("YUV4MPEG2  W320  H240 F0:0 C420paldv", 320, 240, 0, false)]
    [InlineData("YUV4MPEG2 W320 H240 F10:1 C420", 320, 240, 10, false)]
    [InlineData("YUV4MPEG2 W320 H240 F10:1 Cmono", 320, 240, 10, true)]
    [InlineData("YUV4MPEG2 W320 H240 Fx:y Cmono", 320, 240, 0, true)]
    public void Parse_AcceptedHeader(string line, int width, int height, double rate, bool isMono)
    {
        Yuv4MpegHeader header = Yuv4MpegHeader.Parse(Encoding.ASCII.GetBytes(line));

        Assert.Equal(new FrameSize(width, height), header.Size);
        Assert.Equal(rate, header.FramesPerSecond, 0.01);
        Assert.Equal(isMono, header.IsMono);
    }

    [Theory]
    [InlineData("YUV4MPEG2 W320 H240 C422", CaptureFailure.UnsupportedFormat, "422")]
    [InlineData("YUV4MPEG2 W320 H240 C420p10 XYSCSS=420P10", CaptureFailure.UnsupportedFormat, "420p10")]
    [InlineData("YUV4MPEG2 W320 H240 Cmono16", CaptureFailure.UnsupportedFormat, "mono16")]
    [InlineData("YUV4MPEG2 W15 H240", CaptureFailure.UnsupportedFormat, "15")]
    [InlineData("YUV4MPEG2 W8193 H240", CaptureFailure.UnsupportedFormat, "8193")]
    [InlineData("YUV4MPEG2 W8192 H8192", CaptureFailure.UnsupportedFormat, "8192×8192")]
    [InlineData("YUV4MPEG2 W-320 H240", CaptureFailure.UnsupportedFormat, "-320")]
    [InlineData("YUV4MPEG2 W99999999999999 H240", CaptureFailure.Garbled, "99999999999999")]
    [InlineData("YUV4MPEG2 W32x H240", CaptureFailure.Garbled, "32x")]
    [InlineData("YUV4MPEG2 W H240", CaptureFailure.Garbled, "\"\"")]
    [InlineData("YUV4MPEG2 W320", CaptureFailure.Garbled, "height")]
    [InlineData("YUV4MPEG2 ", CaptureFailure.Garbled, "width")]
    [InlineData("RIFF", CaptureFailure.Garbled, "not a yuv4mpeg")]
    [InlineData("", CaptureFailure.Garbled, "not a yuv4mpeg")]
    public void Parse_RejectedHeader_SaysWhatWasFound(string line, string reason, string detail)
    {
        CaptureException e = Assert.Throws<CaptureException>(() => Yuv4MpegHeader.Parse(Encoding.ASCII.GetBytes(line)));

        Assert.Equal(reason, e.Reason);
        Assert.Contains(detail, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16, 16, "420jpeg")]
    [InlineData(17, 19, "420jpeg")]
    [InlineData(333, 21, "mono")]
    public async Task Frames_come_out_as_they_went_in_however_the_bytes_are_split(int width, int height, string colourspace)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Random random = new(seed);
            byte[][] pictures = [.. Enumerable.Range(0, 4).Select(_ => Picture(random, new FrameSize(width, height), colourspace))];
            byte[] stream = Stream(width, height, colourspace, pictures);
            int longest = random.Next(1, 3000);
            Yuv4MpegReader reader = new(new SplitStream(stream, () => random.Next(1, longest + 1)));

            Assert.True(await reader.ReadHeaderAsync(CancellationToken.None));
            FramePool pool = new(reader.Header.Size);
            foreach (byte[] picture in pictures)
            {
                using Frame frame = (await reader.ReadFrameAsync(pool, CancellationToken.None))!;
                Assert.True(frame.Pixels.Span[..picture.Length].SequenceEqual(picture));
                Assert.Equal(-1, frame.Pixels.Span[picture.Length..].IndexOfAnyExcept((byte)128));
            }

            Assert.Null(await reader.ReadFrameAsync(pool, CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_stream_cut_anywhere_ends_without_an_exception()
    {
        byte[] whole = Stream(16, 16, "420", [new byte[384], new byte[384]]);

        for (int length = 0; length < whole.Length; length++)
        {
            Yuv4MpegReader reader = new(new MemoryStream(whole, 0, length));
            int frames = 0;
            if (await reader.ReadHeaderAsync(CancellationToken.None))
            {
                FramePool pool = new(reader.Header.Size);
                while (await reader.ReadFrameAsync(pool, CancellationToken.None) is { } frame)
                {
                    frame.Dispose();
                    frames++;
                }
            }

            Assert.Equal(length < whole.Length - 390 ? 0 : 1, frames);
        }
    }

    [Fact]
    public async Task ReadFrameAsync_CutFrame_GivesTheBufferBack()
    {
        Yuv4MpegReader reader = new(new MemoryStream(Stream(16, 16, "420", [new byte[100]])));
        await reader.ReadHeaderAsync(CancellationToken.None);
        FramePool pool = new(reader.Header.Size);
        Frame known = pool.Rent();
        known.Dispose();

        Assert.Null(await reader.ReadFrameAsync(pool, CancellationToken.None));
        Assert.Same(known, pool.Rent());
    }

    [Theory]
    [InlineData("FRAMES\n")]
    [InlineData("FRAMF")]
    [InlineData("\n")]
    [InlineData("\0\0\0\0\0\0")]
    public async Task ReadFrameAsync_SomethingElseThanAFrame_Throws(string bytes)
    {
        Yuv4MpegReader reader = new(new MemoryStream([.. Stream(16, 16, "420", []), .. Encoding.ASCII.GetBytes(bytes)]));
        await reader.ReadHeaderAsync(CancellationToken.None);

        CaptureException e = await Assert.ThrowsAsync<CaptureException>(
            async () => await reader.ReadFrameAsync(new FramePool(reader.Header.Size), CancellationToken.None));
        Assert.Equal(CaptureFailure.Garbled, e.Reason);
    }

    [Fact]
    public async Task ReadFrameAsync_ParametersInTheFrameHeader_AreSkipped()
    {
        byte[] picture = Picture(new Random(1), new FrameSize(16, 16), "420");
        byte[] bytes = [.. Stream(16, 16, "420", []), .. "FRAME Ip XWHATEVER\n"u8, .. picture];
        Yuv4MpegReader reader = new(new MemoryStream(bytes));
        await reader.ReadHeaderAsync(CancellationToken.None);

        using Frame? frame = await reader.ReadFrameAsync(new FramePool(reader.Header.Size), CancellationToken.None);

        Assert.NotNull(frame);
        Assert.True(frame.Pixels.Span.SequenceEqual(picture));
    }

    [Fact]
    public async Task ReadHeaderAsync_EndlessLine_Throws()
    {
        byte[] bytes = [.. "YUV4MPEG2 W16 H16 X"u8, .. new byte[Yuv4MpegReader.LongestLine]];

        CaptureException e = await Assert.ThrowsAsync<CaptureException>(
            async () => await new Yuv4MpegReader(new MemoryStream(bytes)).ReadHeaderAsync(CancellationToken.None));
        Assert.Equal(CaptureFailure.Garbled, e.Reason);
    }

    [Fact]
    public async Task ReadHeaderAsync_Garbage_ThrowsAtItsFirstByte_WithoutWaitingForALine()
    {
        using CancellationTokenSource never = new();
        Yuv4MpegReader reader = new(new SplitStream([0x47, 0, 0], () => 1));

        await Assert.ThrowsAsync<CaptureException>(async () => await reader.ReadHeaderAsync(never.Token));
    }

    [Fact]
    public async Task Random_garbage_never_causes_another_exception()
    {
        for (int seed = 0; seed < 2000; seed++)
        {
            Random random = new(seed);
            byte[] bytes = Stream(16, 16, "420", [new byte[384]]);
            for (int i = random.Next(1, 5); i > 0; i--)
            {
                bytes[random.Next(Math.Min(bytes.Length, 60))] = (byte)random.Next(256);
            }

            Yuv4MpegReader reader = new(new MemoryStream(bytes));
            Exception? e = await Record.ExceptionAsync(async () =>
            {
                if (await reader.ReadHeaderAsync(CancellationToken.None))
                {
                    (await reader.ReadFrameAsync(new FramePool(reader.Header.Size), CancellationToken.None))?.Dispose();
                }
            });
            Assert.True(e is null or CaptureException, $"seed {seed}: {e}");
        }
    }

    [Fact]
    public async Task ReadFrameAsync_AllocatesNothingPerFrame_OnceItRuns()
    {
        byte[] bytes = Stream(32, 32, "420", [.. Enumerable.Repeat(new byte[32 * 32 * 3 / 2], 200)]);
        Yuv4MpegReader reader = new(new SplitStream(bytes, () => 700));
        await reader.ReadHeaderAsync(CancellationToken.None);
        FramePool pool = new(reader.Header.Size);
        await ReadAsync(100);
        long before = GC.GetAllocatedBytesForCurrentThread();

        await ReadAsync(100);

        // Less than the smallest object (24 bytes) a frame. An unoptimized build makes objects of the state machines of async methods.
        long allowed = 100 * (IsOptimized ? 23 : 512);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, allowed);

        async ValueTask ReadAsync(int count)
        {
            for (int i = 0; i < count; i++)
            {
                (await reader.ReadFrameAsync(pool, CancellationToken.None))!.Dispose();
            }
        }
    }

    private static bool IsOptimized =>
        typeof(Yuv4MpegReader).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };

    private static byte[] Stream(int width, int height, string colourspace, byte[][] pictures) =>
    [
        .. Encoding.ASCII.GetBytes($"YUV4MPEG2 W{width} H{height} F10:1 C{colourspace}\n"),
        .. pictures.SelectMany(picture => "FRAME\n"u8.ToArray().Concat(picture)),
    ];

    private static byte[] Picture(Random random, FrameSize size, string colourspace)
    {
        byte[] picture = new byte[colourspace == "mono" ? size.LumaBytes : size.TotalBytes];
        random.NextBytes(picture);
        return picture;
    }
}
