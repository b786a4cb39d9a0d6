using System.Numerics;

namespace EdgeWatch.Scene;

/// <summary>What never moves: sky, houses, pavement. A colour for each point of the picture.</summary>
/// <param name="columns">Width of the picture in units.</param>
/// <param name="pixelUnits">Size of a pixel in units.</param>
internal sealed class Backdrop(float columns, float pixelUnits)
{
    private const float KerbRows = 3;

    // Ground distance in "tiles": a row's distance from the camera falls with its distance from the horizon.
    private const float TileDepth = 2000;
    private const float TilesAcross = 26;
    private const float JointThickness = 0.05f;

    private static readonly Vector3 SkyTop = Rgb(0x7f, 0xa9, 0xd6);
    private static readonly Vector3 SkyLow = Rgb(0xd8, 0xe4, 0xec);
    private static readonly Vector3 CloudColor = Rgb(0xf2, 0xf4, 0xf5);
    private static readonly Vector3 StoneColor = Rgb(0xae, 0xa7, 0x9b);
    private static readonly Vector3 KerbColor = Rgb(0xc4, 0xbf, 0xb4);

    private readonly House[] _houses =
    [
        new(0.30f, 20, 9, 13, Rgb(0x9a, 0x5b, 0x46), Rgb(0x7c, 0x2f, 0x2a)),
        new(0.66f, 8, 12.2f, 15, Rgb(0xcf, 0xbd, 0x98), Rgb(0x2f, 0x5d, 0x50)),
        new(1.01f, 30, 10.5f, 12.5f, Rgb(0x8b, 0x96, 0xa4), Rgb(0xb8, 0x86, 0x2e)),
    ];

    /// <summary>Paints the whole picture.</summary>
    public void Paint(I420Canvas canvas)
    {
        int width = canvas.Size.Width;
        for (int y = 0; y < canvas.Size.Height; y += 2)
        {
            for (int x = 0; x < width; x += 2)
            {
                Vector3 sum = PaintPixel(canvas, x, y) + PaintPixel(canvas, x + 1, y)
                    + PaintPixel(canvas, x, y + 1) + PaintPixel(canvas, x + 1, y + 1);
                YuvColor mean = ToYuv(sum / 4);
                int chroma = (y / 2 * canvas.Size.ChromaWidth) + (x / 2);
                canvas.ChromaU[chroma] = mean.U;
                canvas.ChromaV[chroma] = mean.V;
            }
        }
    }

    private static Vector3 Rgb(byte red, byte green, byte blue) => new(red, green, blue);

    private static YuvColor ToYuv(Vector3 color)
    {
        Vector3 clamped = Vector3.Clamp(color, Vector3.Zero, new Vector3(byte.MaxValue));
        return YuvColor.FromRgb(new((byte)clamped.X, (byte)clamped.Y, (byte)clamped.Z));
    }

    private Vector3 PaintPixel(I420Canvas canvas, int x, int y)
    {
        Vector3 color = ColorAt((x + 0.5f) * pixelUnits, (y + 0.5f) * pixelUnits);
        canvas.Luma[(y * canvas.Size.Width) + x] = ToYuv(color).Y;
        return color;
    }

    private Vector3 ColorAt(float x, float y)
    {
        if (y >= SceneView.PavementRow)
        {
            return y < SceneView.PavementRow + KerbRows ? Kerb(x, y) : Pavement(x, y);
        }

        float left = 0;
        foreach (House house in _houses)
        {
            float right = house.RightPart * columns;
            if (x < right)
            {
                return y < house.TopRow ? Sky(x, y) : house.ColorAt(x - left, y, right - left);
            }

            left = right;
        }

        return Sky(x, y);
    }

    private static Vector3 Sky(float x, float y)
    {
        Vector3 clear = Vector3.Lerp(SkyTop, SkyLow, Math.Clamp(y / SceneView.HorizonRow, 0, 1));
        float cloud = Math.Clamp((Texture.Clouds(x / 38, y / 11) - 0.45f) * 3, 0, 1);
        return Vector3.Lerp(clear, CloudColor, cloud);
    }

    private static Vector3 Kerb(float x, float y)
    {
        float shade = y < SceneView.PavementRow + 1.2f ? 0.82f : 1;
        return KerbColor * (shade * (0.97f + (0.06f * Texture.Noise(x / 2, y))));
    }

    private Vector3 Pavement(float x, float y)
    {
        float below = y - SceneView.HorizonRow;
        float depth = TileDepth / below;
        float depthFilter = TileDepth / (below * below) * pixelUnits;
        float across = (x - (columns / 2)) / below * TilesAcross;
        float acrossFilter = TilesAcross / below * pixelUnits;
        // Every second row is set off by half a tile.
        int row = (int)MathF.Floor(depth);
        across += (row & 1) * 0.5f;
        float joint = MathF.Max(
            Texture.Lines(depth, 1, JointThickness, depthFilter), Texture.Lines(across, 1, JointThickness, acrossFilter));
        float tile = Texture.Hash((int)MathF.Floor(across) + 500, row) - 0.5f;
        float near = SceneView.Nearness(y);
        float tone = 0.93f + (0.10f * tile * Math.Clamp(near * 1.6f, 0.2f, 1)) + (0.07f * (Texture.Clouds(x / 24, y / 9) - 0.5f));
        tone += 0.05f * (Texture.Noise(x * 1.9f, y * 1.9f) - 0.5f);
        // Less light reaches the ground at the foot of the houses.
        tone *= 0.84f + (0.16f * Math.Clamp((y - SceneView.PavementRow) / 26, 0, 1));
        return StoneColor * (tone * (1 - (0.34f * joint)));
    }
}
