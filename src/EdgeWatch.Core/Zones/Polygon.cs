using System.Collections;

namespace EdgeWatch.Core.Zones;

/// <summary>A place in a picture of any size.</summary>
/// <param name="X">From the left edge, 0, to the right one, 1.</param>
/// <param name="Y">From the upper edge, 0, to the lower one, 1.</param>
public readonly record struct RelativePoint(double X, double Y)
{
    /// <summary>Whether it lies in the picture.</summary>
    public bool IsInPicture => X is >= 0 and <= 1 && Y is >= 0 and <= 1;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"[{X:0.####}, {Y:0.####}]");
}

/// <summary>An area of a picture by its corners, in their order around it; the last one is joined to the first. Two are equal when their
/// corners are.</summary>
/// <param name="points">The corners.</param>
public sealed class Polygon(IReadOnlyList<RelativePoint> points) : IReadOnlyList<RelativePoint>, IEquatable<Polygon>
{
    /// <summary>Corners that an area has at least.</summary>
    public const int LeastPoints = 3;

    /// <inheritdoc/>
    public int Count => points.Count;

    /// <inheritdoc/>
    public RelativePoint this[int index] => points[index % points.Count];

    /// <summary>Area, as a part of the picture's; 0 for corners that lie in a line.</summary>
    public double Area
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Count; i++)
            {
                sum += (this[i].X * this[i + 1].Y) - (this[i + 1].X * this[i].Y);
            }

            return Math.Abs(sum) / 2;
        }
    }

    /// <summary>
    /// The first two sides that meet elsewhere than in a corner which they share, by the corners where they begin; null for an area whose
    /// outline does not cross itself.
    /// </summary>
    public (int First, int Second)? FindCrossing()
    {
        for (int i = 0; i < Count; i++)
        {
            for (int j = i + 1; j < Count; j++)
            {
                bool follows = j == i + 1 || (i == 0 && j == Count - 1);
                if (!follows ? Meet(this[i], this[i + 1], this[j], this[j + 1]) : TurnsBack(i, j))
                {
                    return (i, j);
                }
            }
        }

        return null;
    }

    /// <summary>Whether a place lies in the area (even-odd rule).</summary>
    public bool Contains(RelativePoint place)
    {
        bool isInside = false;
        for (int i = 0; i < Count; i++)
        {
            (RelativePoint a, RelativePoint b) = (this[i], this[i + 1]);
            if (a.Y > place.Y != b.Y > place.Y && place.X < a.X + ((place.Y - a.Y) / (b.Y - a.Y) * (b.X - a.X)))
            {
                isInside = !isInside;
            }
        }

        return isInside;
    }

    /// <inheritdoc/>
    public IEnumerator<RelativePoint> GetEnumerator() => points.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Polygon? other) => other is not null && points.SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Polygon);

    /// <inheritdoc/>
    public override int GetHashCode() => points.Aggregate(0, HashCode.Combine);

    /// <summary>Whether one of two sides that follow each other lies on the other.</summary>
    private bool TurnsBack(int i, int j)
    {
        (RelativePoint before, RelativePoint corner, RelativePoint after) =
            j == i + 1 ? (this[i], this[j], this[j + 1]) : (this[j], this[i], this[i + 1]);
        double along = ((before.X - corner.X) * (after.X - corner.X)) + ((before.Y - corner.Y) * (after.Y - corner.Y));
        return Side(before, corner, after) == 0 && along >= 0;
    }

    private static bool Meet(RelativePoint a, RelativePoint b, RelativePoint c, RelativePoint d)
    {
        (int ofC, int ofD) = (Side(a, b, c), Side(a, b, d));
        (int ofA, int ofB) = (Side(c, d, a), Side(c, d, b));
        return (ofC != ofD && ofA != ofB) || LiesOn(a, b, c, ofC) || LiesOn(a, b, d, ofD) || LiesOn(c, d, a, ofA) || LiesOn(c, d, b, ofB);
    }

    private static int Side(RelativePoint a, RelativePoint b, RelativePoint c) =>
        Math.Sign(((b.X - a.X) * (c.Y - a.Y)) - ((b.Y - a.Y) * (c.X - a.X)));

    private static bool LiesOn(RelativePoint a, RelativePoint b, RelativePoint c, int side) => side == 0
        && c.X >= Math.Min(a.X, b.X) && c.X <= Math.Max(a.X, b.X)
        && c.Y >= Math.Min(a.Y, b.Y) && c.Y <= Math.Max(a.Y, b.Y);
}
