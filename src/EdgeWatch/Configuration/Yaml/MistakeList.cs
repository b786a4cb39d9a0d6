namespace EdgeWatch.Configuration.Yaml;

/// <summary>What is wrong at one place of a text. Never holds a secret.</summary>
/// <param name="Position">Where.</param>
/// <param name="Key">Path of the key, for example <c>cameras[0].frames_per_second</c>; empty when there is none.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
internal readonly record struct Mistake(YamlPosition Position, string Key, string Message);

/// <summary>Collects the mistakes of one text and remembers which keys hold no usable value.</summary>
internal sealed class MistakeList
{
    /// <summary>More than anyone reads; keeps a file of nonsense from flooding the log.</summary>
    public const int MaxMistakes = 100;

    private readonly List<Mistake> _mistakes = [];
    private readonly HashSet<string> _unusable = [];

    public int Count => _mistakes.Count;

    public bool IsFull => Count >= MaxMistakes;

    /// <summary>The mistakes in the order of their lines, file by file.</summary>
    /// <param name="files">The files in their order.</param>
    public IEnumerable<Mistake> Sorted(IReadOnlyList<string> files) => _mistakes
        .OrderBy(m => files.Index().First(file => file.Item == m.Position.File).Index)
        .ThenBy(m => m.Position.Line)
        .ThenBy(m => m.Position.Column);

    public void Add(YamlPosition position, string key, string message)
    {
        if (!IsFull)
        {
            _mistakes.Add(new Mistake(position, key, message));
        }
    }

    /// <summary>Adds a mistake that leaves the key without a value, so that no rule may judge the value it has instead.</summary>
    public void AddUnusable(YamlPosition position, string key, string message)
    {
        Add(position, key, message);
        MarkUnusable(key);
    }

    public void MarkUnusable(string key) => _unusable.Add(key);

    /// <summary>Whether a key, or a section that it is in, holds no usable value.</summary>
    public bool IsUnusable(string key)
    {
        while (key.Length > 0 && !_unusable.Contains(key))
        {
            key = KeyPath.Parent(key);
        }

        return key.Length > 0;
    }
}
