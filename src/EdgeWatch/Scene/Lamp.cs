using System.Numerics;

namespace EdgeWatch.Scene;

/// <summary>A street lamp: people pass behind it and before it.</summary>
internal static class Lamp
{
    /// <summary>Row at which it stands.</summary>
    public const float FootRow = 190;

    private const float TopRow = 58;
    private const float ArmLength = 11;
    private const float ColumnPart = 0.79f;

    private static readonly YuvColor Iron = YuvColor.FromRgb(new(0x2c, 0x31, 0x33));
    private static readonly YuvColor Glass = YuvColor.FromRgb(new(0xf3, 0xea, 0xc8));

    public static void Paint(ShapePainter painter, float columns)
    {
        float column = columns * ColumnPart;
        painter.Shadow(new(column + 2, FootRow), new(9, 2.6f), FootRow - TopRow);
        painter.Line(new(column, FootRow), 1.9f, new(column, FootRow - 12), 1.4f, Iron);
        painter.Line(new(column, FootRow - 12), new(column, TopRow), 0.95f, Iron);
        painter.Line(new(column - ArmLength, TopRow), new(column + ArmLength, TopRow), 0.7f, Iron);
        PaintBulb(painter, new(column - ArmLength, TopRow + 4.5f));
        PaintBulb(painter, new(column + ArmLength, TopRow + 4.5f));
    }

    private static void PaintBulb(ShapePainter painter, Vector2 bulb)
    {
        painter.Line(bulb - new Vector2(0, 4), bulb, 0.6f, Iron);
        painter.Disc(bulb, 3.2f, Glass);
        painter.Line(bulb + new Vector2(-3, -2.6f), bulb + new Vector2(3, -2.6f), 0.8f, Iron);
    }
}
