using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

[Trait(KernelTraits.Category, KernelTraits.Kernel)]
public sealed class PatchPairTests
{
    private static readonly PatchPosition Second = new(0, 1);

    [Fact]
    public void Means_variances_and_covariance_are_those_of_the_pixels()
    {
        Random random = new(1);
        foreach (byte[] now in new[] { Pictures.Noise(32, 16, random), Pictures.BlackAndWhite(32, 16, random) })
        {
            byte[] before = Pictures.BlackAndWhite(32, 16, random);
            (double[] a, double[] b) = (PixelsOf(now), PixelsOf(before));

            PatchPair pair = PatchPair.Of(Pictures.Plane(now, 32), Pictures.Plane(before, 32), Second);

            Assert.Equal(a.Average(), pair.MeanNow, 1e-6);
            Assert.Equal(b.Average(), pair.MeanBefore, 1e-6);
            Assert.Equal(Covariance(a, a), pair.VarianceNow, 1e-6);
            Assert.Equal(Covariance(b, b), pair.VarianceBefore, 1e-6);
            Assert.Equal(Covariance(a, b), pair.Covariance, 1e-6);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.5, 10)]
    [InlineData(1.6, -60)]
    public void A_gain_and_an_offset_leave_the_structure_and_explain_all(double gain, double offset)
    {
        PatchPair pair = Compare((x, y) => (gain * Wave(x, y)) + offset, Wave);

        PatchTone tone = pair.ToneOf(PatchStructure.Same);

        Assert.Equal(PatchStructure.Same, pair.Compare(0, 0));
        Assert.InRange(pair.Unexplained(PatchStructure.Same), 0, 0.6);
        Assert.Equal(gain, tone.Gain, 0.02);
        Assert.Equal(offset, tone.Offset, 2.0);
    }

    [Fact]
    public void A_shift_is_not_explained()
    {
        PatchPair pair = Compare((x, y) => Wave(x + 1, y), Wave);
        double difference = Enumerable.Range(0, 256).Average(i => Math.Abs(Wave((i % 16) + 17, i / 16) - Wave((i % 16) + 16, i / 16)));

        Assert.True(pair.Unexplained(pair.Compare(0, 0)) > difference);
    }

    [Fact]
    public void Something_else_is_different_and_so_is_something_flat()
    {
        Assert.Equal(PatchStructure.Different, Compare((x, y) => Wave(y, x), Wave).Compare(0, 0));
        Assert.Equal(PatchStructure.Different, Compare((_, _) => 90, Wave).Compare(0, 0));
        Assert.Equal(PatchStructure.Different, Compare(Wave, (_, _) => 90).Compare(0, 0));
    }

    [Fact]
    public void Two_flat_patches_say_nothing_and_their_offset_is_explained()
    {
        PatchPair pair = Compare((_, _) => 90, (_, _) => 40);

        Assert.Equal(PatchStructure.None, pair.Compare(0, 0));
        Assert.Equal(0, pair.Unexplained(PatchStructure.None));
        Assert.Equal(new PatchTone(1, 50), pair.ToneOf(PatchStructure.None));
    }

    [Fact]
    public void Noise_hides_no_structure()
    {
        Random random = new(3);
        PatchPair pair = Compare((x, y) => (0.5 * Wave(x, y)) + random.Next(-20, 21), Wave);

        Assert.Equal(PatchStructure.Different, pair.Compare(0, 0));
        Assert.Equal(PatchStructure.Same, pair.Compare(41 / 3.0, 0));
    }

    [Fact]
    public void Noise_alone_is_no_structure()
    {
        Random random = new(3);
        PatchPair pair = Compare((_, _) => 100 + random.Next(-20, 21), (_, _) => 80);

        Assert.Equal(PatchStructure.Different, pair.Compare(0, 0));
        Assert.Equal(PatchStructure.None, pair.Compare(41 / 3.0, 0));
    }

    [Fact]
    public void Slopes_are_the_covariances_of_the_pixels_with_their_places()
    {
        Random random = new(4);
        byte[] now = Pictures.BlackAndWhite(32, 16, random);
        byte[] before = Pictures.Noise(32, 16, random);
        double[] columns = [.. Enumerable.Range(0, 256).Select(i => (double)(i % 16))];
        double[] rows = [.. Enumerable.Range(0, 256).Select(i => (double)(i / 16))];

        PatchPair pair = PatchPair.Of(Pictures.Plane(now, 32), Pictures.Plane(before, 32), Second);

        Assert.Equal(Covariance(PixelsOf(now), columns), pair.SlopeNow.X, 1e-6);
        Assert.Equal(Covariance(PixelsOf(now), rows), pair.SlopeNow.Y, 1e-6);
        Assert.Equal(Covariance(PixelsOf(before), columns), pair.SlopeBefore.X, 1e-6);
        Assert.Equal(Covariance(PixelsOf(before), rows), pair.SlopeBefore.Y, 1e-6);
    }

    [Fact]
    public void A_change_is_the_mean_squared_difference()
    {
        PatchPair pair = Compare((x, y) => Wave(y, x), (x, y) => Wave(x, y) - 30);
        double expected = Enumerable.Range(0, 256).Average(
            i => Math.Pow(Math.Round(Wave(i / 16, (i % 16) + 16)) - Math.Round(Wave((i % 16) + 16, i / 16) - 30), 2));

        Assert.Equal(expected, pair.ChangeBehindVeil().Squared, 1e-6);
    }

    [Theory]
    [InlineData(0.3, 60, 0, 0)]
    [InlineData(0.8, 0, 2, -1)]
    [InlineData(1.4, -40, -1, 1.5)]
    [InlineData(0, 50, 3, 1)]
    public void What_shines_through_a_veil_is_explained(double gain, double offset, double perColumn, double perRow)
    {
        PatchPair pair = Compare((x, y) => (gain * Wave(x, y)) + offset + (perColumn * (x - 16)) + (perRow * y), Wave);

        Assert.InRange(pair.ChangeBehindVeil().UnveiledPart, 0, 0.1);
    }

    [Fact]
    public void An_edge_or_a_texture_of_its_own_is_no_veil()
    {
        Assert.InRange(Compare((x, _) => x < 23 ? 30 : 180, (_, _) => 100).ChangeBehindVeil().UnveiledPart, 0.3, 1);
        Assert.InRange(Compare((x, y) => x + y < 31 ? 30 : Wave(x, y), Wave).ChangeBehindVeil().UnveiledPart, 0.3, 1);
        Assert.InRange(Compare((x, y) => Wave(y, x), Wave).ChangeBehindVeil().UnveiledPart, 0.6, 1);
    }

    [Fact]
    public void A_negative_of_the_background_is_no_veil()
    {
        Assert.InRange(Compare((x, y) => 200 - Wave(x, y), Wave).ChangeBehindVeil().UnveiledPart, 0.4, 1);
    }

    [Fact]
    public void Where_nothing_has_changed_nothing_is_veiled()
    {
        Assert.Equal(1, default(PatchChange).UnveiledPart);
        Assert.Equal(1, Compare(Wave, Wave).ChangeBehindVeil().UnveiledPart);
    }

    private static double Wave(int x, int y) => 100 + (25 * Math.Sin((0.9 * x) + (0.2 * y)));

    private static PatchPair Compare(Func<int, int, double> now, Func<int, int, double> before) => PatchPair.Of(
        Pictures.Plane(Pictures.Of(32, 16, now), 32), Pictures.Plane(Pictures.Of(32, 16, before), 32), Second);

    private static double[] PixelsOf(byte[] picture) =>
        [.. Enumerable.Range(0, 256).Select(i => (double)picture[(i / 16 * 32) + 16 + (i % 16)])];

    private static double Covariance(double[] a, double[] b) =>
        a.Zip(b, (x, y) => x * y).Average() - (a.Average() * b.Average());
}
