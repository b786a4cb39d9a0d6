namespace EdgeWatch.Core.Events;

/// <summary>What kind of departure from the normal an alert is about. Each kind has its own calibrated tail.</summary>
public enum ReasonKind
{
    /// <summary>Something moves faster than what is usual at that place.</summary>
    Speed,

    /// <summary>Something moves where hardly anything ever does.</summary>
    Place,
}
