namespace EdgeWatch.TestKit.Onvif;

/// <summary>How an <see cref="OnvifCamera"/> speaks.</summary>
public enum OnvifMake
{
    /// <summary>As today's cameras of large makers: Media2, H.265, UsernameToken with a digest and the camera's own time.</summary>
    Modern,

    /// <summary>
    /// As cheap cameras of long ago: no GetServices, other prefixes, HTTP Digest, faults with status 400, streams at 0.0.0.0, and more
    /// bytes after an empty answer than it should have.
    /// </summary>
    Old,

    /// <summary>Tells nothing but nonsense.</summary>
    Nonsense,
}
