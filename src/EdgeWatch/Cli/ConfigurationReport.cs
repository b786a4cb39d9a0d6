using EdgeWatch.Configuration;
using EdgeWatch.Hosting.Systemd;

namespace EdgeWatch.Cli;

/// <summary>Loads a config file for a verb and tells a person about its mistakes.</summary>
internal static class ConfigurationReport
{
    /// <summary>Loads the file.</summary>
    /// <returns>The config; null when there are mistakes, each of which has been written to <paramref name="output"/>.</returns>
    public static LoadedConfiguration? TryLoad(string path, TextWriter output)
    {
        LoadedConfiguration loaded = ConfigurationFile.Load(path);
        foreach (ConfigurationMistake mistake in loaded.Mistakes)
        {
            output.WriteLine(Journal.Error(mistake.ToString()));
        }

        return loaded.IsValid ? loaded : null;
    }

    /// <summary>The camera of an id.</summary>
    /// <exception cref="EdgeWatchException">There is none; the message says which there are.</exception>
    public static CameraOptions CameraOf(EdgeWatchOptions options, string configFile, string cameraId) =>
        options.Cameras.FirstOrDefault(known => known.Id == cameraId) ?? throw new EdgeWatchException(
            $"there is no camera {cameraId} in {configFile}; there is: {KnownIn(options)}");

    private static string KnownIn(EdgeWatchOptions options) =>
        options.Cameras.Count == 0 ? "none yet" : string.Join(", ", options.Cameras.Select(known => known.Id));
}
