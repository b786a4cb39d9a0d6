using System.Security;
using System.Text;

namespace EdgeWatch.Configuration;

/// <summary>The config file of the daemon.</summary>
internal static class ConfigurationFile
{
    /// <summary>Where the daemon looks unless it is told otherwise.</summary>
    public const string DefaultPath = "/etc/edgewatch/edgewatch.yaml";

    /// <summary>A config of a hundred cameras has about 50 KiB; anything above this is some other file.</summary>
    public const int MaxBytes = 1 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Folder beside the config file whose files belong to the config.</summary>
    public const string FolderName = "conf.d";

    /// <summary>
    /// Reads and checks a config file, the files <c>conf.d/*.yaml</c> beside it in the order of their names, and the files that they name.
    /// Finds all mistakes at once and throws for none of them.
    /// </summary>
    /// <param name="path">The file; relative paths inside a file start at its folder.</param>
    /// <param name="defaults">What the file may leave open; this machine's own values when null.</param>
    /// <param name="instead">What one of the files is to say in place of what it says.</param>
    public static LoadedConfiguration Load(string path, MachineDefaults? defaults = null, ConfigurationText? instead = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        MachineDefaults machine = defaults ?? MachineDefaults.Current;
        List<ConfigurationText> texts = [];
        List<ConfigurationMistake> unusable = [];
        foreach (string file in FilesOf(path))
        {
            if (ReadText(file, out string text) is { } fault)
            {
                unusable.Add(new ConfigurationMistake(file, 0, 0, "", fault));
            }

            texts.Add(instead is { } other && other.File == file ? other : new ConfigurationText(file, text));
        }

        return unusable.Count > 0
            ? new LoadedConfiguration(unusable)
            : ConfigurationReader.Read(
                texts, Environment.GetEnvironmentVariable, (options, fileOf) => Complete(options, path => FolderOf(fileOf(path)), machine));
    }

    /// <summary>The files that a config is made of, the main one first.</summary>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        string folder = Path.Combine(Path.GetDirectoryName(path) ?? "/", FolderName);
        try
        {
            string[] others = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
            return [path, .. others.Where(IsMeant).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
        {
            // Reading the folder as if it were a file says why.
            return [path, folder];
        }
    }

    /// <summary>Who names a file .yml means it, and is told; .yaml~ and .swp are left behind by editors.</summary>
    private static bool IsMeant(string file) => Path.GetFileName(file) is not ['.', ..] && Path.GetExtension(file) is ".yaml" or ".yml";

    private static string FolderOf(string file) => Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";

    /// <summary>Returns what is wrong with a file as a whole.</summary>
    private static string? ReadText(string file, out string text)
    {
        text = "";
        try
        {
            if (Directory.Exists(file))
            {
                return Path.GetFileName(file) == FolderName ? "cannot be looked into" : "is a folder; the name of a file is required";
            }

            ReadOnlySpan<byte> content = ReadLimited(file);
            if (content.Length > MaxBytes)
            {
                return $"has more than {MaxBytes >> 20} MiB; this is no config file";
            }

            text = StrictUtf8.GetString(content).TrimStart('\uFEFF');
            bool isMisnamed = Path.GetExtension(file) == ".yml" && Path.GetFileName(Path.GetDirectoryName(file)) == FolderName;
            return isMisnamed ? "is not read: its name has to end with .yaml" : null;
        }
        catch (DecoderFallbackException)
        {
            return "is not UTF-8 text";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
        {
            return $"cannot be read: {ReferencedFiles.Reason(e)}";
        }
    }

    private static IEnumerable<RuleViolation> Complete(EdgeWatchOptions options, Func<string, string> folderOf, MachineDefaults defaults)
    {
        options.Node = options.Node.Length == 0 ? defaults.Node : options.Node;
        options.StateDirectory = options.StateDirectory.Length == 0 ? defaults.StateDirectory : options.StateDirectory;
        return
        [
            .. ReferencedFiles.Complete(options, folderOf, defaults.Home),
            .. ReferencedFiles.FindUnreadable(options),
        ];
    }

    /// <summary>Never reads more than the limit: the file may be a device without an end.</summary>
    private static ReadOnlySpan<byte> ReadLimited(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] content = new byte[MaxBytes + 1];
        return content.AsSpan(0, file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false));
    }
}
