using System.Security;

namespace EdgeWatch.Configuration;

/// <summary>The files that a config names: where they are and whether they can be read.</summary>
internal static class ReferencedFiles
{
    private const string AccessDenied = "permission denied (the service runs as user edgewatch: chgrp edgewatch, chmod 0640)";

    /// <summary>Makes relative paths start at the folder of the config file.</summary>
    public static void MakeAbsolute(EdgeWatchOptions options, string folder)
    {
        foreach ((_, object section, OptionKey key) in OptionSection.Walk(options))
        {
            if (key.Get(section) is string { Length: > 0 } text && IsPath(key.Content, text))
            {
                key.Set(section, Path.GetFullPath(text, folder));
            }
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
