using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeWatch.Capture;

/// <summary>A file name with a number in it, in ffmpeg's notation: <c>%d</c>, or <c>%04d</c> for numbers padded with zeros.</summary>
/// <param name="Folder">Absolute path of the folder.</param>
/// <param name="Name">File name with the number pattern.</param>
internal sealed partial record SequencePattern(string Folder, string Name)
{
    /// <summary>The whole pattern as ffmpeg wants it: a percent sign in the folder's name is no pattern.</summary>
    public string ForFfmpeg => $"{Folder.Replace("%", "%%", StringComparison.Ordinal)}/{Name}";

    /// <summary>Splits a path into folder and pattern.</summary>
    /// <returns>False if its file name holds no number pattern.</returns>
    public static bool TryParse(string path, [NotNullWhen(true)] out SequencePattern? pattern)
    {
        string name = Path.GetFileName(path);
        pattern = Number().IsMatch(name) ? new SequencePattern(Path.GetDirectoryName(path) ?? "/", name) : null;
        return pattern is not null;
    }

    /// <summary>
    /// The lowest number among <paramref name="files"/> that match. ffmpeg
    /// itself looks for 0 to 4 only and would call any other sequence missing.
    /// </summary>
    public int? FirstNumber(IEnumerable<string> files)
    {
        Match number = Number().Match(Name);
        string before = Unescape(Name[..number.Index]);
        string after = Unescape(Name[(number.Index + number.Length)..]);
        int digits = number.Groups["digits"] is { Success: true } group ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 1;
        string format = $"D{digits}";
        int? first = null;
        foreach (string file in files)
        {
            if (file.Length > before.Length + after.Length
                && file.StartsWith(before, StringComparison.Ordinal) && file.EndsWith(after, StringComparison.Ordinal)
                && int.TryParse(
                    file.AsSpan(before.Length, file.Length - before.Length - after.Length),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out int value)
                && file.AsSpan(before.Length, file.Length - before.Length - after.Length)
                    .SequenceEqual(value.ToString(format, CultureInfo.InvariantCulture))
                && value < (first ?? int.MaxValue))
            {
                first = value;
            }
        }

        return first;
    }

    private static string Unescape(string text) => text.Replace("%%", "%", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<!%)%(?:0(?<digits>[1-9]))?d")]
    private static partial Regex Number();
}
