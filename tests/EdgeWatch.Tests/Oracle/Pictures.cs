using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;
using OpenCvSharp;

namespace EdgeWatch.Tests.Oracle;

/// <summary>Pictures as both sides have them.</summary>
internal static class Pictures
{
    /// <summary>Noise, and black and white, which makes the largest differences there are.</summary>
    public static IEnumerable<byte[]> Extremes(int length, int seed)
    {
        Random random = new(seed);
        byte[] noise = new byte[length];
        random.NextBytes(noise);
        yield return noise;
        yield return [.. noise.Select(pixel => pixel < 128 ? (byte)0 : byte.MaxValue)];
    }

    /// <summary>Blurred noise that moves on by (2, 1) pixels a frame, with noise of its own: what a camera sees, about.</summary>
    public static byte[][] Moving(int width, int height, int frames)
    {
        const int Step = 2;
        using Mat world = new(height + frames, width + (Step * frames), MatType.CV_8UC1);
        Cv2.SetTheRNG(1);
        Cv2.Randu(world, 0, 256);
        Cv2.GaussianBlur(world, world, new Size(5, 5), 1);
        return [.. Enumerable.Range(0, frames).Select(frame =>
        {
            using Mat view = new(world, new Rect(Step * frame, frame, width, height));
            using Mat noise = new(height, width, MatType.CV_8UC1);
            using Mat picture = new();
            Cv2.Randu(noise, 0, 4);
            Cv2.Add(view, noise, picture);
            return Bytes(picture);
        })];
    }

    /// <summary>A picture as OpenCV has it, without copying; rows of <paramref name="stride"/> bytes.</summary>
    public static Mat Mat(byte[] pixels, int width, int height, int stride) =>
        OpenCvSharp.Mat.FromPixelData(height, width, MatType.CV_8UC1, pixels, stride);

    /// <summary>A picture as a plane with its border.</summary>
    public static LumaPlane Plane(byte[] pixels, int width)
    {
        LumaPlane plane = new(width, pixels.Length / width);
        LumaReduction.Reduce(pixels, width, 1, plane);
        return plane;
    }

    /// <summary>Σ|a − b| of every patch by OpenCV's integral image, row-major.</summary>
    public static int[] PatchSums(Mat a, Mat b)
    {
        const int Side = PatchGrid.PatchSize;
        using Mat difference = new();
        using Mat integral = new();
        Cv2.Absdiff(a, b, difference);
        Cv2.Integral(difference, integral, MatType.CV_32S);
        return [.. from y in Enumerable.Range(0, a.Rows / Side)
                   from x in Enumerable.Range(0, a.Cols / Side)
                   select Corner(y + 1, x + 1) - Corner(y + 1, x) - Corner(y, x + 1) + Corner(y, x)];

        int Corner(int row, int column) => integral.At<int>(row * Side, column * Side);
    }

    /// <summary>The pixels of a matrix, row by row.</summary>
    public static byte[] Bytes(Mat picture)
    {
        using Mat whole = picture.Clone();
        Assert.True(whole.GetArray(out byte[] pixels));
        return pixels;
    }
}
