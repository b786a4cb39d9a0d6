using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

/// <summary>The token of a patch as scripts/train/patches.py defines it: plain loops in double precision.</summary>
internal static class PlainToken
{
    /// <summary>The token of one patch.</summary>
    /// <param name="pictures">t − 4 … t.</param>
    /// <param name="width">Their width.</param>
    /// <param name="position">The patch.</param>
    public static double[] Of(byte[][] pictures, int width, PatchPosition position)
    {
        byte[][] halves = [.. pictures.Select(picture => Halve(picture, width))];
        (int x, int y) = (position.Column * 16, position.Row * 16);
        double[] pixels = [.. new[] { 0, 2, 4 }.SelectMany(t => Block(pictures[t], width, x, y))];
        double[][] volumes =
        [
            Volume(pictures[4], pictures[2], width, x, y),
            Volume(halves[4], halves[2], width / 2, (x / 2) - 4, (y / 2) - 4),
            Volume(pictures[4], pictures[0], width, x, y),
        ];
        double mean = pixels.Average();
        double contrast = Math.Sqrt(pixels.Average(pixel => (pixel - mean) * (pixel - mean))) + 8;
        return
        [
            (mean / 128) - 1,
            contrast / 64,
            .. volumes.Select(volume => Math.Log(1 + volume.Min()) - 1),
            .. volumes.Select(volume => Math.Log(1 + volume.Average()) - 2),
            .. pixels.Select(pixel => (pixel - mean) / contrast),
            .. volumes.SelectMany(Normalise),
        ];
    }

    private static IEnumerable<double> Normalise(double[] volume)
    {
        (double least, double mean) = (volume.Min(), volume.Average());
        return volume.Select(cost => ((cost - least) / (mean - least + 1)) - 1);
    }

    private static double[] Volume(byte[] newest, byte[] older, int width, int x, int y)
    {
        double[] block = [.. Block(newest, width, x, y)];
        return
        [
            .. from dy in Enumerable.Range(-8, 17)
               from dx in Enumerable.Range(-8, 17)
               select block.Zip(Block(older, width, x - dx, y - dy), (a, b) => Math.Abs(a - b)).Average(),
        ];
    }

    private static IEnumerable<double> Block(byte[] picture, int width, int x, int y) =>
        Enumerable.Range(0, 256).Select(i => (double)Pictures.Nearest(picture, width, x + (i % 16), y + (i / 16)));

    private static byte[] Halve(byte[] picture, int width) =>
        Pictures.Of(width / 2, picture.Length / width / 2, (x, y) => Math.Floor(
            ((picture[(2 * y * width) + (2 * x)] + picture[(2 * y * width) + (2 * x) + 1]
            + picture[(((2 * y) + 1) * width) + (2 * x)] + picture[(((2 * y) + 1) * width) + (2 * x) + 1]) / 4.0) + 0.5));
}
