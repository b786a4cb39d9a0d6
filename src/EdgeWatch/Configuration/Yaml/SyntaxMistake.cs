using YamlDotNet.Core;

namespace EdgeWatch.Configuration.Yaml;

/// <summary>Says what a YAML parser's complaint means to the writer of the file.</summary>
internal static class SyntaxMistake
{
    public static void Add(MistakeList mistakes, YamlException exception, string text, string file)
    {
        string[] lines = text.Split('\n');
        int line = Math.Clamp((int)exception.Start.Line, 1, lines.Length);
        if (FindTabIndentation(lines, line, file) is { } tab)
        {
            mistakes.Add(tab, "", "this line is indented with a tab; YAML allows spaces only");
            return;
        }

        YamlPosition position = new(line, Math.Max(1, (int)exception.Start.Column), file);
        mistakes.Add(position, "", $"not valid YAML: {KeyPath.Shown(Lowered(exception.Message))}");
    }

    /// <summary>The parser complains in the line of the tab or in one of its neighbours.</summary>
    private static YamlPosition? FindTabIndentation(string[] lines, int line, string file)
    {
        foreach (int candidate in (int[])[line, line + 1, line - 1])
        {
            if (candidate < 1 || candidate > lines.Length)
            {
                continue;
            }

            string content = lines[candidate - 1];
            string indentation = content[..(content.Length - content.TrimStart(' ', '\t').Length)];
            int tab = indentation.IndexOf('\t', StringComparison.Ordinal);
            if (tab >= 0 && indentation.Length < content.TrimEnd().Length)
            {
                return new YamlPosition(candidate, tab + 1, file);
            }
        }

        return null;
    }

    private static string Lowered(string message) => message.Length == 0 ? message : char.ToLowerInvariant(message[0]) + message[1..];
}
