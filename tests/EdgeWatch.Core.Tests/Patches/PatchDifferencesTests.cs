using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

[Trait(KernelTraits.Category, KernelTraits.Kernel)]
public sealed class PatchDifferencesTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(2, 7)]
    public void Every_patch_gets_its_mean_absolute_difference(int rows, int columns)
    {
        Random random = new(rows);
        PatchGrid grid = new(rows, columns, 1);
        byte[] a = Pictures.Noise(grid.Width, grid.Height, random);
        byte[] b = Pictures.BlackAndWhite(grid.Width, grid.Height, random);
        float[] differences = new float[grid.Count];

        PatchDifferences.Fill(Pictures.Plane(a, grid.Width), Pictures.Plane(b, grid.Width), grid, differences);

        for (int i = 0; i < grid.Count; i++)
        {
            Assert.Equal(PlainDifference(a, b, grid.Width, grid.PositionOf(i)), differences[i], 1e-4);
        }
    }

    private static double PlainDifference(byte[] a, byte[] b, int width, PatchPosition position) =>
        Enumerable.Range(0, 256)
            .Select(i => (((position.Row * 16) + (i / 16)) * width) + (position.Column * 16) + (i % 16))
            .Average(pixel => Math.Abs((double)a[pixel] - b[pixel]));
}
