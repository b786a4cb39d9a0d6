using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.View;

/// <summary>
/// Two pictures a second of a camera before a wall with coarse and fine structure, with the noise of a sensor, and of what may happen to
/// it.
/// </summary>
internal sealed class Lens
{
    public const int Width = 320;
    public const int Height = 240;

    public static readonly PatchGrid Grid = new(15, 20, 1);

    private const int Margin = 40;
    private const int PaintedWidth = 600;
    private const int PaintedHeight = 400;

    private static readonly double[] Normal = CreateNormal();

    private static readonly double[] Painted =
        [.. Enumerable.Range(0, PaintedWidth * PaintedHeight).Select(i => Paint(i % PaintedWidth, i / PaintedWidth))];

    private readonly Dictionary<int, double[]> _blurred = [];

    private readonly Random _random = new(11);

    /// <summary>What there is to be seen at a place.</summary>
    public static double Wall(int x, int y) =>
        Painted[(Wrap(y + Margin, PaintedHeight) * PaintedWidth) + Wrap(x + Margin, PaintedWidth)];

    private static int Wrap(int value, int length) => ((value % length) + length) % length;

    private static double Paint(int x, int y) => 30 + (100 * Cloudy(x / 13, y / 11)) + (70 * Cloudy(x / 2.1, y / 2.3));

    /// <summary>Chance at whole numbers, 0–1, and smooth between them.</summary>
    private static double Cloudy(double x, double y)
    {
        (int left, int top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        (double right, double down) = (x - left, y - top);
        return Mix(
            Mix(Chance(left, top), Chance(left + 1, top), right), Mix(Chance(left, top + 1), Chance(left + 1, top + 1), right), down);
    }

    private static double Chance(int x, int y)
    {
        uint hash = ((uint)x * 0x9E3779B1) ^ ((uint)y * 0x85EBCA77);
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6D;
        hash = (hash ^ (hash >> 12)) * 0x297A2D39;
        return (hash ^ (hash >> 15)) / (double)uint.MaxValue;
    }

    /// <summary>A picture, pixel by pixel, with noise of a deviation.</summary>
    public byte[] Picture(Func<int, int, double> grey, double noise = 2)
    {
        int start = _random.Next(Normal.Length);
        return Pictures.Of(Width, Height, (x, y) => grey(x, y) + (noise * Normal[(start + (y * Width) + x) % Normal.Length]));
    }

    /// <summary>A picture of a name.</summary>
    /// <param name="what">Its name.</param>
    /// <param name="i">Number of the picture since it began.</param>
    public byte[] Picture(string what, int i) => what switch
    {
        "wall" => Picture((x, y) => Wall(x, y)),
        "black" => Picture((_, _) => 16, 3),
        "white" => Picture((_, _) => 250),
        "cloth" => Picture((x, _) => 90 + (0.05 * x)),
        "half" => Picture((x, y) => x < 160 ? 90 : Wall(x, y)),
        "blur" => Picture((x, y) => Blurred(x, y, 4)),
        "slow blur" => Picture((x, y) => Blurred(x, y, Math.Min(5, i / 40))),
        "slow cloth" => Picture((x, y) => Mix(Wall(x, y), 90, Math.Min(1, i / 120.0))),
        "elsewhere" => Picture((x, y) => Wall(x + 107, y + 31)),
        "fire" => Fire(),
        "night" => Picture((x, y) => 12 + (0.2 * Wall(x, y)), 4),
        "nightfall" => Picture((x, y) => Mix(Wall(x, y), 12 + (0.15 * Wall(x, y)), Math.Min(1, i / 120.0)), 3),
        "infrared" => Picture((x, y) => 255 * Math.Pow(Wall(x, y) / 255, 0.7), 7),
        "snow" => Picture((x, y) => _random.Next(12) == 0 ? 230 : Wall(x, y), 6),
        "shake" => Picture((x, y) => Wall(x + (i * 5 % 9) - 4, y + (i * 7 % 7) - 3)),
        "headlights" => Picture((x, y) => Wall(x, y) + (400 * Math.Exp(-(Square(x - (i * 8 % 320)) + Square(y - 150)) / 4000.0))),
        "cloud" => Picture((x, y) => Wall(x, y) * (x < i * 8 % 640 ? 0.6 : 1)),
        "people" => Picture((x, y) => x < 170 && (x + (6 * i)) / 24 % 5 != 0 ? Wall((5 * x) + (37 * i), 3 * y) : Wall(x, y)),
        "lorry" => Picture((x, y) => x < 190 && y < 220 ? 60 + (80 * ((x / 37) + (y / 29) % 2 % 2)) : Wall(x, y)),
        _ => throw new ArgumentException(what, nameof(what)),
    };

    private byte[] Fire()
    {
        (int right, int down) = (_random.Next(10_000), _random.Next(10_000));
        return Picture((x, y) => 60 + (190 * Cloudy((x + right) / 17.0, (y + down) / 23.0)), 6);
    }

    private double Blurred(int x, int y, int radius)
    {
        if (!_blurred.TryGetValue(radius, out double[]? picture))
        {
            picture = [.. Enumerable.Range(0, Width * Height).Select(i => Blur(i % Width, i / Width, radius))];
            _blurred.Add(radius, picture);
        }

        return picture[(y * Width) + x];
    }

    private static double Blur(int x, int y, int radius)
    {
        double sum = 0;
        for (int i = -radius; i <= radius; i++)
        {
            for (int j = -radius; j <= radius; j++)
            {
                sum += Wall(x + i, y + j);
            }
        }

        return sum / ((2 * radius) + 1) / ((2 * radius) + 1);
    }

    private static double Mix(double from, double to, double part) => from + ((to - from) * part);

    private static double Square(double value) => value * value;

    private static double[] CreateNormal()
    {
        Random random = new(7);
        return [.. Enumerable.Range(0, 100_003).Select(_ => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6)];
    }
}
