using EdgeWatch.Core.Patches;
using OpenCvSharp;

namespace EdgeWatch.Tests.Oracle;

/// <summary>Whole tokens, from captured pictures to codes, against the same made with OpenCV.</summary>
public sealed class TokenTests
{
    /// <summary>Captured pictures of twice the rows are halved first; sizes are not whole patches.</summary>
    [OpenCvTheory]
    [InlineData(83, 67, 1)]
    [InlineData(165, 131, 2)]
    public void Tokens_are_those_of_OpenCV_but_for_a_code_of_rounding(int width, int height, int scale)
    {
        PatchGrid grid = new(height / scale / PatchGrid.PatchSize, width / scale / PatchGrid.PatchSize, scale);
        LumaHistory history = new(grid);
        byte[][] pictures = Pictures.Moving(width, height, LumaHistory.Depth);
        foreach (byte[] picture in pictures)
        {
            history.Add(picture, width);
        }

        TokenBatch batch = new(grid);
        PatchPosition[] positions = [new(0, 0), new(1, 2), new(grid.Rows - 1, grid.Columns - 1)];
        Array.ForEach(positions, batch.Add);
        new TokenEncoder(history).Encode(batch);

        Mat[] analysed = [.. pictures.Reverse().Select(picture => Reduced(Pictures.Mat(picture, width, height, width), grid))];
        for (int k = 0; k < positions.Length; k++)
        {
            byte[] codes = batch.Token(k).ToArray();
            float[] expected = Token(analysed, positions[k]);
            Assert.Equal(TokenLayout.Length, expected.Length);
            Assert.All(expected, (value, i) => Assert.InRange(codes[i] - Code(value), -1, 1));
            Assert.InRange(expected.Where((value, i) => codes[i] != Code(value)).Count(), 0, TokenLayout.Length / 100);
        }

        Array.ForEach(analysed, picture => picture.Dispose());
    }

    private static int Code(float value) => (int)Math.Clamp(Math.Round((value * TokenCodes.PerUnit) + TokenCodes.Zero), 0, 255);

    private static Mat Reduced(Mat picture, PatchGrid grid)
    {
        using Mat whole = new(picture, new Rect(0, 0, grid.Width * grid.Scale, grid.Height * grid.Scale));
        return whole.Resize(new Size(grid.Width, grid.Height), interpolation: InterpolationFlags.Area);
    }

    /// <summary>The token of a patch; see <see cref="TokenLayout"/>.</summary>
    /// <param name="pictures">By how many frames ago they were.</param>
    /// <param name="position">The patch.</param>
    private static float[] Token(Mat[] pictures, PatchPosition position)
    {
        (int x, int y) = (position.Column * PatchGrid.PatchSize, position.Row * PatchGrid.PatchSize);
        using Mat half0 = Half(pictures[0]);
        using Mat half2 = Half(pictures[2]);
        float[][] volumes =
        [
            Costs(pictures[0], pictures[2], x, y),
            Costs(half0, half2, (x / 2) - 4, (y / 2) - 4),
            Costs(pictures[0], pictures[4], x, y),
        ];
        (float[] pixels, double mean, double contrast) = Pixels(pictures, x, y);
        return
        [
            (float)((mean / 128) - 1),
            (float)(contrast / 64),
            .. volumes.Select(volume => MathF.Log(1 + volume.Min()) - 1),
            .. volumes.Select(volume => MathF.Log(1 + volume.Average()) - 2),
            .. pixels,
            .. volumes.SelectMany(volume => volume.Select(cost => ((cost - volume.Min()) / (volume.Average() - volume.Min() + 1)) - 1)),
        ];
    }

    private static (float[] Pixels, double Mean, double Contrast) Pixels(Mat[] pictures, int x, int y)
    {
        Rect patch = new(x, y, PatchGrid.PatchSize, PatchGrid.PatchSize);
        Mat[] patches = [.. TokenEncoder.PictureLags.Select(lag => new Mat(pictures[lag], patch))];
        using Mat stacked = new();
        Cv2.VConcat(patches, stacked);
        Cv2.MeanStdDev(stacked, out Scalar mean, out Scalar deviation);
        double contrast = deviation.Val0 + 8;
        using Mat normalised = new();
        stacked.ConvertTo(normalised, MatType.CV_32FC1, 1 / contrast, -mean.Val0 / contrast);
        Array.ForEach(patches, patchOfPicture => patchOfPicture.Dispose());
        Assert.True(normalised.GetArray(out float[] values));
        return (values, mean.Val0, contrast);
    }

    private static Mat Half(Mat picture) =>
        picture.Resize(new Size(picture.Width / 2, picture.Height / 2), interpolation: InterpolationFlags.Area);

    private static float[] Costs(Mat newest, Mat older, int x, int y)
    {
        using Mat newestPadded = PixelKernelTests.Padded(newest);
        using Mat olderPadded = PixelKernelTests.Padded(older);
        return [.. PixelKernelTests.Costs(newestPadded, olderPadded, x, y)];
    }
}
