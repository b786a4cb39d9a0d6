namespace EdgeWatch.Scene;

/// <summary>What a person of the scene wears.</summary>
internal readonly record struct Clothes(YuvColor Top, YuvColor Trousers, YuvColor Skin, YuvColor Hair)
{
    private static readonly RgbColor[] Tops =
    [
        new(0x2f, 0x4b, 0x7c), new(0x8c, 0x2f, 0x39), new(0xe8, 0xe4, 0xd8), new(0x3a, 0x5a, 0x40), new(0xd9, 0xa4, 0x41),
        new(0x44, 0x44, 0x4c), new(0x6d, 0x4c, 0x7d), new(0x5b, 0x8e, 0xa6), new(0xb5, 0x65, 0x4a), new(0x1f, 0x23, 0x2b),
    ];

    private static readonly RgbColor[] Bottoms =
        [new(0x2a, 0x33, 0x4a), new(0x20, 0x22, 0x26), new(0x5c, 0x54, 0x48), new(0x3e, 0x4a, 0x5e), new(0x8a, 0x80, 0x70)];

    private static readonly RgbColor[] Skins =
        [new(0xe6, 0xb8, 0x98), new(0xc9, 0x8e, 0x6a), new(0x8d, 0x5a, 0x3c), new(0xf0, 0xc9, 0xae)];

    private static readonly RgbColor[] Hairs =
        [new(0x2a, 0x1e, 0x17), new(0x5a, 0x3d, 0x25), new(0x14, 0x12, 0x12), new(0xb0, 0x8d, 0x57), new(0x8c, 0x88, 0x84)];

    public static Clothes Pick(Random random) =>
        new(Pick(random, Tops), Pick(random, Bottoms), Pick(random, Skins), Pick(random, Hairs));

    /// <summary>Clothes between two others, so that there are more than can be counted.</summary>
    /// <param name="one">The one.</param>
    /// <param name="other">The other.</param>
    /// <param name="part">How much of the other, 0–1.</param>
    public static Clothes Between(Clothes one, Clothes other, float part) => new(
        YuvColor.Between(one.Top, other.Top, part),
        YuvColor.Between(one.Trousers, other.Trousers, part),
        YuvColor.Between(one.Skin, other.Skin, part),
        YuvColor.Between(one.Hair, other.Hair, part));

    /// <summary>The same colour on the side that the light does not reach.</summary>
    public static YuvColor Shaded(YuvColor color) => color with { Y = (byte)(color.Y * 7 / 10) };

    private static YuvColor Pick(Random random, RgbColor[] colors) => YuvColor.FromRgb(colors[random.Next(colors.Length)]);
}
