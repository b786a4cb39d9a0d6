using System.Numerics;

namespace EdgeWatch.Scene;

/// <summary>A front with rows of windows above a shop. Lengths are in units.</summary>
/// <param name="RightPart">Where it ends, as a part of the picture's width.</param>
/// <param name="TopRow">Row of its roof.</param>
/// <param name="WindowPitch">From one window to the next, a quarter of which is wall on either side.</param>
/// <param name="StoreyRows">Height of a storey.</param>
/// <param name="Wall">Colour of the wall.</param>
/// <param name="Awning">Colour of the shop's awning.</param>
internal sealed record House(float RightPart, float TopRow, float WindowPitch, float StoreyRows, Vector3 Wall, Vector3 Awning)
{
    private const float ShopRow = 84;
    private const float AwningRows = 6;
    private const float CorniceRows = 3;

    private static readonly Vector3 Glass = new(0x3a, 0x48, 0x58);
    private static readonly Vector3 LitGlass = new(0xd8, 0xc0, 0x86);
    private static readonly Vector3 Sash = new(0xe6, 0xe2, 0xd8);
    private static readonly Vector3 Door = new(0x4a, 0x36, 0x2a);

    /// <summary>Colour at a point, counted from the house's left edge.</summary>
    public Vector3 ColorAt(float x, float y, float width)
    {
        if (x < 0.6f || x > width - 0.6f)
        {
            return Wall * 0.72f;
        }

        if (y < TopRow + CorniceRows)
        {
            return Wall * (y < TopRow + 1 ? 0.66f : 1.14f);
        }

        return y < ShopRow ? Storeys(x, y, width) : Shop(x, y, width);
    }

    private Vector3 Storeys(float x, float y, float width)
    {
        int count = Math.Max(1, (int)(width / WindowPitch));
        float pitch = width / count;
        int column = (int)(x / pitch);
        int storey = (int)((ShopRow - y) / StoreyRows);
        float across = (x / pitch) - column;
        float up = ((ShopRow - y) / StoreyRows) - storey;
        bool isComplete = ShopRow - ((storey + 1) * StoreyRows) > TopRow + CorniceRows;
        if (isComplete && across is > 0.26f and < 0.74f && up is > 0.2f and < 0.8f)
        {
            return Window(across, up, Texture.Hash(column + (int)(100 * RightPart), storey));
        }

        // A sill below each window, and courses of brick.
        bool isSill = isComplete && across is > 0.22f and < 0.78f && up is > 0.13f and <= 0.2f;
        float course = 0.97f + (0.06f * Texture.Hash((int)(x / 2.2f) + ((int)(y / 1.1f) * 31), (int)(y / 1.1f)));
        return isSill ? Sash * 0.92f : Wall * (course * (0.95f + (0.1f * Texture.Clouds(x / 17, y / 17))));
    }

    private static Vector3 Window(float across, float up, float luck)
    {
        bool isSash = across is < 0.30f or > 0.70f or (> 0.485f and < 0.515f) || up is < 0.24f or > 0.76f;
        if (isSash)
        {
            return Sash;
        }

        Vector3 pane = luck > 0.86f ? LitGlass : Glass * (0.75f + (0.6f * luck));
        // The sky is mirrored in the upper part.
        return pane + new Vector3(34 * Math.Clamp((up - 0.4f) * 2, 0, 1));
    }

    private Vector3 Shop(float x, float y, float width)
    {
        float down = (y - ShopRow) / (SceneView.PavementRow - ShopRow);
        if (y < ShopRow + AwningRows)
        {
            bool isStripe = (int)(x / 4) % 2 == 0;
            return isStripe ? Awning : Vector3.Lerp(Awning, Sash, 0.75f);
        }

        float part = x / width;
        if (part is > 0.44f and < 0.56f)
        {
            bool isPane = part is > 0.46f and < 0.54f && down is > 0.3f and < 0.62f;
            return isPane ? Glass : Door;
        }

        bool isFrame = down > 0.9f || part is < 0.05f or > 0.95f or (> 0.235f and < 0.25f) or (> 0.75f and < 0.765f);
        float goods = Texture.Noise(x / 3, y / 4);
        return isFrame ? Wall * 0.8f : (Glass * 0.8f) + (new Vector3(90, 74, 50) * (goods * goods * down));
    }
}
