using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;
using EdgeWatch.Evaluation;
using OpenCvSharp;

namespace EdgeWatch.Tests.Oracle;

/// <summary>The kernels that work on pixels against those of OpenCV. Sums are of whole numbers and must be the same.</summary>
public sealed class PixelKernelTests
{
    /// <summary>
    /// Both round the mean of a square to the nearest grey level. Halves go up here and to the even one in OpenCV, but where it halves a
    /// picture: there they go up as well.
    /// </summary>
    [OpenCvTheory]
    [InlineData(33, 17, 33, 1)]
    [InlineData(64, 32, 64, 2)]
    [InlineData(51, 31, 64, 2)]
    [InlineData(1281, 721, 1283, 2)]
    [InlineData(50, 31, 51, 3)]
    [InlineData(641, 479, 641, 4)]
    [InlineData(47, 47, 48, 5)]
    [InlineData(131, 97, 135, 7)]
    [InlineData(199, 101, 200, 8)]
    [InlineData(65, 49, 65, 16)]
    public void Reduction_is_area_scaling(int width, int height, int stride, int factor)
    {
        foreach (byte[] pixels in Pictures.Extremes(stride * height, seed: factor))
        {
            LumaPlane reduced = new(width / factor, height / factor);
            LumaReduction.Reduce(pixels, stride, factor, reduced);

            using Mat source = Pictures.Mat(pixels, width, height, stride);
            using Mat whole = new(source, new Rect(0, 0, reduced.Width * factor, reduced.Height * factor));
            using Mat exact = new();
            whole.ConvertTo(exact, MatType.CV_64FC1);
            using Mat expected = whole.Resize(new Size(reduced.Width, reduced.Height), interpolation: InterpolationFlags.Area);
            using Mat means = exact.Resize(expected.Size(), interpolation: InterpolationFlags.Area);
            for (int y = 0; y < reduced.Height; y++)
            {
                for (int x = 0; x < reduced.Width; x++)
                {
                    int ours = reduced.Row(y)[x];
                    bool isHalf = factor > 2 && Math.Abs(means.At<double>(y, x) - ours + 0.5) < 1e-9;
                    Assert.True(ours == expected.At<byte>(y, x) || isHalf, $"({x}, {y}): {ours}, OpenCV {expected.At<byte>(y, x)}");
                }
            }
        }
    }

    [OpenCvTheory]
    [InlineData(1, 1)]
    [InlineData(17, 5)]
    [InlineData(320, 240)]
    public void Border_is_the_replicated_one(int width, int height)
    {
        byte[] pixels = Pictures.Extremes(width * height, seed: width).First();

        LumaPlane plane = Pictures.Plane(pixels, width);

        Assert.Equal(Pictures.Bytes(Padded(pixels, width, height)), plane.Padded.ToArray());
    }

    /// <summary>Every displacement of blocks in the middle, at all edges, and overhanging them as those of half resolution do.</summary>
    [OpenCvTheory]
    [InlineData(48, 32)]
    [InlineData(53, 37)]
    public void Costs_are_norms_of_differences(int width, int height)
    {
        byte[][] pixels = [.. Pictures.Extremes(width * height, seed: 1), .. Pictures.Extremes(width * height, seed: 2)];
        foreach ((byte[] newest, byte[] older) in new[] { (pixels[0], pixels[2]), (pixels[1], pixels[3]) })
        {
            using Mat newestPadded = Padded(newest, width, height);
            using Mat olderPadded = Padded(older, width, height);
            foreach ((int x, int y) in new[] { (16, 8), (0, 0), (width - 16, height - 16), (-4, -4), (width - 12, height - 12) })
            {
                float[] costs = new float[CostVolume.Length];

                CostVolume.Fill(Pictures.Plane(newest, width), Pictures.Plane(older, width), x, y, costs);

                Assert.Equal(Costs(newestPadded, olderPadded, x, y), costs);
            }
        }
    }

    [OpenCvTheory]
    [InlineData(16, 16)]
    [InlineData(112, 80)]
    [InlineData(125, 93)]
    public void Patch_differences_are_block_sums_of_differences(int width, int height)
    {
        PatchGrid grid = new(height / PatchGrid.PatchSize, width / PatchGrid.PatchSize, Scale: 1);
        byte[][] pixels = [.. Pictures.Extremes(width * height, seed: 3), .. Pictures.Extremes(width * height, seed: 4)];
        float[] differences = new float[grid.Count];

        PatchDifferences.Fill(Pictures.Plane(pixels[0], width), Pictures.Plane(pixels[3], width), grid, differences);

        using Mat a = Pictures.Mat(pixels[0], width, height, width);
        using Mat b = Pictures.Mat(pixels[3], width, height, width);
        Assert.Equal(Pictures.PatchSums(a, b).Select(sum => sum / (float)PatchGrid.PatchPixels), differences);
    }

    /// <summary>
    /// The estimate goes a grey level up where OpenCV's comparison says that the picture is above it, and one down where below.
    /// </summary>
    [OpenCvTheory]
    [InlineData(48, 32)]
    [InlineData(80, 16)]
    public void Background_steps_by_the_sign_of_the_difference(int width, int height)
    {
        PatchGrid grid = new(height / PatchGrid.PatchSize, width / PatchGrid.PatchSize, Scale: 1);
        Background background = new(grid);
        using Mat estimate = new();
        byte[][] pictures = Pictures.Moving(width, height, frames: Background.FirstFrames + (4 * Background.FramesPerStep));
        for (int frame = 0; frame < pictures.Length; frame++)
        {
            LumaPlane plane = Pictures.Plane(pictures[frame], width);
            background.Follow(plane);

            using Mat picture = Pictures.Mat(pictures[frame], width, height, width);
            Step(estimate, picture, frame);
            float[] differences = new float[grid.Count];
            background.FillDifferences(plane, differences);
            Assert.Equal(Pictures.PatchSums(picture, estimate).Select(sum => sum / (float)PatchGrid.PatchPixels), differences);
        }
    }

    [OpenCvTheory]
    [InlineData(1, 9)]
    [InlineData(15, 22)]
    [InlineData(37, 53)]
    public void Connected_regions_are_components_of_eight_neighbours(int rows, int columns)
    {
        Random random = new(rows);
        byte[] cells = [.. Enumerable.Range(0, rows * columns).Select(_ => (byte)(random.NextDouble() < 0.3 ? 1 : 0))];

        List<Box> regions = new ConnectedRegions(rows, columns).Take([.. cells.Select(cell => cell > 0)]);

        using Mat picture = Pictures.Mat(cells, columns, rows, columns);
        ConnectedComponents components = Cv2.ConnectedComponentsEx(picture, PixelConnectivity.Connectivity8);
        IEnumerable<Box> expected = components.Blobs.Skip(1)
            .Select(blob => new Box(blob.Left, blob.Top, blob.Left + blob.Width, blob.Top + blob.Height));
        Assert.Equal(InOrder(expected), InOrder(regions));
        static IEnumerable<Box> InOrder(IEnumerable<Box> boxes) =>
            boxes.OrderBy(box => box.Top).ThenBy(box => box.Left).ThenBy(box => box.Bottom).ThenBy(box => box.Right);
    }

    private static Mat Padded(byte[] pixels, int width, int height)
    {
        using Mat picture = Pictures.Mat(pixels, width, height, width);
        return Padded(picture);
    }

    /// <summary>A picture with the border of <see cref="LumaPlane"/>.</summary>
    internal static Mat Padded(Mat picture)
    {
        Mat padded = new();
        const int Border = LumaPlane.Padding;
        Cv2.CopyMakeBorder(picture, padded, Border, Border, Border, Border, BorderTypes.Replicate);
        return padded;
    }

    /// <summary>Mean absolute difference at every displacement of the block at (x, y) of two padded pictures.</summary>
    internal static IEnumerable<float> Costs(Mat newest, Mat older, int x, int y)
    {
        const int Radius = CostVolume.Radius;
        for (int dy = -Radius; dy <= Radius; dy++)
        {
            for (int dx = -Radius; dx <= Radius; dx++)
            {
                using Mat block = Block(newest, x, y);
                using Mat candidate = Block(older, x - dx, y - dy);
                yield return (float)Cv2.Norm(block, candidate, NormTypes.L1) / PatchGrid.PatchPixels;
            }
        }
    }

    private static Mat Block(Mat padded, int x, int y) =>
        new(padded, new Rect(x + LumaPlane.Padding, y + LumaPlane.Padding, PatchGrid.PatchSize, PatchGrid.PatchSize));

    private static void Step(Mat estimate, Mat picture, int frame)
    {
        if (frame == 0)
        {
            picture.CopyTo(estimate);
        }
        else if (frame <= Background.FirstFrames || frame % Background.FramesPerStep == 0)
        {
            for (int level = 0; level < (frame <= Background.HastyFrames ? Background.HastyLevels : 1); level++)
            {
                Step(estimate, picture);
            }
        }
    }

    private static void Step(Mat estimate, Mat picture)
    {
        using Mat above = new();
        using Mat below = new();
        Cv2.Compare(picture, estimate, above, CmpTypes.GT);
        Cv2.Compare(picture, estimate, below, CmpTypes.LT);
        Cv2.Add(estimate, new Scalar(1), estimate, above);
        Cv2.Subtract(estimate, new Scalar(1), estimate, below);
    }
}
