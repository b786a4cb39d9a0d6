using EdgeWatch.Configuration.Yaml;

namespace EdgeWatch.Configuration;

/// <summary>One file of a config.</summary>
/// <param name="File">The name that its mistakes carry.</param>
/// <param name="Text">Its content.</param>
internal readonly record struct ConfigurationText(string File, string Text);

/// <summary>Reads the texts of a config and finds all mistakes that can be found without looking at other files.</summary>
internal sealed class ConfigurationReader
{
    private readonly MistakeList _mistakes = new();
    private readonly string[] _files;

    private ConfigurationReader(IReadOnlyList<ConfigurationText> texts) => _files = [.. texts.Select(text => text.File)];

    /// <summary>The options of a text, or its mistakes. The text comes from elsewhere: it learns nothing of this machine.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="file">The name that the mistakes carry.</param>
    public static LoadedConfiguration Read(string text, string file) =>
        Read([new ConfigurationText(file, text)], variable: null, (_, _) => []);

    /// <summary>The options of the files of a config together, or their mistakes.</summary>
    /// <param name="texts">The files, the main one first.</param>
    /// <param name="variable">The value of a variable of the environment.</param>
    /// <param name="complete">
    /// Fills in defaults and says what else is wrong, knowing in which file the key of a path stands; runs on options that may hold
    /// mistakes already.
    /// </param>
    public static LoadedConfiguration Read(
        IReadOnlyList<ConfigurationText> texts,
        Func<string, string?>? variable,
        Func<EdgeWatchOptions, Func<string, string>, IEnumerable<RuleViolation>> complete) =>
        new ConfigurationReader(texts).ReadAll(texts, variable, complete);

    private LoadedConfiguration ReadAll(
        IReadOnlyList<ConfigurationText> texts,
        Func<string, string?>? variable,
        Func<EdgeWatchOptions, Func<string, string>, IEnumerable<RuleViolation>> complete)
    {
        if (ReadRoot(texts) is not { } root)
        {
            return new LoadedConfiguration(Sorted());
        }

        OptionsReader reader = new(_mistakes, variable);
        EdgeWatchOptions options = reader.Read(root);
        if (root is not YamlMapping)
        {
            return new LoadedConfiguration(Sorted());
        }

        AddViolations(reader, ConfigurationRules.Check(options));
        AddViolations(reader, complete(options, path => reader.PositionOf(path).File));
        return _mistakes.Count == 0
            ? new LoadedConfiguration(options, reader.Positions)
            : new LoadedConfiguration(Relevant(options.Schema));
    }

    /// <summary>All files as one; null when one of them cannot be read. What nobody can see is told before all else.</summary>
    private YamlValue? ReadRoot(IReadOnlyList<ConfigurationText> texts)
    {
        foreach ((string file, string text) in texts)
        {
            InvisibleCharacters.Find(text, file, _mistakes);
        }

        if (_mistakes.Count > 0)
        {
            return null;
        }

        YamlValue? root = null;
        foreach ((string file, string text) in texts)
        {
            int before = _mistakes.Count;
            YamlValue? value = YamlReader.Read(text, file, _mistakes);
            if (value is null && _mistakes.Count > before)
            {
                return null;
            }

            root = root is null || value is null ? root ?? value : YamlMerge.Merge(root, value, _mistakes);
        }

        if (root is null)
        {
            _mistakes.Add(new YamlPosition(0, 0, _files[0]), "", "is empty; edgewatch.example.yaml shows what belongs into it");
        }

        return root;
    }

    private void AddViolations(OptionsReader reader, IEnumerable<RuleViolation> violations)
    {
        foreach (RuleViolation violation in violations.Where(violation => !OnlyFollows(violation)))
        {
            YamlPosition position = reader.PositionOf(violation.Key);
            YamlPosition other = violation.OtherKey is { } key ? reader.PositionOf(key) : position;
            string place = other.File == position.File ? "" : $" ({violation.OtherKey}: {other.File}:{other.Line})";
            _mistakes.Add(position, violation.Key, violation.Message + place);
        }
    }

    /// <summary>Whether a violation only follows from a mistake that is already listed.</summary>
    private bool OnlyFollows(RuleViolation violation) =>
        _mistakes.IsUnusable(violation.Key) || (violation.OtherKey is { } other && _mistakes.IsUnusable(other));

    private List<ConfigurationMistake> Sorted() =>
        [.. _mistakes.Sorted(_files)
            .Select(m => new ConfigurationMistake(m.Position.File, m.Position.Line, m.Position.Column, m.Key, m.Message))];

    /// <summary>What this version thinks of the keys of a newer schema would only mislead.</summary>
    private List<ConfigurationMistake> Relevant(int schema)
    {
        List<ConfigurationMistake> all = Sorted();
        return schema > EdgeWatchOptions.SupportedSchema && all.FirstOrDefault(m => m.Key == "schema") is { } newer ? [newer] : all;
    }
}
