using System.Security;
using EdgeWatch.Configuration.Yaml;

namespace EdgeWatch.Configuration;

/// <summary>The files that a config names: where they are and whether they can be read.</summary>
internal static class ReferencedFiles
{
    private const string AccessDenied = "permission denied (the service runs as user edgewatch: chgrp edgewatch, chmod 0640)";

    /// <summary>
    /// Makes relative paths start at the folder of the file that they stand in, and those with <c>~/</c> at the home of who runs this;
    /// takes the brackets off hosts.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <param name="folderOf">The folder of the file that a key stands in, by its path.</param>
    /// <param name="home">The home of who runs this; empty when there is none.</param>
    /// <returns>Paths that lead nowhere.</returns>
    public static IEnumerable<RuleViolation> Complete(EdgeWatchOptions options, Func<string, string> folderOf, string home)
    {
        List<RuleViolation> violations = [];
        foreach ((string path, object section, OptionKey key) in OptionSection.Walk(options))
        {
            if (key.Get(section) is string { Length: > 0 } text)
            {
                if (key.Content is TextContent.Host)
                {
                    key.Set(section, HostText.WithoutBrackets(text));
                }
                else if (IsPath(key.Content, text))
                {
                    key.Set(section, Path.GetFullPath(AtHome(text, path), folderOf(path)));
                }
            }
            else if (key.Content is TextContent.Arguments && key.Get(section) is IList<string> { Count: > 0 } arguments)
            {
                key.Set(section, arguments.Select((argument, index) => AtHome(argument, KeyPath.Item(path, index))).ToList());
            }
        }

        return violations;

        string AtHome(string text, string path)
        {
            if (text is not ['~', ..])
            {
                return text;
            }

            if (text is not ("~" or ['~', '/', ..]))
            {
                violations.Add(new RuleViolation(
                    path, "~ with a name is not supported; ~/ is the home of who runs edgewatch, and anything else is written out"));
                return text;
            }

            if (!Path.IsPathRooted(home))
            {
                violations.Add(new RuleViolation(path, "who runs edgewatch has no home folder ($HOME); write the path out"));
                return text;
            }

            return home + text[1..];
        }
    }

    /// <summary>The files that cannot be read, with the key that names them.</summary>
    public static IEnumerable<RuleViolation> FindUnreadable(EdgeWatchOptions options)
    {
        foreach ((string path, object section, OptionKey key) in OptionSection.Walk(options))
        {
            if (key.Content is TextContent.File or TextContent.PasswordFile
                && key.Get(section) is string { Length: > 0 } file
                && FindFault(file, key.Content) is { } fault)
            {
                yield return new RuleViolation(path, $"cannot use {file}: {fault}");
            }
        }
    }

    private static bool IsPath(TextContent content, string text) =>
        content is TextContent.Path or TextContent.File or TextContent.PasswordFile
        || (content is TextContent.UrlOrPath && !CameraOptions.IsUrl(text));

    private static string? FindFault(string file, TextContent content)
    {
        try
        {
            if (Directory.Exists(file))
            {
                return "it is a folder";
            }

            using StreamReader reader = new(file);
            return content is TextContent.PasswordFile ? FindPasswordFault(reader) : reader.Peek() < 0 ? "it is empty" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
        {
            return Reason(e);
        }
    }

    private static string? FindPasswordFault(StreamReader reader) =>
        string.IsNullOrEmpty(reader.ReadLine()) ? "its first line is empty; the password belongs there" : null;

    /// <summary>Why a file could not be opened, without the path, which the message names already.</summary>
    internal static string Reason(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        UnauthorizedAccessException or SecurityException => AccessDenied,
        _ => exception.Message,
    };
}
