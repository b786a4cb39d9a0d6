namespace EdgeWatch.Core.Normality;

/// <summary>By what a speed counts as surprising. Both is right; one alone tells what the other is worth.</summary>
public enum SpeedMeasure
{
    /// <summary>The network, corrected by block matching.</summary>
    Both,

    /// <summary>The network alone.</summary>
    Network,

    /// <summary>Block matching alone, at every active patch: what there would be without a network.</summary>
    Matching,
}
