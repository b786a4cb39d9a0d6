namespace EdgeWatch.Core.Patches;

/// <summary>
/// Patches that belong together, as they are in one frame: something that is followed from frame to frame under a number of its own.
/// </summary>
/// <param name="Number">1 for the first thing that a camera sees, then one more for each.</param>
/// <param name="Box">The rectangle around its patches.</param>
/// <param name="Patches">How many patches it covers.</param>
/// <param name="Motion">Where it is and how it moves.</param>
/// <param name="Age">How long ago it was seen first, as a part of another thing or by itself.</param>
/// <param name="Resting">How long it has been where it is: within a patch of one place.</param>
/// <param name="HasCome">
/// Whether it came here, or was brought: a tree, a patch of sunlight and the hole that a parked car leaves did not.
/// </param>
/// <param name="IsVeil">
/// Whether the background is still to be seen behind it, but for light or something out of focus: an insect or a drop on the lens, glare,
/// fog, the soft shadow of a cloud. See <see cref="PatchChange"/>.
/// </param>
public readonly record struct Thing(
    long Number, PatchBox Box, int Patches, Motion Motion, TimeSpan Age, TimeSpan Resting, bool HasCome, bool IsVeil)
{
    /// <summary>
    /// How long something is followed before it is taken for a thing: insects, drops and beams of light are mostly gone by then, or are
    /// never found again. Of 26 alarms of the hard normal set 24 are left after 0.8 seconds, 17 after 1.2 and 14 after 2.
    /// </summary>
    public static readonly TimeSpan FollowedFrom = TimeSpan.FromSeconds(1.2);

    /// <summary>
    /// Whether it stands in the scene as far as can be told: it has been followed for long enough, and is no veil. Of 11 alarms of the hard
    /// normal set 9 are left without veils.
    /// </summary>
    public bool IsConfirmed => Age >= FollowedFrom && !IsVeil;
}

/// <summary>A rectangle of patches.</summary>
/// <param name="Top">Its first row.</param>
/// <param name="Left">Its first column.</param>
/// <param name="Bottom">Its last row.</param>
/// <param name="Right">Its last column.</param>
public readonly record struct PatchBox(int Top, int Left, int Bottom, int Right)
{
    /// <summary>The rectangle that is just one patch.</summary>
    public PatchBox(PatchPosition patch)
        : this(patch.Row, patch.Column, patch.Row, patch.Column)
    {
    }

    /// <summary>Its rows.</summary>
    public int Rows => Bottom + 1 - Top;

    /// <summary>Its columns.</summary>
    public int Columns => Right + 1 - Left;

    /// <summary>Whether a patch lies in it.</summary>
    public bool Holds(PatchPosition patch) => patch.Row >= Top && patch.Row <= Bottom && patch.Column >= Left && patch.Column <= Right;

    /// <summary>The rectangle around this and another patch.</summary>
    public PatchBox With(PatchPosition patch) => new(
        Math.Min(Top, patch.Row), Math.Min(Left, patch.Column), Math.Max(Bottom, patch.Row), Math.Max(Right, patch.Column));
}

/// <summary>Where something is and how it moves.</summary>
/// <param name="X">Its middle in analysed pixels from the left.</param>
/// <param name="Y">Its middle in analysed pixels from the top.</param>
/// <param name="VelocityX">Pixels a frame to the right.</param>
/// <param name="VelocityY">Pixels a frame downwards.</param>
public readonly record struct Motion(float X, float Y, float VelocityX, float VelocityY)
{
    /// <summary>Pixels a frame.</summary>
    public float Speed => MathF.Sqrt((VelocityX * VelocityX) + (VelocityY * VelocityY));

    /// <summary>Where it is a frame later.</summary>
    public Motion Next() => this with { X = X + VelocityX, Y = Y + VelocityY };
}
