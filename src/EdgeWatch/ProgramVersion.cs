using System.Reflection;

namespace EdgeWatch;

/// <summary>Version of this program.</summary>
internal static class ProgramVersion
{
    /// <summary>As the build wrote it, with the commit behind a plus.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
