using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Watching;

/// <summary>
/// The bytes in which a camera's normality is kept: a header that says what it belongs to, the numbers, and a SHA-256 of all before it.
/// Little-endian; about 210 kB for a 4:3 picture once there has been much to see, most of it exemplars.
/// </summary>
public static class LearnedState
{
    /// <summary>"EWST" and the version of the layout.</summary>
    private const uint Magic = 0x5453_5745;

    private const int Version = 4;

    /// <summary>Writes a camera's normality.</summary>
    /// <param name="normality">What was learned.</param>
    /// <param name="modelSha256">SHA-256 of the network in hex: another network measures in other units.</param>
    /// <param name="framesPerSecond">Analysed frames a second: speeds are in pixels a frame.</param>
    public static byte[] Write(SceneNormality normality, string modelSha256, double framesPerSecond)
    {
        ArgumentNullException.ThrowIfNull(normality);
        using MemoryStream stream = new();
        using (BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(Version);
            WriteOwner(writer, normality.Grid, modelSha256, framesPerSecond);
            writer.Write(normality.Learned.Ticks);
            for (int kind = 0; kind < Kinds.Count; kind++)
            {
                normality.ByKind[kind].Save(writer);
                normality.Scorer.ByKind[kind].Calibration.Save(writer);
            }
        }

        byte[] content = stream.ToArray();
        return [.. content, .. SHA256.HashData(content)];
    }

    /// <summary>Reads a camera's normality back.</summary>
    /// <param name="bytes">What <see cref="Write(SceneNormality, string, double)"/> made.</param>
    /// <param name="normality">Receives it; unchanged when an exception is thrown.</param>
    /// <param name="modelSha256">The network in use.</param>
    /// <param name="framesPerSecond">Frames analysed a second.</param>
    /// <exception cref="LearnedStateException">Damaged, or about another network, picture size or frame rate.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, SceneNormality normality, string modelSha256, double framesPerSecond)
    {
        ArgumentNullException.ThrowIfNull(normality);
        RequireIntact(bytes);
        byte[] content = bytes[..^SHA256.HashSizeInBytes].ToArray();
        try
        {
            // Once on trial: halfway through there is no way back.
            ReadContent(content, new SceneNormality(normality.Grid), modelSha256, framesPerSecond);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or FormatException)
        {
            throw new LearnedStateException($"its content is not what this program writes: {e.Message}");
        }

        ReadContent(content, normality, modelSha256, framesPerSecond);
    }

    private static void ReadContent(byte[] content, SceneNormality normality, string modelSha256, double framesPerSecond)
    {
        using BinaryReader reader = new(new MemoryStream(content), Encoding.UTF8);
        reader.ReadUInt32();
        int version = reader.ReadInt32();
        if (version != Version)
        {
            throw new LearnedStateException($"it has version {version} of the layout; this program reads version {Version}");
        }

        RequireOwner(reader, normality.Grid, modelSha256, framesPerSecond);
        normality.Learned = TimeSpan.FromTicks(reader.ReadInt64());
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            normality.ByKind[kind].Restore(reader);
            normality.Scorer.ByKind[kind].Calibration.Restore(reader);
        }

        if (reader.BaseStream.Position != content.Length)
        {
            throw new InvalidDataException($"{content.Length - reader.BaseStream.Position} bytes are left over");
        }
    }

    private static void RequireIntact(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < SHA256.HashSizeInBytes + sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            throw new LearnedStateException("it is not a file of learned state");
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..^SHA256.HashSizeInBytes], hash);
        if (!hash.SequenceEqual(bytes[^SHA256.HashSizeInBytes..]))
        {
            throw new LearnedStateException("its checksum does not match: it is damaged");
        }
    }

    private static void WriteOwner(BinaryWriter writer, PatchGrid grid, string modelSha256, double framesPerSecond)
    {
        writer.Write(modelSha256);
        writer.Write(grid.Rows);
        writer.Write(grid.Columns);
        writer.Write(framesPerSecond);
    }

    private static void RequireOwner(BinaryReader reader, PatchGrid grid, string modelSha256, double framesPerSecond)
    {
        string sha256 = reader.ReadString();
        if (sha256 != modelSha256)
        {
            throw new LearnedStateException($"it was learned with another model ({sha256[..Math.Min(12, sha256.Length)]}…)");
        }

        (int rows, int columns) = (reader.ReadInt32(), reader.ReadInt32());
        if (rows != grid.Rows || columns != grid.Columns)
        {
            throw new LearnedStateException(
                $"it is about a picture of {columns}×{rows} patches, and the camera has {grid.Columns}×{grid.Rows}");
        }

        double rate = reader.ReadDouble();
        if (rate != framesPerSecond)
        {
            throw new LearnedStateException($"it was learned at {rate} frames a second, and the camera is analysed at {framesPerSecond}");
        }
    }
}

/// <summary>Saved normality cannot be used; the message completes a sentence that begins "… cannot be used: ".</summary>
/// <param name="message">Why.</param>
public sealed class LearnedStateException(string message) : Exception(message);
