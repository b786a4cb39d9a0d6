using System.Text.RegularExpressions;

namespace EdgeWatch.Configuration;

/// <summary>Takes secrets out of text before it is logged, published or shown.</summary>
internal static partial class Redaction
{
    private const string Replacement = "***";

    /// <summary>
    /// Replaces <c>user:password@</c> of every URL and the values of parameters such as <c>password=</c> by <c>***</c>. When in doubt
    /// it takes too much: a password that holds an unencoded <c>/</c> or <c>@</c> goes as well.
    /// </summary>
    public static string Redact(string text) => SecretParameter().Replace(UserInfo().Replace(text, Replacement + "@"), "$1=" + Replacement);

    // Second branch: a password with a slash in it; digits up to the slash are a port, so that host:554/cam@2 stays readable.
    [GeneratedRegex(@"(?<=://)(?:[^\s/]*|[^\s/@:]+:(?!\d{1,5}/)[^\s@]*)@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"\b((?:[a-z]+[-_])?(?:password|passwd|pass|pwd|pw|token|secret))=[^&\s'""]+", RegexOptions.IgnoreCase)]
    private static partial Regex SecretParameter();
}
