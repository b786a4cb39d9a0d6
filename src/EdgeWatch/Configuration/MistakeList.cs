using EdgeWatch.Configuration.Yaml;

namespace EdgeWatch.Configuration;

/// <summary>Collects the mistakes of one file and remembers which keys hold no usable value.</summary>
internal sealed class MistakeList(string file)
{
    /// <summary>More than anyone reads; keeps a file of nonsense from flooding the log.</summary>
    public const int MaxMistakes = 100;

    private readonly List<ConfigurationMistake> _mistakes = [];
    private readonly HashSet<string> _unusable = [];

    public int Count => _mistakes.Count;

    public bool IsFull => Count >= MaxMistakes;

    /// <summary>The mistakes in the order of their lines.</summary>
    public IReadOnlyList<ConfigurationMistake> Sorted() =>
        [.. _mistakes.OrderBy(m => m.Line).ThenBy(m => m.Column)];

    public void Add(YamlPosition position, string key, string message)
    {
        if (!IsFull)
        {
            _mistakes.Add(new ConfigurationMistake(file, position.Line, position.Column, key, message));
        }
    }

    /// <summary>Adds a mistake that leaves the key without a value, so that no rule may judge the value it has instead.</summary>
    public void AddUnusable(YamlPosition position, string key, string message)
    {
        Add(position, key, message);
        MarkUnusable(key);
    }

    public void MarkUnusable(string key) => _unusable.Add(key);

    /// <summary>Whether a violation only follows from a mistake that is already listed.</summary>
    public bool Explains(RuleViolation violation) =>
        IsUnusable(violation.Key) || (violation.OtherKey is { } other && IsUnusable(other));

    private bool IsUnusable(string key)
    {
        while (key.Length > 0 && !_unusable.Contains(key))
        {
            key = KeyPath.Parent(key);
        }

        return key.Length > 0;
    }
}
