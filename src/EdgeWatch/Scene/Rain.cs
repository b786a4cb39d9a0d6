using EdgeWatch.Core.Frames;

namespace EdgeWatch.Scene;

/// <summary>Drops that fall before the camera: streaks as long as a frame is exposed, elsewhere in every frame.</summary>
internal static class Rain
{
    /// <summary>Drops in a picture of 4:3 in the hardest rain.</summary>
    private const int MostDrops = 150;

    // Units and steps of luma.
    private const float Shortest = 5;
    private const float Longest = 16;
    private const byte Brightness = 215;

    /// <summary>How much of what is behind a drop it hides, of <see cref="I420Canvas.Opaque"/>.</summary>
    private const int Alpha = 70;

    /// <summary>Paints the drops of a frame.</summary>
    /// <param name="canvas">The picture.</param>
    /// <param name="scale">Pixels a unit.</param>
    /// <param name="frame">Number of the frame.</param>
    /// <param name="strength">How hard it rains, 0–1.</param>
    public static void Paint(I420Canvas canvas, float scale, int frame, double strength)
    {
        const float Columns = 320;
        FrameSize size = canvas.Size;
        int drops = (int)(strength * MostDrops * size.Width / (Columns * scale));
        for (int drop = 0; drop < drops; drop++)
        {
            float luck = Texture.Hash(frame, (3 * drop) + 2);
            int column = (int)(Texture.Hash(frame, 3 * drop) * (size.Width - 1));
            int top = (int)(Texture.Hash(frame, (3 * drop) + 1) * (size.Height - 1));
            int bottom = Math.Min(size.Height, top + (int)(float.Lerp(Shortest, Longest, luck) * scale));
            for (int row = top; row < bottom; row++)
            {
                ref byte luma = ref canvas.Luma[(row * size.Width) + column];
                luma = I420Canvas.Mix(luma, Brightness, Alpha);
            }
        }
    }
}
