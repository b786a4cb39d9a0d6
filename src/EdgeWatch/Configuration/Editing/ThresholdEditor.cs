using System.Globalization;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Configuration.Yaml;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Configuration.Editing;

/// <summary>Writes the threshold of a camera into the config file, whose comments stay.</summary>
/// <param name="editor">Reads and writes the file.</param>
internal sealed class ThresholdEditor(ConfigurationEditor editor)
{
    private const string Key = "alerts.threshold";

    /// <summary>Writes it.</summary>
    /// <returns>The file that was written.</returns>
    /// <exception cref="EditRefusedException">That cannot be; the file is as it was.</exception>
    public CameraSource Write(string cameraId, double threshold)
    {
        lock (editor.Turn)
        {
            (LoadedConfiguration loaded, int index) = editor.Load(cameraId);
            CameraSource source = CameraSource.Of(loaded, index);
            editor.Write(source, Edited(loaded, index, source, threshold), Snippet(threshold));
            return source;
        }
    }

    private static string Edited(LoadedConfiguration loaded, int index, CameraSource source, double threshold)
    {
        Require(loaded.Options!.Cameras[index], loaded.Options, threshold);
        try
        {
            return YamlEdit.Set(source.Text, $"{source.Path}.{Key}", Text(threshold));
        }
        catch (YamlEditException e)
        {
            throw new EditRefusedException(EditFault.Entangled, e.Message) { Snippet = Snippet(threshold) };
        }
    }

    private static void Require(CameraOptions camera, EdgeWatchOptions options, double threshold)
    {
        double hysteresis = camera.Alerts.Resolve(options.Alerts).Hysteresis;
        double least = AlertPolicy.LeastThreshold(hysteresis);
        if (threshold < least || threshold > AlertOptions.MaxThreshold || double.IsNaN(threshold))
        {
            throw new EditRefusedException(EditFault.Mistakes, string.Create(
                CultureInfo.InvariantCulture,
                $"a threshold of {threshold} is not allowed; {least}–{AlertOptions.MaxThreshold} is, with a hysteresis of {hysteresis}"));
        }

        if (camera.Alerts.Sensitivity is not null)
        {
            throw new EditRefusedException(EditFault.Mistakes, string.Create(
                CultureInfo.InvariantCulture,
                $"{camera.Id} has a sensitivity in the config, and only one of the two is allowed: change its false_alarms_per_day to "
                + $"{Rarity.TimesPerDay(threshold):0.####}, which is a threshold of {threshold:0.0##}, or remove it"));
        }
    }

    private static string Snippet(double threshold) => $"alerts:\n  threshold: {Text(threshold)}\n";

    /// <summary>A threshold as the file has it.</summary>
    public static string Text(double threshold) => threshold.ToString("0.0##", CultureInfo.InvariantCulture);
}
