using System.Runtime.InteropServices;
using EdgeWatch.Core.Frames;
using OpenCvSharp;

namespace EdgeWatch.Benchmarks.Baselines;

/// <summary>Pictures and windows for OpenCV.</summary>
internal static class PictureMat
{
    /// <summary>Copies a picture, without its border.</summary>
    public static void Fill(Mat target, LumaPlane picture)
    {
        target.Create(picture.Height, picture.Width, MatType.CV_8UC1);
        for (int y = 0; y < picture.Height; y++)
        {
            picture.Row(y).CopyTo(MemoryMarshal.CreateSpan(ref target.At<byte>(y, 0), picture.Width));
        }
    }

    /// <summary>The sum over a window, cut off at the edges, from an integral image of doubles; and how many pixels it has.</summary>
    public static (double Sum, int Pixels) WindowSum(Mat integral, int centreX, int centreY, int side)
    {
        (int left, int right) = (Math.Max(0, centreX - (side / 2)), Math.Min(integral.Cols - 1, centreX + (side / 2)));
        (int top, int bottom) = (Math.Max(0, centreY - (side / 2)), Math.Min(integral.Rows - 1, centreY + (side / 2)));
        double sum = integral.At<double>(bottom, right) - integral.At<double>(top, right)
            - integral.At<double>(bottom, left) + integral.At<double>(top, left);
        return (sum, (right - left) * (bottom - top));
    }
}
