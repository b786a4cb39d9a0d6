using System.Buffers.Text;
using System.Text;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Capture;

/// <summary>What the first line of a yuv4mpeg stream says.</summary>
/// <param name="Size">Picture size.</param>
/// <param name="FramesPerSecond">0 if the stream does not say.</param>
/// <param name="IsMono">Whether frames hold luma only.</param>
internal readonly record struct Yuv4MpegHeader(FrameSize Size, double FramesPerSecond, bool IsMono)
{
    /// <summary>Shortest side accepted, one patch of the model.</summary>
    public const int MinimumSide = 16;

    /// <summary>Longest side accepted.</summary>
    public const int MaximumSide = 8192;

    /// <summary>Most pixels accepted: 16 Mpx, so that the frames of one camera cannot take gigabytes.</summary>
    public const int MaximumPixels = 4096 * 4096;

    /// <summary>What a stream begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "YUV4MPEG2 "u8;

    /// <summary>Parses the line, without its line feed.</summary>
    /// <exception cref="CaptureException">Not a yuv4mpeg header, or a picture format that is not accepted.</exception>
    public static Yuv4MpegHeader Parse(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(Magic))
        {
            throw new CaptureException(CaptureFailure.Garbled, "not a yuv4mpeg stream");
        }

        int width = 0;
        int height = 0;
        double rate = 0;
        bool mono = false;
        ReadOnlySpan<byte> tokens = line[Magic.Length..];
        foreach (Range range in tokens.Split((byte)' '))
        {
            ReadOnlySpan<byte> token = tokens[range];
            switch (token.IsEmpty ? (byte)0 : token[0])
            {
                case (byte)'W':
                    width = Side(token[1..]);
                    break;
                case (byte)'H':
                    height = Side(token[1..]);
                    break;
                case (byte)'F':
                    rate = Rate(token[1..]);
                    break;
                case (byte)'C':
                    mono = IsMonoColourspace(token[1..]);
                    break;
                default:
                    break;
            }
        }

        return new Yuv4MpegHeader(CheckedSize(width, height), rate, mono);
    }

    private static FrameSize CheckedSize(int width, int height)
    {
        if (width == 0 || height == 0)
        {
            throw new CaptureException(CaptureFailure.Garbled, "the yuv4mpeg header names no width or height");
        }

        return (long)width * height <= MaximumPixels ? new FrameSize(width, height)
            : throw new CaptureException(CaptureFailure.UnsupportedFormat, $"{width}×{height} is more than {MaximumPixels} pixels");
    }

    private static int Side(ReadOnlySpan<byte> digits)
    {
        if (!Utf8Parser.TryParse(digits, out int side, out int used) || used != digits.Length)
        {
            throw new CaptureException(CaptureFailure.Garbled, $"\"{Show(digits)}\" is no width or height");
        }

        return side is >= MinimumSide and <= MaximumSide ? side
            : throw new CaptureException(
                CaptureFailure.UnsupportedFormat, $"width or height {side} is outside {MinimumSide}–{MaximumSide}");
    }

    private static double Rate(ReadOnlySpan<byte> ratio)
    {
        int colon = ratio.IndexOf((byte)':');
        return colon > 0
            && Utf8Parser.TryParse(ratio[..colon], out int numerator, out _) && numerator > 0
            && Utf8Parser.TryParse(ratio[(colon + 1)..], out int denominator, out _) && denominator > 0
            ? (double)numerator / denominator : 0;
    }

    private static bool IsMonoColourspace(ReadOnlySpan<byte> colourspace)
    {
        // The three kinds of 4:2:0 differ in where chroma samples lie, by half a pixel at most.
        if (colourspace.SequenceEqual("420jpeg"u8) || colourspace.SequenceEqual("420mpeg2"u8)
            || colourspace.SequenceEqual("420paldv"u8) || colourspace.SequenceEqual("420"u8))
        {
            return false;
        }

        return colourspace.SequenceEqual("mono"u8) ? true
            : throw new CaptureException(
                CaptureFailure.UnsupportedFormat, $"colourspace {Show(colourspace)} (420, 420jpeg, 420mpeg2, 420paldv or mono is needed)");
    }

    private static string Show(ReadOnlySpan<byte> text)
    {
        const int Longest = 20;
        string shown = Encoding.Latin1.GetString(text[..Math.Min(text.Length, Longest)]);
        return string.Concat(shown.Select(letter => letter is >= ' ' and <= '~' ? letter : '?'));
    }
}
