using System.Globalization;

namespace EdgeWatch.Configuration.Editing;

/// <summary>The config files of the daemon as something that is edited: one edit at a time, and none that cannot be read again.</summary>
/// <param name="configFile">The main file of the config; empty when there is none.</param>
internal sealed class ConfigurationEditor(string configFile)
{
    /// <summary>Held by whoever edits.</summary>
    public Lock Turn { get; } = new();

    /// <summary>Reads the config, and finds a camera in it.</summary>
    /// <exception cref="EditRefusedException">It cannot be edited, or does not know the camera.</exception>
    public (LoadedConfiguration Loaded, int Index) Load(string cameraId)
    {
        if (configFile.Length == 0)
        {
            throw new EditRefusedException(EditFault.NoFile, "this node was started without a config file");
        }

        LoadedConfiguration loaded = ConfigurationFile.Load(configFile);
        if (!loaded.IsValid)
        {
            ConfigurationMistake first = loaded.Mistakes[0];
            throw new EditRefusedException(
                EditFault.Unreadable, string.Create(CultureInfo.InvariantCulture, $"{NameOf(first.File)}, line {first.Line}: {first.Key}"));
        }

        int index = loaded.Options.Cameras.Index().FirstOrDefault(camera => camera.Item.Id == cameraId, (-1, null!)).Index;
        return index >= 0 ? (loaded, index)
            : throw new EditRefusedException(EditFault.Changed, "the camera is not in the config file any more");
    }

    /// <summary>What the config would be if one of its files had another text.</summary>
    public LoadedConfiguration LoadWith(string file, string text) =>
        ConfigurationFile.Load(configFile, instead: new ConfigurationText(file, text));

    /// <summary>Writes a file, with which the config as a whole must be without mistakes: what is right by itself may not be.</summary>
    /// <param name="source">The file.</param>
    /// <param name="text">What it is to say.</param>
    /// <param name="snippet">What somebody can write into it by hand.</param>
    /// <exception cref="EditRefusedException">There would be mistakes, or it cannot be written; the file is as it was.</exception>
    public void Write(CameraSource source, string text, string snippet)
    {
        if (LoadWith(source.File, text).Mistakes is [var first, ..])
        {
            throw new EditRefusedException(EditFault.Mistakes, $"{first.Key}: {first.Message}");
        }

        try
        {
            source.Write(text);
        }
        catch (EdgeWatchException)
        {
            throw new EditRefusedException(
                EditFault.Unwritable,
                $"{NameOf(source.File)} cannot be written: {source.FindObstacle() ?? "no copy of it can be made beside it"}")
            {
                Snippet = snippet,
            };
        }
    }

    /// <summary>Name of a file of the config, as seen from the main one: nobody is told of other folders.</summary>
    public string NameOf(string file) =>
        Path.GetRelativePath(Path.GetDirectoryName(configFile) is { Length: > 0 } folder ? folder : ".", file);
}
