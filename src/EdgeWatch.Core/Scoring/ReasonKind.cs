namespace EdgeWatch.Core.Scoring;

/// <summary>What kind of departure from the normal an alert is about. Each kind has its own statistics and its own calibrated tail.</summary>
public enum ReasonKind
{
    /// <summary>Something moves faster than what is usual at that place.</summary>
    Speed,

    /// <summary>Something moves where hardly anything ever does.</summary>
    Place,

    /// <summary>Something moves in a direction that is unusual at that place.</summary>
    Direction,

    /// <summary>Something moves that is larger than what is usual at that place.</summary>
    Size,

    /// <summary>Something stays longer than what is usual at that place.</summary>
    Dwell,

    /// <summary>Something moves that looks unlike what is usual at that place.</summary>
    Appearance,

    /// <summary>Something changes as no motion explains, more than what is usual at that place: it burns, smokes, flickers, breaks up or falls over.</summary>
    Change,
}
