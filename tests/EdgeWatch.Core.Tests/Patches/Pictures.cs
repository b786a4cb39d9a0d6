using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Tests.Patches;

/// <summary>Pictures for tests.</summary>
internal static class Pictures
{
    /// <summary>A picture whose pixels follow from their place.</summary>
    public static byte[] Of(int width, int height, Func<int, int, double> grey)
    {
        byte[] pixels = new byte[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                pixels[(y * width) + x] = (byte)Math.Clamp(Math.Round(grey(x, y)), 0, 255);
            }
        }

        return pixels;
    }

    /// <summary>Every pixel by chance.</summary>
    public static byte[] Noise(int width, int height, Random random)
    {
        byte[] pixels = new byte[width * height];
        random.NextBytes(pixels);
        return pixels;
    }

    /// <summary>Every pixel black or white by chance: the largest differences there are.</summary>
    public static byte[] BlackAndWhite(int width, int height, Random random) =>
        [.. Noise(width, height, random).Select(pixel => pixel < 128 ? (byte)0 : (byte)255)];

    /// <summary>A smooth surface without repetition, which can be looked at between its pixels.</summary>
    public static double Texture(double x, double y) =>
        128 + (40 * Math.Sin((x * 0.31) + (y * 0.17))) + (35 * Math.Cos((x * 0.11) - (y * 0.37)))
            + (25 * Math.Sin((x * 0.53) + (y * 0.41) + 1));

    /// <summary>A picture as a plane with its border.</summary>
    public static LumaPlane Plane(byte[] pixels, int width)
    {
        LumaPlane plane = new(width, pixels.Length / width);
        for (int y = 0; y < plane.Height; y++)
        {
            pixels.AsSpan(y * width, width).CopyTo(plane.Row(y));
        }

        plane.ReplicateBorder();
        return plane;
    }

    /// <summary>The pixel at (x, y), or the nearest one of the picture.</summary>
    public static int Nearest(byte[] pixels, int width, int x, int y) =>
        pixels[(Math.Clamp(y, 0, (pixels.Length / width) - 1) * width) + Math.Clamp(x, 0, width - 1)];
}
