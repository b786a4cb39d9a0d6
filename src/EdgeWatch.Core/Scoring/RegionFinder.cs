using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Scoring;

/// <summary>
/// Joins neighbouring unusual patches into rectangles, whichever things they belong to: cut along things, or as wide as the whole thing,
/// they find the anomalies of Ped2 less well (RBDC 83 and 84 % in place of 90).
/// </summary>
public sealed class RegionFinder(PatchGrid grid)
{
    /// <summary>Rectangles at most.</summary>
    public const int MaximumRegions = 5;

    /// <summary>A patch belongs to a region when it scores at least this part of the best one.</summary>
    public const double PartOfBest = 0.6;

    private readonly float[] _scores = new float[grid.Count];
    private readonly long[] _things = new long[grid.Count];
    private readonly Stack<int> _open = new();

    /// <summary>The rectangles, the highest score first.</summary>
    /// <param name="scores">Score of every patch of the grid, 0–1, row-major; 0 where nothing happens.</param>
    /// <param name="minimum">Least score of a patch that is unusual at all, above 0.</param>
    /// <param name="frameWidth">Width of the frame in analysed pixels, the part that is cropped away included.</param>
    /// <param name="frameHeight">Height likewise.</param>
    /// <param name="things">Number of the thing that each patch belongs to, row-major; 0 for none. Empty: they are not known.</param>
    public IReadOnlyList<Region> Find(
        ReadOnlySpan<float> scores, double minimum, int frameWidth, int frameHeight, ReadOnlySpan<long> things = default)
    {
        scores.CopyTo(_scores);
        _things.AsSpan().Clear();
        things.CopyTo(_things);
        float best = 0;
        foreach (float score in scores)
        {
            best = Math.Max(best, score);
        }

        double cutoff = Math.Max(PartOfBest * best, minimum);
        List<Region> regions = [];
        for (int i = 0; i < _scores.Length; i++)
        {
            if (_scores[i] >= cutoff)
            {
                regions.Add(Grow(i, cutoff, frameWidth, frameHeight));
            }
        }

        regions.Sort((a, b) => b.Score.CompareTo(a.Score));
        return regions.Count > MaximumRegions ? regions[..MaximumRegions] : regions;
    }

    /// <summary>Flood fill over the eight neighbours; visited patches are set to 0.</summary>
    private Region Grow(int first, double cutoff, int frameWidth, int frameHeight)
    {
        int top = grid.Rows, left = grid.Columns, bottom = -1, right = -1;
        float best = 0;
        long thing = 0;
        Visit(first);
        while (_open.TryPop(out int index))
        {
            PatchPosition at = grid.PositionOf(index);
            (top, bottom) = (Math.Min(top, at.Row), Math.Max(bottom, at.Row));
            (left, right) = (Math.Min(left, at.Column), Math.Max(right, at.Column));
            for (int row = Math.Max(0, at.Row - 1); row <= Math.Min(grid.Rows - 1, at.Row + 1); row++)
            {
                for (int column = Math.Max(0, at.Column - 1); column <= Math.Min(grid.Columns - 1, at.Column + 1); column++)
                {
                    int neighbour = grid.IndexOf(new PatchPosition(row, column));
                    if (_scores[neighbour] >= cutoff)
                    {
                        Visit(neighbour);
                    }
                }
            }
        }

        return new Region(
            Fraction(left, frameWidth),
            Fraction(top, frameHeight),
            Fraction(right + 1 - left, frameWidth),
            Fraction(bottom + 1 - top, frameHeight),
            best,
            thing == 0 ? null : thing);

        void Visit(int index)
        {
            if (_scores[index] > best)
            {
                (best, thing) = (_scores[index], _things[index]);
            }

            _scores[index] = 0;
            _open.Push(index);
        }
    }

    private static double Fraction(int patches, int pixels) => Math.Round((double)patches * PatchGrid.PatchSize / pixels, 4);
}

/// <summary>A rectangle of the picture that holds unusual patches, in fractions of the picture's width and height.</summary>
/// <param name="X">Left edge, 0–1.</param>
/// <param name="Y">Upper edge, 0–1.</param>
/// <param name="Width">Width, 0–1.</param>
/// <param name="Height">Height, 0–1.</param>
/// <param name="Score">The highest score of a patch inside, 0–1.</param>
/// <param name="Thing">Number of the thing that this patch belongs to: the same in later messages as long as it is followed; null for none.
/// </param>
public sealed record Region(double X, double Y, double Width, double Height, double Score, long? Thing = null);
