namespace EdgeWatch.Hosting.Systemd;

/// <summary>systemd's journal, where it is what standard error goes to.</summary>
internal static class Journal
{
    /// <summary>
    /// Whether it is. A shell that some service has started, a desktop's for example, inherits the variable, but not the stream.
    /// </summary>
    public static bool TakesStandardError { get; } =
        IsNamed(Environment.GetEnvironmentVariable("JOURNAL_STREAM"), new FileInfo("/proc/self/fd/2").LinkTarget);

    /// <summary>
    /// Text for standard error that tells of an error: with the journal's sign for it (sd-daemon(3)) before each line, if it goes there.
    /// </summary>
    public static string Error(string text) => TakesStandardError ? Mark(text) : text;

    /// <param name="text">Without an end of line.</param>
    internal static string Mark(string text) => "<3>" + text.ReplaceLineEndings("\n<3>");

    /// <param name="announced">Device and inode of the journal's stream, <c>8:4711</c>, as systemd tells them to a service.</param>
    /// <param name="standardError">What standard error is, in the words of /proc.</param>
    internal static bool IsNamed(string? announced, string? standardError) =>
        announced is not null && standardError == $"socket:[{announced[(announced.IndexOf(':') + 1)..]}]";
}
