namespace EdgeWatch.Scene;

/// <summary>A colour in full-range BT.601, the one of JPEG. <see cref="U"/> and <see cref="V"/> are 128 for grey.</summary>
internal readonly record struct YuvColor(byte Y, byte U, byte V)
{
    /// <summary>Black.</summary>
    public static readonly YuvColor Black = new(0, 128, 128);

    /// <summary>Converts with the weights of the JFIF 1.02 specification.</summary>
    public static YuvColor FromRgb(RgbColor color)
    {
        double y = (0.299 * color.R) + (0.587 * color.G) + (0.114 * color.B);
        double u = 128 + ((color.B - y) / 1.772);
        double v = 128 + ((color.R - y) / 1.402);
        return new(ToByte(y), ToByte(u), ToByte(v));
    }

    /// <summary>A colour between two others, with so much of the second, 0–1.</summary>
    public static YuvColor Between(YuvColor one, YuvColor other, float part) =>
        new(Mix(one.Y, other.Y, part), Mix(one.U, other.U, part), Mix(one.V, other.V, part));

    private static byte Mix(byte one, byte other, float part) => ToByte(float.Lerp(one, other, part));

    private static byte ToByte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}

/// <summary>A colour as screens know it, 0–255 each.</summary>
internal readonly record struct RgbColor(byte R, byte G, byte B);
