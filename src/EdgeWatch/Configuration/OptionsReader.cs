using EdgeWatch.Configuration.Yaml;

namespace EdgeWatch.Configuration;

/// <summary>
/// Fills options from YAML values. The properties are the schema, so there is no second list of keys to keep in step. Every key
/// that cannot be read becomes a mistake, and reading goes on.
/// </summary>
internal sealed class OptionsReader(MistakeList mistakes)
{
    private readonly Dictionary<string, YamlPosition> _positions = [];

    /// <summary>Reads the whole file.</summary>
    public EdgeWatchOptions Read(YamlValue root) => (EdgeWatchOptions)ReadSection(OptionSection.Of<EdgeWatchOptions>(), root, "");

    /// <summary>Where a key stands, or the nearest section above it when it is missing.</summary>
    public YamlPosition PositionOf(string path)
    {
        while (path.Length > 0)
        {
            if (_positions.TryGetValue(path, out YamlPosition position))
            {
                return position;
            }

            path = KeyPath.Parent(path);
        }

        return YamlPosition.Start;
    }

    private object ReadSection(OptionSection section, YamlValue value, string path)
    {
        object options = section.Create();
        if (value is YamlMapping mapping)
        {
            foreach (YamlEntry entry in mapping.Entries)
            {
                ReadEntry(section, options, entry, path);
            }
        }
        else if (value is not YamlScalar { IsNull: true })
        {
            AddUnlessKnown(value, path, "expects keys and values below it");
        }

        return options;
    }

    private void ReadEntry(OptionSection section, object options, YamlEntry entry, string path)
    {
        string child = KeyPath.Child(path, entry.Key);
        if (section.FindKey(entry.Key) is not { } key)
        {
            AddUnknownKey(entry, path, [.. section.Keys.Select(k => k.Name)]);
            return;
        }

        _positions[child] = entry.Position;
        object? value = ReadValue(key, key.Get(options), entry.Value, child);
        if (value is not null)
        {
            key.Set(options, value);
        }
    }

    private object? ReadValue(OptionKey key, object? byDefault, YamlValue value, string path)
    {
        if (OptionSection.Find(key.Type) is { } section)
        {
            // A section that is off by default (tls) must not be left off because nothing stands below its key.
            return byDefault is null && value is YamlScalar
                ? AddWrongType(path, $"needs keys below it, or {{}} for the defaults: {key.Name}: {{}}")
                : ReadSection(section, value, path);
        }

        return key.Type == typeof(IList<string>) ? ReadTexts(value, path)
            : key.Type == typeof(IList<CameraOptions>) ? ReadCameras(value, path)
            : ReadScalar(key.Type, value, path);
    }

    private object? ReadScalar(Type type, YamlValue value, string path)
    {
        if (value is YamlScalar { IsNull: true })
        {
            return AddWrongType(path, $"has no value; give {ScalarConversion.Expected(type)} or remove the key");
        }

        if (value is not YamlScalar scalar)
        {
            AddUnlessKnown(value, path, $"expects {ScalarConversion.Expected(type)}");
            return null;
        }

        if (scalar.Text.Any(char.IsControl))
        {
            return AddWrongType(path, "has a control character or a line break");
        }

        return ScalarConversion.Convert(scalar.Text, type)
            ?? AddWrongType(path, $"'{KeyPath.Shown(scalar.Text)}' is not {ScalarConversion.Expected(type)}");
    }

    private List<string>? ReadTexts(YamlValue value, string path)
    {
        if (value is not YamlSequence sequence)
        {
            AddUnlessKnown(value, path, """expects a list of texts, for example ["-c:v", "h264_v4l2m2m"]""");
            return null;
        }

        List<string> texts = [];
        foreach ((int index, YamlValue item) in sequence.Items.Index())
        {
            string itemPath = KeyPath.Item(path, index);
            _positions[itemPath] = item.Position;
            texts.Add(ReadScalar(typeof(string), item, itemPath) as string ?? "");
        }

        return texts;
    }

    private List<CameraOptions>? ReadCameras(YamlValue value, string path)
    {
        if (value is not YamlSequence sequence)
        {
            if (value is not YamlScalar { IsNull: true })
            {
                AddUnlessKnown(value, path, "expects a list: each camera starts with a dash, for example - id: door");
            }

            return null;
        }

        OptionSection section = OptionSection.Of<CameraOptions>();
        List<CameraOptions> cameras = [];
        foreach ((int index, YamlValue item) in sequence.Items.Index())
        {
            string itemPath = KeyPath.Item(path, index);
            _positions[itemPath] = item.Position;
            cameras.Add((CameraOptions)ReadSection(section, item, itemPath));
        }

        return cameras;
    }

    private void AddUnknownKey(YamlEntry entry, string path, string[] allowed)
    {
        if (mistakes.IsFull)
        {
            return;
        }

        // The value of such a key may be a secret, so no message repeats it.
        string message = entry.Key is "password" && allowed.Contains("password_file")
            ? "a password does not belong into the config; write it to a file and name that in password_file"
            : UnknownKeyMessage(entry.Key, path, allowed);
        mistakes.Add(entry.Position, KeyPath.Child(path, entry.Key), message);
    }

    private string UnknownKeyMessage(string key, string path, string[] allowed)
    {
        string list = $"allowed: {string.Join(", ", allowed)}";
        if (ClosestKey.Find(key, allowed) is not { } closest)
        {
            return $"is not a known key; {list}";
        }

        mistakes.MarkUnusable(KeyPath.Child(path, closest));
        return $"is not a known key; did you mean {closest}? ({list})";
    }

    /// <summary>Adds a mistake at the key and stands for the missing value.</summary>
    private object? AddWrongType(string path, string message)
    {
        mistakes.AddUnusable(PositionOf(path), path, message);
        return null;
    }

    private void AddUnlessKnown(YamlValue value, string path, string message)
    {
        if (value is not YamlUnusable)
        {
            AddWrongType(path, message);
        }
    }
}
