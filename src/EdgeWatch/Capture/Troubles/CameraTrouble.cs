namespace EdgeWatch.Capture.Troubles;

/// <summary>What is wrong with a camera that gives pictures, in words that a status can carry, and how much.</summary>
/// <param name="Reason">One of the constants.</param>
/// <param name="Detail">In numbers.</param>
public sealed record CameraTrouble(string Reason, string Detail)
{
    /// <summary>Far fewer frames come than usually.</summary>
    public const string FewerFrames = "fewer frames than usual";

    /// <summary>Parts of many pictures are missing, and the decoder has filled the holes.</summary>
    public const string DamagedPictures = "damaged pictures";
}
