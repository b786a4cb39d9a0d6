using System.Numerics;

namespace EdgeWatch.Scene;

/// <summary>A tree whose leaves move in the wind a little, all the time: movement that is normal at its place.</summary>
internal sealed class Tree
{
    /// <summary>Row at which the trunk stands.</summary>
    public const float FootRow = 152;

    private const float Column = 66;
    private const float CrownRow = 56;
    private const float CrownWidth = 40;
    private const float CrownHeight = 33;
    /// <summary>Less than it is high: its shadow is that of the crown, which is wide already.</summary>
    private const float ShadowHeight = 40;

    private const float TrunkRadius = 3.4f;
    private const int LeafCount = 420;

    // Units and seconds: half a pixel of an analysed frame, in the rhythm of a light breeze.
    private const float Sway = 0.55f;
    private const double SwayPeriodSeconds = 3.7;
    private const double GustPeriodSeconds = 23;

    private static readonly YuvColor Bark = YuvColor.FromRgb(new(0x5a, 0x46, 0x36));
    private static readonly RgbColor DarkLeaf = new(0x24, 0x3e, 0x1f);
    private static readonly RgbColor LightLeaf = new(0x86, 0xa8, 0x4c);

    private readonly Leaf[] _leaves = new Leaf[LeafCount];

    public Tree(Random random)
    {
        for (int index = 0; index < LeafCount; index++)
        {
            _leaves[index] = Grow(random, index / (float)LeafCount);
        }
    }

    public void PaintAt(ShapePainter painter, double seconds)
    {
        painter.Shadow(new Vector2(Column + 14, FootRow + 3), new Vector2(54, 11), ShadowHeight);
        painter.Line(new(Column, FootRow), TrunkRadius, new(Column + 1, CrownRow + 20), TrunkRadius * 0.7f, Bark);
        painter.Line(new(Column + 1, CrownRow + 26), 2, new(Column - 14, CrownRow + 6), 1.2f, Bark);
        painter.Line(new(Column + 1, CrownRow + 24), 2, new(Column + 16, CrownRow + 4), 1.2f, Bark);
        float wind = Sway * (float)(0.65 + (0.35 * Math.Sin(seconds / GustPeriodSeconds * Math.Tau)));
        foreach (Leaf leaf in _leaves)
        {
            float angle = (float)(seconds / SwayPeriodSeconds * leaf.Pace * Math.Tau) + leaf.Phase;
            painter.Disc(leaf.Centre + (new Vector2(MathF.Sin(angle), 0.4f * MathF.Cos(1.3f * angle)) * wind), leaf.Radius, leaf.Color);
        }
    }

    // Leaves that are painted later lie more in the light.
    private static Leaf Grow(Random random, float order)
    {
        float direction = random.NextSingle() * MathF.Tau;
        float reach = MathF.Sqrt(random.NextSingle());
        // A lumpy outline, because no tree is an ellipse.
        reach *= 0.86f + (0.14f * MathF.Sin((5 * direction) + 1));
        var offset = new Vector2(MathF.Cos(direction) * CrownWidth, MathF.Sin(direction) * CrownHeight) * reach;
        float light = (0.45f * order) + (0.3f * (0.5f - (offset.Y / (2 * CrownHeight)))) + (0.25f * random.NextSingle());
        return new(
            new Vector2(Column, CrownRow) + offset,
            float.Lerp(4.2f, 1.9f, order) * (0.8f + (0.4f * random.NextSingle())),
            YuvColor.FromRgb(new(
                Between(DarkLeaf.R, LightLeaf.R, light), Between(DarkLeaf.G, LightLeaf.G, light), Between(DarkLeaf.B, LightLeaf.B, light))),
            (offset.X * 0.06f) + (random.NextSingle() * 1.5f),
            0.8f + (0.4f * random.NextSingle()));
    }

    private static byte Between(byte from, byte to, float part) => (byte)float.Lerp(from, to, part);

    private readonly record struct Leaf(Vector2 Centre, float Radius, YuvColor Color, float Phase, float Pace);
}
