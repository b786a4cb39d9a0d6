namespace EdgeWatch.Configuration;

/// <summary>What happens at the end of a file.</summary>
public enum Playback
{
    /// <summary>The camera is finished.</summary>
    Once,

    /// <summary>It starts again.</summary>
    Loop,
}
