using System.Numerics;
using System.Runtime.InteropServices;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Patches;

/// <summary>
/// What the scene looks like with nothing in it: a sigma-delta estimate that follows the picture by at most one grey level a step
/// (Manzanera and Richefeu, 2007), so that a passing object hardly moves it and a change of light is learned within a minute.
/// </summary>
public sealed class Background
{
    /// <summary>Frames from one step to the next: one grey level a second at 10 frames a second.</summary>
    public const int FramesPerStep = 10;

    private readonly PatchGrid _grid;
    private readonly LumaPlane _estimate;
    private int _framesUntilStep;
    private bool _started;

    /// <summary>An estimate that takes the first picture as it is.</summary>
    /// <param name="grid">The grid; sets the size of the pictures.</param>
    public Background(PatchGrid grid)
    {
        _grid = grid;
        _estimate = new LumaPlane(grid.Width, grid.Height);
    }

    /// <summary>
    /// Mean absolute difference between each patch of <paramref name="picture"/> and the background, in grey levels, row-major.
    /// </summary>
    public void FillDifferences(LumaPlane picture, Span<float> differences) =>
        PatchDifferences.Fill(picture, _estimate, _grid, differences);

    /// <summary>Lets the estimate follow a picture.</summary>
    public void Follow(LumaPlane picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (_started && --_framesUntilStep > 0)
        {
            return;
        }

        for (int y = 0; y < _grid.Height; y++)
        {
            if (_started)
            {
                StepTowards(picture.Row(y), _estimate.Row(y));
            }
            else
            {
                picture.Row(y).CopyTo(_estimate.Row(y));
            }
        }

        _started = true;
        _framesUntilStep = FramesPerStep;
    }

    private static void StepTowards(ReadOnlySpan<byte> row, Span<byte> estimate)
    {
        // A width is a whole number of patches, so that vectors of 16 bytes or 32 (with a scalar rest) cover it.
        int vectors = row.Length / Vector<byte>.Count;
        ReadOnlySpan<Vector<byte>> from = MemoryMarshal.Cast<byte, Vector<byte>>(row)[..vectors];
        Span<Vector<byte>> to = MemoryMarshal.Cast<byte, Vector<byte>>(estimate)[..vectors];
        for (int i = 0; i < vectors; i++)
        {
            // A comparison gives 255 (that is −1) where true.
            to[i] = to[i] - Vector.GreaterThan(from[i], to[i]) + Vector.LessThan(from[i], to[i]);
        }

        for (int x = vectors * Vector<byte>.Count; x < row.Length; x++)
        {
            estimate[x] = (byte)(estimate[x] + Math.Sign(row[x] - estimate[x]));
        }
    }
}
