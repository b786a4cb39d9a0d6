using System.Globalization;
using System.Text;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Watching;

/// <summary>
/// The bytes in which a camera's normality is kept: a header that says what it belongs to, and the numbers, little-endian; 1.2 MB of a 4:3
/// picture once there has been much to see, 1.5 MB of 16:9, 1.8 MB in 480 rows and 1.7 MB in 720 (measured), most of it exemplars. Who
/// keeps them sees to it that they are intact and of this layout.
/// </summary>
public static class LearnedState
{
    /// <summary>Patches along a side of a grid at most: of 720 rows, and of a picture ten times as wide.</summary>
    private const int MostPatches = 450;

    /// <summary>
    /// Version of the layout; to be raised whenever it changes, in one of the kinds too, but by something at the end that may be missing.
    /// </summary>
    public const int LayoutVersion = 6;

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
            WriteOwner(writer, normality.Grid, modelSha256, framesPerSecond);
            writer.Write(normality.Learned.Ticks);
            for (int kind = 0; kind < Kinds.Count; kind++)
            {
                normality.ByKind[kind].Save(writer);
                normality.Scorer.ByKind[kind].Calibration.Whole.Save(writer);
            }

            normality.Commotion.Save(writer);
            normality.Scorer.Together.Calibration.Whole.Save(writer);
        }

        return stream.ToArray();
    }

    /// <summary>Reads a camera's normality back.</summary>
    /// <param name="content">What <see cref="Write(SceneNormality, string, double)"/> made.</param>
    /// <param name="normality">Receives it; unchanged when an exception is thrown.</param>
    /// <param name="modelSha256">The network in use.</param>
    /// <param name="framesPerSecond">Frames analysed a second.</param>
    /// <exception cref="InvalidDataException">
    /// Not such content, or about another network, picture size or frame rate; the message completes "… cannot be used: ".
    /// </exception>
    public static void Read(ReadOnlySpan<byte> content, SceneNormality normality, string modelSha256, double framesPerSecond)
    {
        ArgumentNullException.ThrowIfNull(normality);
        using MemoryStream stream = new(content.ToArray());
        using BinaryReader reader = new(stream, Encoding.UTF8);
        if (Attempt(() => FindOtherOwner(reader, normality.Grid, modelSha256, framesPerSecond)) is { } otherOwner)
        {
            throw new InvalidDataException(otherOwner);
        }

        // Once on trial: halfway through there is no way back.
        long start = stream.Position;
        Attempt(() => ReadNumbers(reader, new SceneNormality(normality.Grid)));
        stream.Position = start;
        ReadNumbers(reader, normality);
    }

    /// <summary>What a camera's normality is about, as a short text that is fit for the name of a file: <c>20x15-10</c>.</summary>
    public static string ShapeOf(SceneNormality normality, double framesPerSecond)
    {
        ArgumentNullException.ThrowIfNull(normality);
        return Shape(normality.Grid.Columns, normality.Grid.Rows, framesPerSecond);
    }

    /// <summary>The patch grid of a shape at the end of a text: of the owner of a lesson or a trace. Null where there is none.</summary>
    public static PatchGrid? GridIn(string owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        string[] sides = owner.Split(' ')[^1].Split('-')[0].Split('x');
        return sides is [var columns, var rows]
            && int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out int width) && width is > 0 and <= MostPatches
            && int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out int height) && height is > 0 and <= MostPatches
            ? new PatchGrid(height, width, 1)
            : null;
    }

    /// <inheritdoc cref="ShapeOf(SceneNormality, double)"/>
    /// <param name="content">What <see cref="Write(SceneNormality, string, double)"/> made.</param>
    /// <exception cref="InvalidDataException">Not such content; the message completes "… cannot be used: ".</exception>
    public static string ShapeOf(ReadOnlySpan<byte> content)
    {
        using MemoryStream stream = new(content.ToArray());
        using BinaryReader reader = new(stream, Encoding.UTF8);
        return Attempt(() =>
        {
            reader.ReadString();
            (int rows, int columns) = (reader.ReadInt32(), reader.ReadInt32());
            return Shape(columns, rows, reader.ReadDouble());
        });
    }

    private static string Shape(int columns, int rows, double framesPerSecond) =>
        string.Create(CultureInfo.InvariantCulture, $"{columns}x{rows}-{framesPerSecond:0.###}");

    private static T Attempt<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or FormatException)
        {
            throw new InvalidDataException($"its content is not what this program writes: {e.Message}", e);
        }
    }

    private static SceneNormality ReadNumbers(BinaryReader reader, SceneNormality normality)
    {
        normality.Learned = TimeSpan.FromTicks(reader.ReadInt64());
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            normality.ByKind[kind].Restore(reader);
            normality.Scorer.ByKind[kind].Calibration.Whole.Restore(reader);
        }

        normality.Commotion.Restore(reader);
        if (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            // Written since kinds count together; what was learned before stays good without it.
            normality.Scorer.Together.Calibration.Whole.Restore(reader);
        }

        long left = reader.BaseStream.Length - reader.BaseStream.Position;
        return left == 0 ? normality : throw new InvalidDataException($"{left} bytes are left over");
    }

    private static void WriteOwner(BinaryWriter writer, PatchGrid grid, string modelSha256, double framesPerSecond)
    {
        writer.Write(modelSha256);
        writer.Write(grid.Rows);
        writer.Write(grid.Columns);
        writer.Write(framesPerSecond);
    }

    /// <summary>Why the numbers are about something else than this camera, or null.</summary>
    private static string? FindOtherOwner(BinaryReader reader, PatchGrid grid, string modelSha256, double framesPerSecond)
    {
        string sha256 = reader.ReadString();
        (int rows, int columns) = (reader.ReadInt32(), reader.ReadInt32());
        double rate = reader.ReadDouble();
        return sha256 != modelSha256 ? $"it was learned with another model ({sha256[..Math.Min(12, sha256.Length)]}…)"
            : rows != grid.Rows || columns != grid.Columns
                ? $"it is about a picture of {columns}×{rows} patches, and the camera has {grid.Columns}×{grid.Rows}"
            : rate != framesPerSecond ? $"it was learned at {rate} frames a second, and the camera is analysed at {framesPerSecond}"
            : null;
    }
}
