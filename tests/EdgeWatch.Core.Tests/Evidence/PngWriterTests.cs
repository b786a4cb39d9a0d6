using System.Buffers.Binary;
using System.IO.Compression;
using EdgeWatch.Core.Evidence;

namespace EdgeWatch.Core.Tests.Evidence;

public sealed class PngWriterTests
{
    [Fact]
    public void Write_SmallPicture_HasHeaderRowsAndEndAsTheSpecificationSays()
    {
        var raster = new RgbRaster(3, 2, new(10, 20, 30));
        raster.Blend(2, 1, new(200, 100, 0));
        using var file = new MemoryStream();

        PngWriter.Write(file, raster);

        byte[] bytes = file.ToArray();
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], bytes[..8]);
        Assert.Equal([0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', 0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0], bytes[8..29]);
        // The checksum of an empty IEND chunk is the same in every PNG file.
        Assert.Equal([0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82], bytes[^12..]);
        Assert.Equal(
            [0, 10, 20, 30, 10, 20, 30, 10, 20, 30, 0, 10, 20, 30, 10, 20, 30, 200, 100, 0], Decompress(bytes));
    }

    private static byte[] Decompress(byte[] bytes)
    {
        const int DataAt = 33;
        int length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(DataAt));
        using var zlib = new ZLibStream(new MemoryStream(bytes, DataAt + 8, length), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zlib.CopyTo(plain);
        return plain.ToArray();
    }
}
