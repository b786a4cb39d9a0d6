using EdgeWatch.Core.Gallery;
using EdgeWatch.Core.Patches;
using SkiaSharp;

namespace EdgeWatch.Evidence;

/// <summary>Draws something unusual beside what is normal and most like it: the surroundings of a place on the left, of another on the
/// right, at the same scale.</summary>
internal static class NearestPainter
{
    /// <summary>Places along a side of what is cut out: a third of the rows, somebody with what is around them.</summary>
    private const int PlacesAcross = 5;

    /// <summary>Side of each half in pixels: two fit beside each other on a phone.</summary>
    private const int Side = 240;

    /// <summary>White between both, in pixels.</summary>
    private const int Gap = 8;

    /// <summary>The picture as a JPEG file.</summary>
    /// <exception cref="EvidenceException">It cannot be made.</exception>
    public static byte[] Paint(NearestNormal nearest)
    {
        using var both = new RgbPicture((2 * Side) + Gap, Side);
        both.Canvas.Clear(SKColors.White);
        using RgbPicture now = RgbPicture.Of(nearest.Frame);
        using var file = SKData.CreateCopy(nearest.Normal.Picture.Jpeg);
        using SKCodec? codec = SKCodec.Create(file);
        using SKBitmap before = (codec is null ? null : SKBitmap.Decode(codec))
            ?? throw new EvidenceException("a picture of the gallery is no JPEG file");
        float placePixels = PatchGrid.PatchSize * nearest.Places.Scale;
        Draw(both.Canvas, now.Bitmap, AreaOf(nearest.Places, nearest.Place, placePixels, now.Width, now.Height), left: 0);
        float smaller = (float)before.Width / now.Width;
        Draw(
            both.Canvas,
            before,
            AreaOf(nearest.Places, nearest.Normal.Place, placePixels * smaller, before.Width, before.Height),
            left: Side + Gap);
        return both.ToJpeg();
    }

    /// <summary>The surroundings of a place, as far as they lie in the picture, moved into it at its edges.</summary>
    private static SKRect AreaOf(PatchGrid places, int place, float placePixels, int width, int height)
    {
        PatchPosition position = places.PositionOf(place);
        float side = Math.Min(PlacesAcross * placePixels, Math.Min(width, height));
        float left = ((position.Column + 0.5f) * placePixels) - (side / 2);
        float top = ((position.Row + 0.5f) * placePixels) - (side / 2);
        return SKRect.Create(Math.Clamp(left, 0, width - side), Math.Clamp(top, 0, height - side), side, side);
    }

    private static void Draw(SKCanvas canvas, SKBitmap picture, SKRect area, int left)
    {
        using SKImage image = SKImage.FromBitmap(picture);
        canvas.DrawImage(image, area, SKRect.Create(left, 0, Side, Side), new SKSamplingOptions(SKCubicResampler.Mitchell));
    }
}
