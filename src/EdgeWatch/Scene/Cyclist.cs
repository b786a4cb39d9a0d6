using System.Numerics;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Scene;

/// <summary>Someone who rides across the square, some four times as fast as people walk there.</summary>
/// <param name="entersAt">Time in seconds at which the front wheel touches the picture's edge.</param>
/// <param name="facing">1 to the right, −1 to the left.</param>
/// <param name="columns">Width of the picture in units.</param>
internal sealed class Cyclist(double entersAt, float facing, float columns)
{
    /// <summary>Row of the wheels on the ground: among the nearest people.</summary>
    public const float FeetRow = 222;

    /// <summary>Four times 14.5 units a second, a brisk walk at that place; crosses 320 units in six seconds.</summary>
    private const float UnitsPerSecond = 58;

    // Parts of the height of a grown-up.
    private const float WheelRadius = 0.19f;
    private const float AxleForward = 0.31f;
    private const float Margin = 0.02f;
    private const float HalfLength = AxleForward + WheelRadius + Margin;
    private const float Top = 1.06f;
    private const float ThighLength = 0.26f;
    private const float ShinLength = 0.27f;
    private const float CrankLength = 0.095f;
    private const float TyreHalfThickness = 0.016f;

    /// <summary>Wheel turns of one turn of the pedals.</summary>
    private const float Gear = 2.6f;

    private static readonly YuvColor Tyre = YuvColor.FromRgb(new(0x1c, 0x1c, 0x1e));
    private static readonly YuvColor Steel = YuvColor.FromRgb(new(0xb8, 0xbc, 0xc2));
    private static readonly YuvColor Paint = YuvColor.FromRgb(new(0x1f, 0x7a, 0x4d));
    private static readonly YuvColor Jacket = YuvColor.FromRgb(new(0xe2, 0x3d, 0x28));
    private static readonly YuvColor Trousers = YuvColor.FromRgb(new(0x24, 0x28, 0x33));
    private static readonly YuvColor Skin = YuvColor.FromRgb(new(0xe6, 0xb8, 0x98));
    private static readonly YuvColor Helmet = YuvColor.FromRgb(new(0xf2, 0xf0, 0xea));

    private static readonly float Height = SceneView.PersonUnits(FeetRow);

    /// <summary>The rectangle around bicycle and rider, cut off at the picture's edges; null while outside.</summary>
    public Region? RegionAt(double seconds)
    {
        float middle = ColumnAt(seconds);
        float left = MathF.Max(0, middle - (HalfLength * Height));
        float right = MathF.Min(columns, middle + (HalfLength * Height));
        float top = FeetRow - (Top * Height);
        return right - left <= Margin * Height
            ? null
            : new(left / columns, top / SceneView.Rows, (right - left) / columns, (FeetRow - top) / SceneView.Rows, 1);
    }

    /// <summary>Paints bicycle and rider.</summary>
    public void PaintAt(ShapePainter painter, double seconds)
    {
        var ground = new Vector2(ColumnAt(seconds), FeetRow);
        float turned = UnitsPerSecond * (float)(seconds - entersAt) / (WheelRadius * Height);
        painter.Shadow(ground, new Vector2(0.5f, 0.09f) * Height, Height);
        Vector2 bottomBracket = At(ground, -0.02f, 0.17f);
        Vector2 saddle = At(ground, -0.13f, 0.50f);
        float pedal = turned / Gear;
        PaintLeg(painter, saddle, Pedal(bottomBracket, pedal + MathF.PI), Clothes.Shaded(Trousers));
        PaintWheel(painter, At(ground, -AxleForward, WheelRadius), turned);
        PaintWheel(painter, At(ground, AxleForward, WheelRadius), turned);
        PaintFrame(painter, ground, bottomBracket, saddle);
        PaintLeg(painter, saddle, Pedal(bottomBracket, pedal), Trousers);
        PaintRider(painter, ground, saddle);
    }

    private float ColumnAt(double seconds)
    {
        float ridden = (float)(UnitsPerSecond * (seconds - entersAt));
        float outside = HalfLength * Height;
        return facing > 0 ? ridden - outside : columns + outside - ridden;
    }

    private Vector2 At(Vector2 ground, float forward, float up) => ground + new Vector2(forward * facing * Height, -up * Height);

    private Vector2 Pedal(Vector2 bottomBracket, float angle) =>
        bottomBracket + (new Vector2(MathF.Cos(angle) * facing, MathF.Sin(angle)) * (CrankLength * Height));

    private void PaintWheel(ShapePainter painter, Vector2 axle, float turned)
    {
        const int Spokes = 4;
        for (int spoke = 0; spoke < Spokes; spoke++)
        {
            float angle = turned + (spoke * MathF.PI / Spokes);
            Vector2 end = new Vector2(MathF.Cos(angle) * facing, MathF.Sin(angle)) * (WheelRadius * Height);
            painter.Line(axle - end, axle + end, 0.004f * Height, Steel);
        }

        painter.Circle(axle, (WheelRadius - TyreHalfThickness) * Height, TyreHalfThickness * Height, Tyre);
        painter.Disc(axle, 0.018f * Height, Steel);
    }

    private void PaintFrame(ShapePainter painter, Vector2 ground, Vector2 bottomBracket, Vector2 saddle)
    {
        Vector2 rear = At(ground, -AxleForward, WheelRadius);
        Vector2 front = At(ground, AxleForward, WheelRadius);
        Vector2 head = At(ground, 0.23f, 0.46f);
        Vector2 seatTop = Vector2.Lerp(bottomBracket, saddle, 0.85f);
        float tube = 0.014f * Height;
        painter.Line(rear, bottomBracket, tube, Paint);
        painter.Line(rear, seatTop, tube, Paint);
        painter.Line(bottomBracket, saddle, tube, Paint);
        painter.Line(bottomBracket, head, tube, Paint);
        painter.Line(seatTop, head, tube, Paint);
        painter.Line(head, front, tube, Steel);
        painter.Line(head, At(ground, 0.21f, 0.56f), tube, Steel);
        painter.Line(saddle - new Vector2(0.05f * Height, 0), saddle + new Vector2(0.05f * Height, 0), 0.02f * Height, Tyre);
    }

    private void PaintRider(ShapePainter painter, Vector2 ground, Vector2 saddle)
    {
        Vector2 shoulder = At(ground, 0.06f, 0.82f);
        Vector2 head = At(ground, 0.12f, 0.95f);
        Vector2 elbow = At(ground, 0.14f, 0.66f);
        Vector2 hand = At(ground, 0.24f, 0.57f);
        painter.Line(saddle - new Vector2(0, 0.04f * Height), 0.075f * Height, shoulder, 0.085f * Height, Jacket);
        painter.Line(shoulder, head, 0.03f * Height, Skin);
        painter.Disc(head + new Vector2(0.012f * facing * Height, 0.01f * Height), 0.058f * Height, Skin);
        painter.Line(
            head + new Vector2(-0.03f * facing * Height, -0.02f * Height),
            head + new Vector2(0.02f * facing * Height, -0.03f * Height),
            0.052f * Height,
            Helmet);
        painter.Line(shoulder, 0.042f * Height, elbow, 0.034f * Height, Clothes.Shaded(Jacket));
        painter.Line(elbow, 0.034f * Height, hand, 0.028f * Height, Clothes.Shaded(Jacket));
        painter.Disc(hand, 0.028f * Height, Skin);
    }

    // The knee lies where thigh and shin meet, on the forward side.
    private void PaintLeg(ShapePainter painter, Vector2 hip, Vector2 foot, YuvColor trousers)
    {
        Vector2 reach = foot - hip;
        float distance = MathF.Min(reach.Length(), (ThighLength + ShinLength) * Height * 0.999f);
        float thigh = ThighLength * Height;
        float shin = ShinLength * Height;
        float along = ((thigh * thigh) - (shin * shin) + (distance * distance)) / (2 * distance);
        float aside = MathF.Sqrt(MathF.Max(0, (thigh * thigh) - (along * along)));
        Vector2 direction = Vector2.Normalize(reach);
        var forward = new Vector2(direction.Y * facing, -direction.X * facing);
        Vector2 knee = hip + (direction * along) + (forward * aside);
        painter.Line(hip, 0.062f * Height, knee, 0.046f * Height, trousers);
        painter.Line(knee, 0.044f * Height, foot, 0.03f * Height, trousers);
        painter.Line(foot, foot + new Vector2(0.06f * facing * Height, 0), 0.026f * Height, Tyre);
    }
}
