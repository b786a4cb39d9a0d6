using System.Diagnostics;

namespace EdgeWatch.TestKit.Daemon;

/// <summary>The program as it was built beside the tests: <c>artifacts/bin/EdgeWatch/&lt;configuration&gt;/edgewatch</c>.</summary>
public static class BuiltProgram
{
    /// <summary>A command that takes longer than this hangs, also on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Full path of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Folder of the program.</summary>
    public static string Folder { get; } = System.IO.Path.Combine(Repository, "artifacts", "bin", "EdgeWatch", Configuration);

    /// <summary>Full path of the program.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Folder, "edgewatch");

    /// <summary>The tests' own folder is named like the configuration.</summary>
    private static string Configuration => System.IO.Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));

    /// <summary>Runs a command to its end.</summary>
    /// <param name="arguments">Verb and options.</param>
    public static Task<ProgramResult> RunAsync(params string[] arguments) => RunAsync(new ProcessStartInfo(Path, arguments));

    /// <summary>Runs a prepared start to its end; its output is captured.</summary>
    /// <exception cref="TimeoutException">It does not end; it is killed.</exception>
    public static async Task<ProgramResult> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
            return new ProgramResult(process.ExitCode, await output, await errors);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "EdgeWatch.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
