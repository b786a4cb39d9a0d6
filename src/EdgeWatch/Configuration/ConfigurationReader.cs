using EdgeWatch.Configuration.Yaml;

namespace EdgeWatch.Configuration;

/// <summary>Reads the text of a config file and finds all mistakes that can be found without looking at other files.</summary>
internal sealed class ConfigurationReader(string file)
{
    private readonly MistakeList _mistakes = new();

    /// <summary>The options of a text, or its mistakes.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="file">The name that the mistakes carry.</param>
    /// <param name="complete">Fills in defaults and says what else is wrong; runs on options that may hold mistakes already.</param>
    public static LoadedConfiguration Read(string text, string file, Func<EdgeWatchOptions, IEnumerable<RuleViolation>>? complete = null) =>
        new ConfigurationReader(file).Read(text, complete ?? (_ => []));

    private LoadedConfiguration Read(string text, Func<EdgeWatchOptions, IEnumerable<RuleViolation>> complete)
    {
        if (YamlReader.Read(text, _mistakes) is not { } root)
        {
            return new LoadedConfiguration(Sorted());
        }

        OptionsReader reader = new(_mistakes);
        EdgeWatchOptions options = reader.Read(root);
        if (root is not YamlMapping)
        {
            return new LoadedConfiguration(Sorted());
        }

        AddViolations(reader, ConfigurationRules.Check(options));
        AddViolations(reader, complete(options));
        return _mistakes.Count == 0 ? new LoadedConfiguration(options) : new LoadedConfiguration(Relevant(options.Schema));
    }

    private void AddViolations(OptionsReader reader, IEnumerable<RuleViolation> violations)
    {
        foreach (RuleViolation violation in violations.Where(violation => !OnlyFollows(violation)))
        {
            _mistakes.Add(reader.PositionOf(violation.Key), violation.Key, violation.Message);
        }
    }

    /// <summary>Whether a violation only follows from a mistake that is already listed.</summary>
    private bool OnlyFollows(RuleViolation violation) =>
        _mistakes.IsUnusable(violation.Key) || (violation.OtherKey is { } other && _mistakes.IsUnusable(other));

    private List<ConfigurationMistake> Sorted() =>
        [.. _mistakes.Sorted().Select(m => new ConfigurationMistake(file, m.Position.Line, m.Position.Column, m.Key, m.Message))];

    /// <summary>What this version thinks of the keys of a newer schema would only mislead.</summary>
    private List<ConfigurationMistake> Relevant(int schema)
    {
        List<ConfigurationMistake> all = Sorted();
        return schema > EdgeWatchOptions.SupportedSchema && all.FirstOrDefault(m => m.Key == "schema") is { } newer ? [newer] : all;
    }
}
