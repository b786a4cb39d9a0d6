namespace EdgeWatch.Core.Normality;

/// <summary>Where a picture of an exemplar is to be found.</summary>
/// <param name="Number">Number of the picture in the camera's gallery, from 1; 0: there is none.</param>
/// <param name="Place">The place in it, row-major.</param>
internal readonly record struct ExemplarPicture(byte Number, ushort Place)
{
    /// <summary>Whether there is one.</summary>
    public bool IsThere => Number > 0;
}
