using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeWatch.Capture;

/// <summary>The ffmpeg that is installed.</summary>
/// <param name="Path">Full path of the program.</param>
/// <param name="MajorVersion">4, 5, 6, …; <see cref="Newest"/> for a build without a version number.</param>
public sealed partial record FfmpegTool(string Path, int MajorVersion)
{
    /// <summary>Stands for builds from a repository (<c>N-112233-g…</c>), which behave like the newest.</summary>
    public const int Newest = 99;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    /// <summary>Finds ffmpeg and asks for its version.</summary>
    /// <param name="time">Clock of the time limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="program">Name or path of the program.</param>
    /// <exception cref="EdgeWatchException">It is not there, does not start or does not answer.</exception>
    public static async Task<FfmpegTool> FindAsync(TimeProvider time, CancellationToken cancellationToken, string program = "ffmpeg")
    {
        string path = ProgramPath.Find(program)
            ?? throw new EdgeWatchException($"{program} is missing: apt-get install ffmpeg", exitCode: ExitCode.Configuration);
        using Process process = StartVersionQuery(path);
        using StreamReader output = process.StandardOutput;
        process.StandardInput.Close();
        try
        {
            string answer = await output.ReadToEndAsync(cancellationToken).WaitAsync(AnswerLimit, time, cancellationToken);
            return new FfmpegTool(path, ParseMajorVersion(answer));
        }
        catch (TimeoutException e)
        {
            throw new CaptureException(CaptureFailure.FfmpegUnusable, $"{path} -version gave no answer", e);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Reads the version from what <c>ffmpeg -version</c> writes.</summary>
    /// <exception cref="CaptureException">That was not ffmpeg's answer.</exception>
    internal static int ParseMajorVersion(string answer)
    {
        Match match = Version().Match(answer);
        return !match.Success ? throw new CaptureException(CaptureFailure.FfmpegUnusable, "this is not ffmpeg's answer to -version")
            : int.TryParse(match.Groups["major"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int major) ? major
            : Newest;
    }

    private static Process StartVersionQuery(string path)
    {
        ProcessStartInfo start = new(path, ["-version"]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new CaptureException(CaptureFailure.ProgramNotFound, $"{path} does not start: {e.Message}", e);
        }
    }

    [GeneratedRegex(@"^ffmpeg version (?:n?(?<major>\d{1,2})\.\d|\S)")]
    private static partial Regex Version();
}
