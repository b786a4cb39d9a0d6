namespace EdgeWatch.Evidence;

/// <summary>A picture or video of an event could not be made. The message says why, with what ffmpeg said.</summary>
public sealed class EvidenceException : Exception
{
    /// <summary>An exception without a reason.</summary>
    public EvidenceException()
    {
    }

    /// <summary>An exception with its reason.</summary>
    public EvidenceException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its reason and what caused it.</summary>
    public EvidenceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
