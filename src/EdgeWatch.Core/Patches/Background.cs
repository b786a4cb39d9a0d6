using System.Numerics;
using System.Runtime.InteropServices;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Patches;

/// <summary>
/// What the scene looks like with nothing in it: a sigma-delta estimate that follows the picture by at most one grey level a step
/// (Manzanera and Richefeu, 2007), so that a passing object hardly moves it and what stays becomes part of it within minutes. Light that
/// changes faster is brought in from outside, see <see cref="LightFollower"/>. Whoever is in the first picture is in the estimate, too, and
/// would leave a ghost for a minute or two: so it follows thirty times as fast at first, and then ten times as fast, until they have gone
/// by. One that is fast all the time shows what was there lately: who passes leaves a faint trace in it, and who stands is in it after
/// seconds.
/// </summary>
public sealed class Background
{
    /// <summary>Frames from one step to the next: one grey level a second at 10 frames a second.</summary>
    public const int FramesPerStep = 10;

    /// <summary>Frames at first in each of which it follows by <see cref="HastyLevels"/>: three seconds.</summary>
    public const int HastyFrames = 30;

    /// <summary>Grey levels of a step then: in three seconds it gets from a dark car in the first picture to the road.</summary>
    public const int HastyLevels = 3;

    /// <summary>
    /// Frames at first in each of which it follows at all: nine seconds. In the last six of them, by one level each, it gets rid of what
    /// passed in the first three, and what passes at their end leaves less than the gate sees.
    /// </summary>
    public const int FirstFrames = 90;

    private readonly PatchGrid _grid;
    private readonly int _framesPerStep;
    private readonly int _levelsPerStep;
    private readonly LumaPlane _estimate;
    private readonly bool[] _isHeld;
    private int _frames;
    private int _framesUntilStep;
    private bool _started;

    /// <summary>An estimate that takes the first picture as it is.</summary>
    /// <param name="grid">The grid; sets the size of the pictures.</param>
    /// <param name="framesPerStep">Frames from one step to the next, 1 or more. Raising it makes it slower.</param>
    /// <param name="levelsPerStep">Grey levels of a step, 1 or more. Raising it makes it faster.</param>
    public Background(PatchGrid grid, int framesPerStep = FramesPerStep, int levelsPerStep = 1)
    {
        _grid = grid;
        _framesPerStep = framesPerStep;
        _levelsPerStep = levelsPerStep;
        _estimate = new LumaPlane(grid.Width, grid.Height);
        _isHeld = new bool[grid.Count];
    }

    /// <summary>The estimate; nothing before the first picture.</summary>
    public LumaPlane Estimate => _estimate;

    /// <summary>
    /// Patches, row-major, where it stays as it is after the <see cref="FirstFrames"/>: somebody is there who will go again, and the place
    /// looks as it did before.
    /// </summary>
    public Span<bool> IsHeld => _isHeld;

    /// <summary>
    /// Mean absolute difference between each patch of <paramref name="picture"/> and the background, in grey levels, row-major.
    /// </summary>
    public void FillDifferences(LumaPlane picture, Span<float> differences) =>
        PatchDifferences.Fill(picture, _estimate, _grid, differences);

    /// <summary>Forgets the estimate: the next picture is taken as it is.</summary>
    public void Clear() => _started = false;

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
                StepTowards(picture.Row(y), y);
            }
            else
            {
                picture.Row(y).CopyTo(_estimate.Row(y));
            }
        }

        _frames = _started ? Math.Min(_frames + 1, FirstFrames) : 0;
        _framesUntilStep = _frames < FirstFrames ? 1 : _framesPerStep;
        _started = true;
    }

    /// <summary>Takes a patch of a picture as it is.</summary>
    public void Adopt(LumaPlane picture, PatchPosition position)
    {
        ArgumentNullException.ThrowIfNull(picture);
        int left = position.Column * PatchGrid.PatchSize;
        int top = position.Row * PatchGrid.PatchSize;
        for (int y = top; y < top + PatchGrid.PatchSize; y++)
        {
            picture.Row(y).Slice(left, PatchGrid.PatchSize).CopyTo(_estimate.Row(y)[left..]);
        }
    }

    /// <summary>Changes the light of a patch; what is to be seen there stays.</summary>
    public void Light(PatchPosition position, PatchTone tone)
    {
        int left = position.Column * PatchGrid.PatchSize;
        int top = position.Row * PatchGrid.PatchSize;
        for (int y = top; y < top + PatchGrid.PatchSize; y++)
        {
            foreach (ref byte pixel in _estimate.Row(y).Slice(left, PatchGrid.PatchSize))
            {
                pixel = (byte)Math.Clamp((tone.Gain * pixel) + tone.Offset + 0.5f, byte.MinValue, byte.MaxValue);
            }
        }
    }

    /// <summary>A step everywhere in a row but in the patches that are held: at first none is, when there is nothing to keep yet.</summary>
    private void StepTowards(ReadOnlySpan<byte> row, int y)
    {
        Span<byte> estimate = _estimate.Row(y);
        int levels = _frames < HastyFrames ? HastyLevels : _levelsPerStep;
        if (_frames < FirstFrames)
        {
            StepTowards(row, estimate, levels);
            return;
        }

        ReadOnlySpan<bool> isHeld = _isHeld.AsSpan(y / PatchGrid.PatchSize * _grid.Columns, _grid.Columns);
        for (int first = 0, next; first < isHeld.Length; first = next)
        {
            ReadOnlySpan<bool> rest = isHeld[first..];
            int alike = rest.IndexOf(!rest[0]);
            next = alike < 0 ? isHeld.Length : first + alike;
            if (!rest[0])
            {
                Range pixels = (first * PatchGrid.PatchSize)..(next * PatchGrid.PatchSize);
                StepTowards(row[pixels], estimate[pixels], levels);
            }
        }
    }

    private static void StepTowards(ReadOnlySpan<byte> row, Span<byte> estimate, int levels)
    {
        for (int level = 0; level < levels; level++)
        {
            StepTowards(row, estimate);
        }
    }

    private static void StepTowards(ReadOnlySpan<byte> row, Span<byte> estimate)
    {
        // Patches in a row are covered by vectors of 16 bytes or 32 (with a scalar rest).
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
