using System.Globalization;
using System.Text;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Watching;

/// <summary>
/// The bytes in which is kept what a camera usually reaches within its zones: a header that says which places count and what else they
/// belong to, and the calibrations of the kinds and of what they show together. 34 kB. Who keeps them sees to it that they are intact and
/// of this layout.
/// </summary>
public static class ZonedState
{
    /// <summary>Version of the layout; to be raised whenever it changes, but by something at the end that may be missing.</summary>
    public const int LayoutVersion = 1;

    /// <summary>Writes the calibrations.</summary>
    /// <param name="normality">Of a camera in which not every place counts.</param>
    /// <param name="modelSha256">SHA-256 of the network in hex.</param>
    /// <param name="framesPerSecond">Analysed frames a second.</param>
    public static byte[] Write(SceneNormality normality, string modelSha256, double framesPerSecond)
    {
        ArgumentNullException.ThrowIfNull(normality);
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Header(normality, modelSha256, framesPerSecond));
        foreach (ZonedMaxima calibration in normality.Scorer.Calibrations)
        {
            calibration.Zoned!.Save(writer);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads them back.</summary>
    /// <param name="content">What <see cref="Write"/> made.</param>
    /// <param name="normality">Receives them.</param>
    /// <param name="modelSha256">The network in use.</param>
    /// <param name="framesPerSecond">Frames analysed a second.</param>
    /// <returns>False for those of other zones, or another network, picture or rate: nothing is read then.</returns>
    /// <exception cref="InvalidDataException">Not such content; the message completes "… cannot be used: ".</exception>
    public static bool TryRead(ReadOnlySpan<byte> content, SceneNormality normality, string modelSha256, double framesPerSecond)
    {
        ArgumentNullException.ThrowIfNull(normality);
        byte[] header = Header(normality, modelSha256, framesPerSecond);
        if (!content.StartsWith(header))
        {
            return false;
        }

        using MemoryStream stream = new(content[header.Length..].ToArray());
        using BinaryReader reader = new(stream);
        try
        {
            foreach (KindScorer scorer in normality.Scorer.ByKind)
            {
                scorer.Calibration.Zoned!.Restore(reader);
            }

            if (stream.Position < stream.Length)
            {
                // Written since kinds count together.
                normality.Scorer.Together.Calibration.Zoned!.Restore(reader);
            }
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("its content is not what this program writes", e);
        }

        return stream.Position == stream.Length ? true : throw new InvalidDataException("bytes are left over");
    }

    private static byte[] Header(SceneNormality normality, string modelSha256, double framesPerSecond)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{modelSha256} {normality.Grid.Columns}x{normality.Grid.Rows}-{framesPerSecond:0.###} ");
        foreach (bool counts in normality.Zones!.Counts)
        {
            text.Append(counts ? '#' : '.');
        }

        return Encoding.ASCII.GetBytes(text.Append('\n').ToString());
    }
}
