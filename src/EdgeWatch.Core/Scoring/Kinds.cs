namespace EdgeWatch.Core.Scoring;

/// <summary>The kinds of departure that are scored, by index: the values of <see cref="ReasonKind"/>.</summary>
public static class Kinds
{
    /// <summary>Number of kinds.</summary>
    public const int Count = (int)ReasonKind.Change + 1;
}
