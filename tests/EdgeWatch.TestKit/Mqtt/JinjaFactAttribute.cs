using System.Diagnostics;
using Xunit;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>A test that needs <see cref="JinjaTemplates"/>: skipped where Jinja2 is not installed, except in CI.</summary>
public sealed class JinjaFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Available = new(IsAvailable);

    /// <summary>Looks for Jinja2 once a run.</summary>
    public JinjaFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && !Available.Value)
        {
            Skip = "needs Jinja2: apt-get install python3-jinja2";
        }
    }

    private static bool IsAvailable()
    {
        if (!File.Exists(JinjaTemplates.Python))
        {
            return false;
        }

        using Process process = Process.Start(
            new ProcessStartInfo(JinjaTemplates.Python, ["-c", "import jinja2"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
