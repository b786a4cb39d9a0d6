using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace EdgeWatch.Configuration;

/// <summary>Changes the threshold of one camera in the text of a config, and nothing else: comments and layout stay.</summary>
internal static class ThresholdEdit
{
    private const string AlertsKey = "alerts";
    private const string ThresholdKey = "threshold";

    /// <summary>The text with the threshold in it.</summary>
    /// <param name="text">A config without mistakes.</param>
    /// <param name="cameraId">The camera.</param>
    /// <param name="threshold">0–1.</param>
    /// <returns>Null when the place for it was not found, so that somebody has to write it by hand.</returns>
    public static string? Apply(string text, string cameraId, double threshold)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        if (stream.Documents is not [{ RootNode: YamlMappingNode root }] || FindCamera(root, cameraId) is not { } camera)
        {
            return null;
        }

        string value = threshold.ToString("0.0##", CultureInfo.InvariantCulture);
        string edited = Find(camera, AlertsKey) is not { } alerts
            ? Insert(text, camera, Find(camera, "id")!, $"{AlertsKey}: {{{ThresholdKey}: {value}}}")
            : alerts is not YamlMappingNode mapping ? text
            : Find(mapping, ThresholdKey) is { } old ? Replace(text, old, value)
            : mapping.Children.Count == 0 ? text.Insert((int)mapping.Start.Index + 1, $"{ThresholdKey}: {value}")
            : Insert(text, mapping, mapping.Children.Last().Value, $"{ThresholdKey}: {value}");
        return IsThatAlone(text, edited, cameraId, threshold) ? edited : null;
    }

    private static YamlMappingNode? FindCamera(YamlMappingNode root, string cameraId) => (Find(root, "cameras") as YamlSequenceNode)?
        .OfType<YamlMappingNode>()
        .FirstOrDefault(camera => Find(camera, "id") is YamlScalarNode id && id.Value == cameraId);

    private static YamlNode? Find(YamlMappingNode mapping, string key) =>
        mapping.Children.FirstOrDefault(entry => entry.Key is YamlScalarNode { Value: { } name } && name == key).Value;

    private static string Replace(string text, YamlNode node, string value) =>
        string.Concat(text.AsSpan(0, (int)node.Start.Index), value, text.AsSpan((int)node.End.Index));

    /// <summary>Adds an entry behind another one: on a line of its own, or behind a comma where the mapping stands in braces.</summary>
    private static string Insert(string text, YamlMappingNode mapping, YamlNode behind, string entry)
    {
        int end = (int)behind.End.Index;
        if (mapping.Style is YamlDotNet.Core.Events.MappingStyle.Flow)
        {
            return $"{text[..end]}, {entry}{text[end..]}";
        }

        int lineEnd = text.IndexOf('\n', end) is var found and >= 0 ? found : text.Length;
        string indent = new(' ', (int)mapping.Children.First().Key.Start.Column - 1);
        return $"{text[..lineEnd]}\n{indent}{entry}{text[lineEnd..]}";
    }

    /// <summary>Whether the edited text says the same as before but for the threshold.</summary>
    private static bool IsThatAlone(string before, string after, string cameraId, double threshold)
    {
        if (Read(before) is not { } old || Read(after) is not { } edited || CameraOf(edited, cameraId).Alerts.Threshold != threshold)
        {
            return false;
        }

        CameraOf(edited, cameraId).Alerts.Threshold = CameraOf(old, cameraId).Alerts.Threshold;
        return PublicConfiguration.Of(old).ToJsonString() == PublicConfiguration.Of(edited).ToJsonString();
    }

    private static CameraOptions CameraOf(EdgeWatchOptions options, string id) => options.Cameras.Single(camera => camera.Id == id);

    private static EdgeWatchOptions? Read(string text) => ConfigurationReader.Read(text, "config").Options;
}
