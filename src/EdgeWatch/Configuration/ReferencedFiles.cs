using System.Security;

namespace EdgeWatch.Configuration;

/// <summary>The files that a config names: where they are and whether they can be read.</summary>
internal static class ReferencedFiles
{
    private const string AccessDenied = "permission denied (the service runs as user edgewatch: chgrp edgewatch, chmod 0640)";

    /// <summary>Makes relative paths start at the folder of the config file.</summary>
    public static void MakeAbsolute(EdgeWatchOptions options, string folder)
    {
        options.Model = Absolute(options.Model, folder);
        options.StateDirectory = Absolute(options.StateDirectory, folder);
        options.Mqtt.PasswordFile = Absolute(options.Mqtt.PasswordFile, folder);
        if (options.Mqtt.Tls is { } tls)
        {
            tls.CaFile = Absolute(tls.CaFile, folder);
            tls.CertificateFile = Absolute(tls.CertificateFile, folder);
            tls.KeyFile = Absolute(tls.KeyFile, folder);
        }

        foreach (CameraOptions camera in options.Cameras)
        {
            camera.PasswordFile = Absolute(camera.PasswordFile, folder);
            camera.Source = camera.HasUrl ? camera.Source : Absolute(camera.Source, folder);
        }
    }

    /// <summary>The files that cannot be read, with the key that names them.</summary>
    public static IEnumerable<RuleViolation> FindUnreadable(EdgeWatchOptions options)
    {
        foreach ((string key, string file, bool isSecret) in Named(options))
        {
            if (file.Length > 0 && FindFault(file, isSecret) is { } fault)
            {
                yield return new RuleViolation(key, $"cannot use {file}: {fault}");
            }
        }
    }

    private static IEnumerable<(string Key, string File, bool IsSecret)> Named(EdgeWatchOptions options)
    {
        yield return ("model", options.Model, false);
        yield return ("mqtt.password_file", options.Mqtt.PasswordFile, true);
        yield return ("mqtt.tls.ca_file", options.Mqtt.Tls?.CaFile ?? "", false);
        yield return ("mqtt.tls.certificate_file", options.Mqtt.Tls?.CertificateFile ?? "", false);
        yield return ("mqtt.tls.key_file", options.Mqtt.Tls?.KeyFile ?? "", false);
        foreach ((int index, CameraOptions camera) in options.Cameras.Index())
        {
            yield return ($"cameras[{index}].password_file", camera.PasswordFile, true);
        }
    }

    private static string? FindFault(string file, bool isSecret)
    {
        try
        {
            if (Directory.Exists(file))
            {
                return "it is a folder";
            }

            using StreamReader reader = new(file);
            return isSecret ? FindSecretFault(reader) : reader.Peek() < 0 ? "it is empty" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
        {
            return Reason(e);
        }
    }

    private static string? FindSecretFault(StreamReader reader) =>
        string.IsNullOrEmpty(reader.ReadLine()) ? "its first line is empty; the password belongs there" : null;

    /// <summary>Why a file could not be opened, without the path, which the message names already.</summary>
    internal static string Reason(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        UnauthorizedAccessException or SecurityException => AccessDenied,
        _ => exception.Message,
    };

    private static string Absolute(string path, string folder) => path.Length == 0 ? path : Path.GetFullPath(path, folder);
}
