using EdgeWatch.Core.Events;

namespace EdgeWatch.Core.Scoring;

/// <summary>The kinds of departure that are scored, by index: each has its own statistics, pooling and calibration.</summary>
public static class Kinds
{
    /// <summary>Number of kinds.</summary>
    public const int Count = 2;

    /// <summary>Index of <see cref="ReasonKind.Speed"/>.</summary>
    public const int Speed = (int)ReasonKind.Speed;

    /// <summary>Index of <see cref="ReasonKind.Place"/>.</summary>
    public const int Place = (int)ReasonKind.Place;
}
