using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EdgeWatch.Configuration.Yaml;

/// <summary>
/// Turns text into <see cref="YamlValue"/>s. Refuses what a config does not need and what could surprise: anchors, aliases, tags,
/// repeated keys, keys that are not text, several documents, and nesting deeper than <see cref="MaxDepth"/>.
/// </summary>
internal sealed class YamlReader
{
    /// <summary>The schema needs four levels; the rest is room for useful messages.</summary>
    public const int MaxDepth = 16;

    private readonly CheckedParser _parser;
    private readonly MistakeList _mistakes;
    private readonly string _file;

    private YamlReader(string text, string file, MistakeList mistakes)
    {
        _file = file;
        _parser = new CheckedParser(new StringReader(text));
        _mistakes = mistakes;
    }

    /// <summary>
    /// Reads the only document. Returns null when there is none, or when the text cannot be read further, with the reason in the mistakes.
    /// </summary>
    public static YamlValue? Read(string text, string file, MistakeList mistakes)
    {
        try
        {
            return new YamlReader(text, file, mistakes).ReadDocument();
        }
        catch (YamlException e)
        {
            SyntaxMistake.Add(mistakes, e, text, file);
            return null;
        }
    }

    private YamlValue? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        YamlValue value = ReadValue("", 0);
        if (value is YamlScalar { IsNull: true })
        {
            return null;
        }

        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out DocumentStart? second))
        {
            _mistakes.Add(PositionOf(second), "", "a second document starts here; only one is allowed");
        }

        return value;
    }

    private YamlValue ReadValue(string path, int depth)
    {
        YamlPosition position = PositionOf(_parser.Current ?? throw new YamlException("the text ends too early"));
        if (_parser.TryConsume<AnchorAlias>(out _))
        {
            _mistakes.AddUnusable(position, path, "aliases (*) are not supported; write the value out");
            return new YamlUnusable(position);
        }

        NodeEvent node = _parser.Accept<NodeEvent>(out NodeEvent? accepted) ? accepted : throw new YamlException("a value is missing");
        RefuseAnchorAndTag(node, position, path);
        if (depth > MaxDepth)
        {
            throw new YamlException(node.Start, node.End, $"values are nested deeper than {MaxDepth} levels");
        }

        if (_parser.TryConsume<Scalar>(out Scalar? scalar))
        {
            return new YamlScalar(position, scalar.Value, scalar.Style != ScalarStyle.Plain);
        }

        return _parser.TryConsume<SequenceStart>(out _) ? ReadSequence(position, path, depth) : ReadMapping(position, path, depth);
    }

    private YamlSequence ReadSequence(YamlPosition position, string path, int depth)
    {
        List<YamlValue> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadValue(KeyPath.Item(path, items.Count), depth + 1));
        }

        return new YamlSequence(position, items);
    }

    private YamlMapping ReadMapping(YamlPosition position, string path, int depth)
    {
        _parser.Consume<MappingStart>();
        Dictionary<string, YamlEntry> entries = [];
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            YamlValue key = ReadValue(path, depth + 1);
            if (key is not YamlScalar { Text: string name })
            {
                _mistakes.Add(key.Position, path, "a key must be a text");
                ReadValue(path, depth + 1);
                continue;
            }

            string child = KeyPath.Child(path, name);
            YamlEntry entry = new(key.Position, name, ReadValue(child, depth + 1));
            if (!entries.TryAdd(name, entry))
            {
                _mistakes.Add(key.Position, child, $"is given twice; the first is in line {entries[name].Position.Line}");
            }
        }

        return new YamlMapping(position, [.. entries.Values]);
    }

    private void RefuseAnchorAndTag(NodeEvent node, YamlPosition position, string path)
    {
        if (!node.Anchor.IsEmpty)
        {
            _mistakes.Add(position, path, "anchors (&) are not supported; write the value out");
        }

        if (!node.Tag.IsEmpty)
        {
            string tag = KeyPath.Shown(node.Tag.Value);
            _mistakes.Add(position, path, $"tags ({tag}) are not supported; secrets go into a file named by password_file");
        }
    }

    private YamlPosition PositionOf(ParsingEvent e) => new((int)e.Start.Line, (int)e.Start.Column, _file);
}
