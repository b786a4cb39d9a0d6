using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace EdgeWatch.Core.Evidence;

/// <summary>Writes 24-bit PNG files, as in "Portable Network Graphics Specification, third edition".</summary>
public static class PngWriter
{
    private const int HeaderBytes = 13;
    private const byte BitsPerChannel = 8;
    private const byte TrueColor = 2;
    private const uint CrcPolynomial = 0xEDB88320;

    private static readonly uint[] CrcTable = BuildCrcTable();

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes a whole file.</summary>
    public static void Write(Stream output, RgbRaster raster)
    {
        output.Write(Signature);
        WriteChunk(output, "IHDR", Header(raster));
        WriteChunk(output, "IDAT", Compressed(raster));
        WriteChunk(output, "IEND", []);
    }

    private static byte[] Header(RgbRaster raster)
    {
        byte[] header = new byte[HeaderBytes];
        BinaryPrimitives.WriteInt32BigEndian(header, raster.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(sizeof(int)), raster.Height);
        header[8] = BitsPerChannel;
        header[9] = TrueColor;
        return header;
    }

    private static byte[] Compressed(RgbRaster raster)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int y = 0; y < raster.Height; y++)
            {
                // Filter 0: the row as it is. Plots are flat areas, which compress well without one.
                zlib.WriteByte(0);
                zlib.Write(raster.Row(y));
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(Stream output, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        output.Write(number);
        byte[] name = Encoding.ASCII.GetBytes(type);
        output.Write(name);
        output.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, name), data));
        output.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
        {
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] BuildCrcTable()
    {
        uint[] table = new uint[256];
        for (uint index = 0; index < table.Length; index++)
        {
            uint crc = index;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? CrcPolynomial ^ (crc >> 1) : crc >> 1;
            }

            table[index] = crc;
        }

        return table;
    }
}
