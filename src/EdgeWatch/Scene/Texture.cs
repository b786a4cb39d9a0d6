namespace EdgeWatch.Scene;

/// <summary>Numbers that look random but depend on the place alone.</summary>
internal static class Texture
{
    /// <summary>A value for a whole-numbered place, 0–1. The multipliers are those of the PCG and Murmur3 mixing steps.</summary>
    public static float Hash(int x, int y)
    {
        uint mixed = ((uint)x * 747796405u) ^ (((uint)y * 2891336453u) + 0x9E3779B9u);
        mixed = (mixed ^ (mixed >> 16)) * 0x85EBCA6Bu;
        mixed = (mixed ^ (mixed >> 13)) * 0xC2B2AE35u;
        return (mixed ^ (mixed >> 16)) / (float)uint.MaxValue;
    }

    /// <summary>Smooth noise with features about one unit wide, 0–1.</summary>
    public static float Noise(float x, float y)
    {
        int left = (int)MathF.Floor(x);
        int top = (int)MathF.Floor(y);
        float across = Smooth(x - left);
        float down = Smooth(y - top);
        return float.Lerp(
            float.Lerp(Hash(left, top), Hash(left + 1, top), across),
            float.Lerp(Hash(left, top + 1), Hash(left + 1, top + 1), across),
            down);
    }

    /// <summary>Noise of several sizes, 0–1.</summary>
    public static float Clouds(float x, float y) =>
        (0.5f * Noise(x, y)) + (0.3f * Noise(2.1f * x, 2.1f * y)) + (0.2f * Noise(4.3f * x, 4.3f * y));

    /// <summary>How much of a line, one every <paramref name="period"/>, falls into a pixel <paramref name="filter"/> wide, 0–1.</summary>
    public static float Lines(float place, float period, float thickness, float filter)
    {
        float distance = MathF.Abs(place - (MathF.Round(place / period) * period));
        float width = MathF.Max(filter, thickness);
        float near = Math.Clamp(((0.5f * (thickness + filter)) - distance) / MathF.Min(filter, thickness), 0, 1) * (thickness / width);
        float far = thickness / period;
        return float.Lerp(near, far, Math.Clamp((filter / period * 2) - 0.5f, 0, 1));
    }

    private static float Smooth(float part) => part * part * (3 - (2 * part));
}
