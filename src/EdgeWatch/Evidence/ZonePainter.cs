using EdgeWatch.Core.Zones;
using SkiaSharp;

namespace EdgeWatch.Evidence;

/// <summary>
/// Draws zones and privacy masks over a picture. Kinds are told by line and word as well as by colour, and the colours are two of
/// those that Okabe and Ito chose for people of any colour vision.
/// </summary>
internal static class ZonePainter
{
    private const float LineWidth = 2;
    private const float DashLength = 7;
    private const float FontSize = 13;
    private const float Padding = 3;
    private const byte FillOpacity = 70;

    private static readonly SKColor Watched = new(86, 180, 233);
    private static readonly SKColor Ignored = new(230, 159, 0);
    private static readonly SKColor Masked = new(255, 255, 255);
    private static readonly SKColor Behind = new(0, 0, 0, 190);

    /// <summary>Draws them, masks last: what they hide is hidden in any case.</summary>
    public static void Draw(RgbPicture picture, IReadOnlyList<Zone> zones, IReadOnlyList<(string Name, Polygon Area)> masks)
    {
        foreach (Zone zone in zones)
        {
            bool isWatched = zone.Kind is ZoneKind.Watch;
            Outline(picture, zone.Outline, isWatched ? Watched : Ignored, isDashed: !isWatched);
        }

        foreach ((_, Polygon mask) in masks)
        {
            Outline(picture, mask, Masked, isDashed: true);
        }

        foreach (Zone zone in zones)
        {
            Label(picture, zone.Outline, zone.Kind is ZoneKind.Watch ? zone.Name : $"{zone.Name} (ignored)");
        }

        foreach ((string name, Polygon mask) in masks)
        {
            Label(picture, mask, name.Length > 0 ? $"{name} (mask)" : "mask");
        }
    }

    private static void Outline(RgbPicture picture, Polygon area, SKColor colour, bool isDashed)
    {
        using SKPathBuilder builder = new();
        builder.AddPoly([.. area.Select(point => OnPicture(picture, point))], close: true);
        using SKPath path = builder.Detach();
        using SKPaint fill = new() { Color = colour.WithAlpha(FillOpacity), IsAntialias = true };
        using SKPaint line = new() { Color = colour, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = LineWidth };
        using SKPathEffect? dashes = isDashed ? SKPathEffect.CreateDash([DashLength, DashLength], 0) : null;
        line.PathEffect = dashes;
        if (colour != Masked)
        {
            picture.Canvas.DrawPath(path, fill);
        }

        picture.Canvas.DrawPath(path, line);
    }

    /// <summary>In the middle of the corners, as far as it fits.</summary>
    private static void Label(RgbPicture picture, Polygon area, string text)
    {
        using SKFont font = Lettering.Font(FontSize);
        using SKPaint ink = new() { Color = SKColors.White, IsAntialias = true };
        using SKPaint behind = new() { Color = Behind };
        SKPoint middle = OnPicture(picture, new RelativePoint(area.Average(point => point.X), area.Average(point => point.Y)));
        float width = font.MeasureText(text);
        float x = Math.Clamp(middle.X - (width / 2), Padding, Math.Max(Padding, picture.Width - width - Padding));
        float y = Math.Clamp(middle.Y + (FontSize / 2), FontSize + Padding, picture.Height - Padding);
        picture.Canvas.DrawRect(x - Padding, y - FontSize, width + (2 * Padding), FontSize + (2 * Padding), behind);
        picture.Canvas.DrawText(text, x, y, SKTextAlign.Left, font, ink);
    }

    private static SKPoint OnPicture(RgbPicture picture, RelativePoint point) =>
        new((float)(point.X * picture.Width), (float)(point.Y * picture.Height));
}
