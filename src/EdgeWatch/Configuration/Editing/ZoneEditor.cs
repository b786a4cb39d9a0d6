using EdgeWatch.Configuration.Yaml;
using EdgeWatch.Configuration.Zones;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Configuration.Editing;

/// <summary>
/// Changes the zones and privacy masks of a camera in the config file, and nothing else there.
/// </summary>
/// <param name="editor">Reads and writes the file.</param>
internal sealed class ZoneEditor(ConfigurationEditor editor)
{
    private const string ZonesKey = "zones";
    private const string MasksKey = "privacy_masks";

    /// <summary>Reads the areas of a camera.</summary>
    /// <exception cref="EditRefusedException">The config cannot be edited, or does not know the camera.</exception>
    public CameraAreas Read(string cameraId)
    {
        (LoadedConfiguration loaded, int index) = editor.Load(cameraId);
        CameraSource source = CameraSource.Of(loaded, index);
        CameraOptions camera = loaded.Options!.Cameras[index];
        return new CameraAreas(
            source.Version,
            editor.NameOf(source.File),
            [
                .. camera.Zones.Select((zone, i) => CameraArea.Of(zone) with { Was = i }),
                .. camera.PrivacyMasks.Select((mask, i) => CameraArea.Of(mask) with { Was = i }),
            ],
            camera.Alerts.Resolve(loaded.Options.Alerts).Threshold,
            source.FindObstacle());
    }

    /// <summary>What the rules of the config say of other areas.</summary>
    /// <exception cref="EditRefusedException">The config cannot be edited, or does not know the camera.</exception>
    public IReadOnlyList<AreaMistake> Check(string cameraId, IReadOnlyList<CameraArea> areas)
    {
        (LoadedConfiguration loaded, int index) = editor.Load(cameraId);
        return Check(loaded.Options!, index, Wanted.Of(areas, loaded.Options!.Cameras[index]));
    }

    /// <summary>Writes other areas into the file.</summary>
    /// <param name="cameraId">The camera.</param>
    /// <param name="version">Of the file that they were made from.</param>
    /// <param name="areas">All of them; those that are not among them are removed.</param>
    /// <returns>The version of the file now.</returns>
    /// <exception cref="EditRefusedException">That cannot be; the file is as it was.</exception>
    public string Save(string cameraId, string version, IReadOnlyList<CameraArea> areas)
    {
        lock (editor.Turn)
        {
            (LoadedConfiguration loaded, int index) = editor.Load(cameraId);
            CameraSource source = CameraSource.Of(loaded, index);
            if (source.Version != version)
            {
                throw new EditRefusedException(EditFault.Changed, $"{editor.NameOf(source.File)} was changed meanwhile");
            }

            CameraOptions before = loaded.Options!.Cameras[index];
            (IList<ZoneOptions> zones, IList<PrivacyMaskOptions> masks) = (before.Zones, before.PrivacyMasks);
            Wanted wanted = Wanted.Of(areas, before);
            if (Check(loaded.Options, index, wanted) is { Count: > 0 } mistakes)
            {
                throw new EditRefusedException(EditFault.Mistakes, "there are mistakes") { Mistakes = mistakes };
            }

            editor.Write(source, Edited(source, index, wanted, zones, masks), Snippet(wanted));
            return CameraSource.Of(loaded, index).Version;
        }
    }

    private static List<AreaMistake> Check(EdgeWatchOptions options, int index, Wanted wanted)
    {
        (options.Cameras[index].Zones, options.Cameras[index].PrivacyMasks) = (wanted.Zones, wanted.Masks);
        return [.. ConfigurationRules.Check(options).Select(violation => wanted.MistakeOf(violation, $"cameras[{index}]."))];
    }

    private string Edited(CameraSource source, int index, Wanted wanted, IList<ZoneOptions> zones, IList<PrivacyMaskOptions> masks)
    {
        try
        {
            string text = EditedList(
                source.Text, $"{source.Path}.{ZonesKey}", [.. zones.Select(Keys)], wanted.ZonesWere, [.. wanted.Zones.Select(Keys)]);
            text = EditedList(
                text, $"{source.Path}.{MasksKey}", [.. masks.Select(Keys)], wanted.MasksWere, [.. wanted.Masks.Select(Keys)]);
            RequireMeant(source.File, text, index, wanted);
            return text;
        }
        catch (YamlEditException)
        {
            throw new EditRefusedException(
                EditFault.Entangled, "the file is laid out in a way that cannot be changed without losing something of it")
            {
                Snippet = Snippet(wanted),
            };
        }
    }

    /// <summary>Changes what differs, adds what is new, and removes what is gone, the last first.</summary>
    private static string EditedList(
        string text, string path, Dictionary<string, string>[] before, int?[] were, Dictionary<string, string>[] after)
    {
        foreach ((Dictionary<string, string> keys, int? was) in after.Zip(were))
        {
            text = was is { } place ? EditedItem(text, KeyPath.Item(path, place), before[place], keys)
                : YamlEdit.Append(text, path, [.. keys.Select(entry => (entry.Key, entry.Value))]);
        }

        foreach (int gone in Enumerable.Range(0, before.Length).Where(place => !were.Contains(place)).Reverse())
        {
            text = YamlEdit.Remove(text, KeyPath.Item(path, gone));
        }

        return text;
    }

    private static string EditedItem(string text, string path, Dictionary<string, string> before, Dictionary<string, string> after)
    {
        foreach ((string key, string value) in after.Where(entry => before.GetValueOrDefault(entry.Key) != entry.Value))
        {
            text = YamlEdit.Set(text, KeyPath.Child(path, key), value);
        }

        foreach (string gone in before.Keys.Except(after.Keys))
        {
            text = YamlEdit.Remove(text, KeyPath.Child(path, gone));
        }

        return text;
    }

    /// <summary>What is written must be what was meant, with all that belongs to the config.</summary>
    private void RequireMeant(string file, string text, int index, Wanted wanted)
    {
        LoadedConfiguration edited = editor.LoadWith(file, text);
        CameraOptions? camera = edited.Options?.Cameras[index];
        if (camera is null || !AreSame([.. camera.Zones.Select(Keys)], wanted.Zones.Select(Keys))
            || !AreSame([.. camera.PrivacyMasks.Select(Keys)], wanted.Masks.Select(Keys)))
        {
            throw new YamlEditException($"cameras[{index}].{ZonesKey}", "…");
        }
    }

    private static bool AreSame(Dictionary<string, string>[] some, IEnumerable<Dictionary<string, string>> others) =>
        some.Select(Line).SequenceEqual(others.Select(Line));

    private static string Line(Dictionary<string, string> keys) => string.Join(", ", keys.Select(Entry));

    private static string Snippet(Wanted wanted) =>
        $"{SnippetOf(ZonesKey, wanted.Zones.Select(Keys))}{SnippetOf(MasksKey, wanted.Masks.Select(Keys))}";

    private static string SnippetOf(string key, IEnumerable<Dictionary<string, string>> items) => items.Any()
        ? $"{key}:\n{string.Concat(items.Select(keys => $"  - {string.Join("\n    ", keys.Select(Entry))}\n"))}"
        : $"{key}: []\n";

    private static string Entry(KeyValuePair<string, string> entry) => $"{entry.Key}: {entry.Value}";

    /// <summary>As the file has it: what is the default is not written.</summary>
    private static Dictionary<string, string> Keys(ZoneOptions zone)
    {
        Dictionary<string, string> keys = new() { ["name"] = zone.Name };
        if (zone.Kind is not ZoneKind.Watch)
        {
            keys["kind"] = OptionKey.NameOf(zone.Kind.ToString());
        }

        keys["points"] = Text(zone.Points);
        if (zone.Threshold is { } threshold)
        {
            keys["threshold"] = ThresholdEditor.Text(threshold);
        }

        if (zone.MinimumStay != ZoneOptions.DefaultMinimumStay)
        {
            keys["minimum_stay"] = DurationText.Format(zone.MinimumStay);
        }

        if (!zone.Enabled)
        {
            keys["enabled"] = "false";
        }

        return keys;
    }

    private static Dictionary<string, string> Keys(PrivacyMaskOptions mask)
    {
        Dictionary<string, string> keys = [];
        if (mask.Name.Length > 0)
        {
            keys["name"] = mask.Name;
        }

        keys["points"] = Text(mask.Points);
        return keys;
    }

    private static string Text(IList<RelativePoint> points) => $"[{string.Join(", ", points)}]";
}
