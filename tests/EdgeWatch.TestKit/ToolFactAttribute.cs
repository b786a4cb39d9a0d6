using Xunit;

namespace EdgeWatch.TestKit;

/// <summary>
/// A test that needs programs on the machine. Where one is missing the test is skipped and says what to install; in CI
/// (environment <c>CI=true</c>) it runs and fails instead.
/// </summary>
public sealed class ToolFactAttribute : FactAttribute
{
    /// <summary>Names the programs, as one would call them.</summary>
    public ToolFactAttribute(params string[] tools)
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && tools.FirstOrDefault(tool => !IsOnPath(tool)) is { } missing)
        {
            Skip = $"needs {missing}: apt-get install {PackageOf(missing)}";
        }
    }

    private static string PackageOf(string tool) => tool switch
    {
        "mosquitto_sub" or "mosquitto_pub" => "mosquitto-clients",
        "mosquitto_passwd" => "mosquitto",
        _ => tool,
    };

    // Daemons live in sbin, which is not on everyone's PATH.
    private static bool IsOnPath(string tool) => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin"
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, tool)));
}
