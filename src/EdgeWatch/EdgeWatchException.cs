namespace EdgeWatch;

/// <summary>How the program ends; the systemd unit knows these codes.</summary>
public enum ExitCode
{
    /// <summary>Done, or asked to stop.</summary>
    Ok = 0,

    /// <summary>A bug, something that was lost, or a question that cannot be answered: starting again may help.</summary>
    Failure = 1,

    /// <summary>
    /// The configuration or the installation has to be mended first (EX_CONFIG of sysexits.h): starting again does not help.
    /// </summary>
    Configuration = 78,
}

/// <summary>
/// Something that whoever runs the program can understand and mend. The message says what is wrong and what would be right; it is all
/// that is told, without a stack. With which code the program ends is decided by whoever throws, so that every verb ends alike.
/// </summary>
/// <param name="message">What is wrong and what would be right, without secrets.</param>
/// <param name="inner">The cause, if another exception was.</param>
/// <param name="exitCode">How the program ends when nobody can go on without what failed.</param>
public class EdgeWatchException(string message, Exception? inner = null, ExitCode exitCode = ExitCode.Failure) : Exception(message, inner)
{
    /// <summary>How the program ends when nobody can go on without what failed.</summary>
    public ExitCode ExitCode { get; } = exitCode;
}
