using System.Numerics;

namespace EdgeWatch.Core.Patches;

/// <summary>
/// How a token's values are written for the network: a byte each, from −4 on in steps of 1/32. The steps are fixed, so that an extreme
/// value in one token does not make all others of the frame coarser; of real tokens one value in a thousand is beyond ±4
/// (scripts/train/quantization.py).
/// </summary>
public static class TokenCodes
{
    /// <summary>Codes of a unit.</summary>
    public const int PerUnit = 32;

    /// <summary>The code of 0.</summary>
    public const int Zero = 128;

    /// <summary>What turns cutting off into rounding: values from the lowest code on are positive.</summary>
    private const float RoundedZero = Zero + 0.5f;

    /// <summary>Writes the codes of values; both spans are equally long.</summary>
    public static void Write(ReadOnlySpan<float> values, Span<byte> codes)
    {
        int i = 0;
        for (; i <= values.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            ReadOnlySpan<float> part = values.Slice(i, Vector<byte>.Count);
            Vector<ushort> low = Vector.Narrow(Codes(part, 0), Codes(part, 1));
            Vector<ushort> high = Vector.Narrow(Codes(part, 2), Codes(part, 3));
            Vector.Narrow(low, high).CopyTo(codes[i..]);
        }

        for (; i < values.Length; i++)
        {
            codes[i] = (byte)Math.Clamp((values[i] * PerUnit) + RoundedZero, byte.MinValue, byte.MaxValue);
        }
    }

    private static Vector<uint> Codes(ReadOnlySpan<float> values, int quarter)
    {
        Vector<float> scaled = (new Vector<float>(values[(quarter * Vector<float>.Count)..]) * PerUnit) + new Vector<float>(RoundedZero);
        // "Native" leaves open what becomes of NaN and of numbers beyond an int, which do not get here; minding them costs more than all
        // the rest.
        Vector<float> cut = Vector.ClampNative(scaled, Vector<float>.Zero, new Vector<float>(byte.MaxValue));
        return Vector.AsVectorUInt32(Vector.ConvertToInt32Native(cut));
    }
}
