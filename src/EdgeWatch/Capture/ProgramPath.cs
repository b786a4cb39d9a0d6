namespace EdgeWatch.Capture;

/// <summary>Finds programs the way a shell does.</summary>
internal static class ProgramPath
{
    /// <summary>Full path of <paramref name="program"/>, or null if it is not there.</summary>
    /// <param name="program">A path, or a name to look for in <c>PATH</c>.</param>
    public static string? Find(string program)
    {
        if (program.Contains('/'))
        {
            return File.Exists(program) ? Path.GetFullPath(program) : null;
        }

        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
    }

    /// <inheritdoc cref="Find"/>
    /// <exception cref="CaptureException">It is not there.</exception>
    public static string Require(string program) =>
        Find(program) ?? throw new CaptureException(CaptureFailure.ProgramNotFound, $"program not found: {program}");
}
