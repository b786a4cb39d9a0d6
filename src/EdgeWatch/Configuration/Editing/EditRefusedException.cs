namespace EdgeWatch.Configuration.Editing;

/// <summary>Why the config file cannot be edited.</summary>
internal enum EditFault
{
    /// <summary>There is no config file.</summary>
    NoFile,

    /// <summary>The file has mistakes already.</summary>
    Unreadable,

    /// <summary>Somebody else has changed the file meanwhile.</summary>
    Changed,

    /// <summary>What is wanted breaks rules.</summary>
    Mistakes,

    /// <summary>The file cannot be written.</summary>
    Unwritable,

    /// <summary>The file is laid out in a way that cannot be changed without losing something.</summary>
    Entangled,
}

/// <summary>The config file cannot be edited so; it is as it was.</summary>
/// <param name="fault">Why.</param>
/// <param name="message">In words, without a path of the disk.</param>
internal sealed class EditRefusedException(EditFault fault, string message) : EdgeWatchException(message)
{
    /// <summary>Why.</summary>
    public EditFault Fault => fault;

    /// <summary>Rules that are broken.</summary>
    public IReadOnlyList<AreaMistake> Mistakes { get; init; } = [];

    /// <summary>What somebody can write into the file by hand; null when there is nothing.</summary>
    public string? Snippet { get; init; }
}
