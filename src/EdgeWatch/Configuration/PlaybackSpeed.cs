namespace EdgeWatch.Configuration;

/// <summary>How fast a file is played.</summary>
public enum PlaybackSpeed
{
    /// <summary>As a camera would deliver it.</summary>
    Native,

    /// <summary>As fast as it can be read.</summary>
    Fastest,
}
