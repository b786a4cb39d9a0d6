using EdgeWatch.Configuration.Yaml;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Configuration;

/// <summary>
/// Fills options from YAML values. The properties are the schema, so there is no second list of keys to keep in step. Every key
/// that cannot be read becomes a mistake, and reading goes on.
/// </summary>
/// <param name="mistakes">Takes what is wrong.</param>
/// <param name="variable">The value of a variable of the environment; null for a text whose writer must not learn anything of it.</param>
internal sealed class OptionsReader(MistakeList mistakes, Func<string, string?>? variable)
{
    private readonly Dictionary<string, YamlPosition> _positions = [];
    private readonly Dictionary<string, string> _written = [];
    private YamlPosition _start;

    /// <summary>Where each key stands that is given, and each item of a list.</summary>
    public IReadOnlyDictionary<string, YamlPosition> Positions => _positions;

    /// <summary>Reads the whole config.</summary>
    public EdgeWatchOptions Read(YamlValue root)
    {
        _start = root.Position with { Line = 1, Column = 1 };
        EdgeWatchOptions options = (EdgeWatchOptions)ReadSection(OptionSection.Of<EdgeWatchOptions>(), root, "");
        options.Written = _written;
        return options;
    }

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

        return _start;
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
            : key.Type == typeof(IList<RelativePoint>) ? ReadPoints(value, path)
            : OptionSection.FindItem(key.Type) is { } item ? ReadSections(item, value, path)
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

        return ReadText(scalar.Text, path) is not { } text ? null
            : text.Any(char.IsControl) ? AddWrongType(path, "has a control character or a line break")
            : ScalarConversion.Convert(text, type)
                ?? AddWrongType(path, $"'{KeyPath.Shown(scalar.Text)}' is not {ScalarConversion.Expected(type)}");
    }

    /// <summary>The text with values of the environment in it; null when one is missing.</summary>
    private string? ReadText(string written, string path)
    {
        if (written is ['\u201c' or '\u201d' or '\u201e' or '\u2018' or '\u2019', ..])
        {
            AddWrongType(path, $"begins with {written[0]}, which is no quotation mark of YAML; write \" or no mark at all");
            return null;
        }

        if (!EnvironmentText.IsIn(written))
        {
            return written;
        }

        if (variable is null)
        {
            mistakes.MarkUnusable(path);
            return null;
        }

        string text = EnvironmentText.Expand(written, variable, out string? fault);
        if (fault is not null)
        {
            AddWrongType(path, fault);
            return null;
        }

        _written[path] = written;
        return text;
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

    private object? ReadSections(OptionSection section, YamlValue value, string path)
    {
        if (value is not YamlSequence sequence)
        {
            if (value is not YamlScalar { IsNull: true })
            {
                AddUnlessKnown(value, path, $"expects a list: each item starts with a dash, for example - {section.Keys[0].Name}: door");
            }

            return null;
        }

        List<object> items = [];
        foreach ((int index, YamlValue item) in sequence.Items.Index())
        {
            string itemPath = KeyPath.Item(path, index);
            _positions[itemPath] = item.Position;
            items.Add(ReadSection(section, item, itemPath));
        }

        return section.CreateList(items);
    }

    private List<RelativePoint>? ReadPoints(YamlValue value, string path)
    {
        if (value is not YamlSequence sequence)
        {
            AddUnlessKnown(value, path, "expects a list of corners, for example [[0, 0.5], [1, 0.5], [1, 1], [0, 1]]");
            return null;
        }

        List<RelativePoint?> points = [];
        foreach ((int index, YamlValue item) in sequence.Items.Index())
        {
            string itemPath = KeyPath.Item(path, index);
            _positions[itemPath] = item.Position;
            points.Add(ReadPoint(item, itemPath));
        }

        if (points.Contains(null))
        {
            mistakes.MarkUnusable(path);
            return null;
        }

        return [.. points.Select(point => point!.Value)];
    }

    private RelativePoint? ReadPoint(YamlValue value, string path)
    {
        if (value is not YamlSequence { Items: [var x, var y] })
        {
            AddUnlessKnown(
                value, path, "expects two numbers, [x, y]: parts of the picture's width from the left and of its height from the top");
            return null;
        }

        string ofY = KeyPath.Item(path, 1);
        _positions[ofY] = y.Position;
        return ReadScalar(typeof(double), x, KeyPath.Item(path, 0)) is double across && ReadScalar(typeof(double), y, ofY) is double down
            ? new RelativePoint(across, down)
            : null;
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
            return OptionSection.PlacesOf(key) is [_, ..] places
                ? $"is not a known key here; it belongs into {string.Join(" or ", places)} ({list})"
                : $"is not a known key; {list}";
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
