using System.Text.RegularExpressions;

namespace EdgeWatch.Configuration;

/// <summary>Variables of the environment in texts of the config: <c>${NAME}</c>, and <c>${NAME:-default}</c>; <c>$${</c> stands for
/// <c>${</c>.</summary>
internal static partial class EnvironmentText
{
    /// <summary>Whether a text has any.</summary>
    public static bool IsIn(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <summary>Puts the values in.</summary>
    /// <param name="text">The text as it was written.</param>
    /// <param name="variable">The value of a variable; null when it is not set.</param>
    /// <param name="fault">What is wrong; null when nothing is. Never holds a value.</param>
    /// <returns>The text with the values; of no use when there is a fault.</returns>
    public static string Expand(string text, Func<string, string?> variable, out string? fault)
    {
        string? found = null;
        string expanded = Reference().Replace(text, match =>
        {
            if (match.Value[1] == '$')
            {
                return match.Value[1..];
            }

            string name = match.Groups["name"].Value;
            if (name.Length == 0)
            {
                found ??= "${ begins the name of an environment variable: ${NAME} or ${NAME:-default}; write $${ for ${ itself";
                return "";
            }

            string? value = variable(name);
            bool hasDefault = match.Groups["default"].Success;
            found ??= value is null && !hasDefault
                ? $"the environment variable {name} is not set; set it (of the service: systemctl edit edgewatch, Environment=), "
                    + $"or write ${{{name}:-default}}, or $${{{name}}} for the text itself"
                : null;
            return string.IsNullOrEmpty(value) && hasDefault ? match.Groups["default"].Value : value ?? "";
        });
        fault = found;
        return expanded;
    }

    [GeneratedRegex(@"\$\$\{|\$\{(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<default>[^}]*))?\})?", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
