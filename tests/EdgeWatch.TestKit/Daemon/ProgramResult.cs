namespace EdgeWatch.TestKit.Daemon;

/// <summary>What came of running a program.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
public sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Everything, for the message of a failed test.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Output}{Errors}";
}
