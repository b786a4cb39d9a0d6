namespace EdgeWatch.Core.Patches;

/// <summary>
/// Where things are in a token, the network's input for one patch. The training code writes the same layout. Each value is written as a
/// code: <see cref="TokenCodes"/>.
/// </summary>
public static class TokenLayout
{
    /// <summary>Cost volumes of a token: lag 2, lag 2 at half resolution, lag 4.</summary>
    public const int Volumes = 3;

    /// <summary>Pictures of the patch in a token: t − 4, t − 2, t.</summary>
    public const int Pictures = 3;

    /// <summary>Mean grey level and contrast, then the least and the mean cost of each volume.</summary>
    public const int Scalars = 2 + (2 * Volumes);

    /// <summary>First of the 3 × 256 normalised pixels.</summary>
    public const int PixelsStart = Scalars;

    /// <summary>Pixels of all pictures.</summary>
    public const int PixelCount = Pictures * PatchGrid.PatchPixels;

    /// <summary>First entry of the first normalised cost volume.</summary>
    public const int VolumesStart = PixelsStart + PixelCount;

    /// <summary>Values of a token: 1,643.</summary>
    public const int Length = VolumesStart + (Volumes * CostVolume.Length);
}
