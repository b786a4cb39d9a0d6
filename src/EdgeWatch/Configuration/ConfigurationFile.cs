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

    /// <summary>
    /// Reads and checks a config file and the files that it names. Finds all mistakes at once and throws for none of them.
    /// </summary>
    /// <param name="path">The file; relative paths inside it start at its folder.</param>
    /// <param name="defaults">What the file may leave open; this machine's own values when null.</param>
    public static LoadedConfiguration Load(string path, MachineDefaults? defaults = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Directory.Exists(path)
                ? Unusable(path, "is a folder; the name of a file is required")
                : Parse(path, ReadLimited(path), defaults ?? MachineDefaults.Current);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
        {
            return Unusable(path, $"cannot be read: {ReferencedFiles.Reason(e)}");
        }
    }

    private static LoadedConfiguration Parse(string path, ReadOnlySpan<byte> content, MachineDefaults defaults)
    {
        if (content.Length > MaxBytes)
        {
            return Unusable(path, $"has more than {MaxBytes >> 20} MiB; this is no config file");
        }

        string text;
        try
        {
            text = StrictUtf8.GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return Unusable(path, "is not UTF-8 text");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        return ConfigurationReader.Read(text, path, options => Complete(options, folder, defaults));
    }

    private static IEnumerable<RuleViolation> Complete(EdgeWatchOptions options, string folder, MachineDefaults defaults)
    {
        options.Node = options.Node.Length == 0 ? defaults.Node : options.Node;
        options.StateDirectory = options.StateDirectory.Length == 0 ? defaults.StateDirectory : options.StateDirectory;
        ReferencedFiles.MakeAbsolute(options, folder);
        return ReferencedFiles.FindUnreadable(options);
    }

    /// <summary>Never reads more than the limit: the file may be a device without an end.</summary>
    private static ReadOnlySpan<byte> ReadLimited(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] content = new byte[MaxBytes + 1];
        return content.AsSpan(0, file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false));
    }

    private static LoadedConfiguration Unusable(string path, string message) =>
        new([new ConfigurationMistake(path, 0, 0, "", message)]);
}
