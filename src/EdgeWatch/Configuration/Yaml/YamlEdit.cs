using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EdgeWatch.Configuration.Yaml;

/// <summary>
/// Changes one value in a YAML text and leaves everything else as it is, comments and spaces included. Nobody needs to trust it: the text
/// that comes out is read again, and refused unless that one value is the only difference.
/// </summary>
internal sealed class YamlEdit
{
    private const int IndentSpaces = 2;

    private readonly string _text;
    private readonly string _value;
    private readonly string _lineEnd;

    private YamlEdit(string text, string value)
    {
        _text = text;
        _value = value;
        _lineEnd = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
    }

    /// <summary>The text with another value at a key; the key, and sections above it, are added where they are missing.</summary>
    /// <param name="text">A text that can be read.</param>
    /// <param name="path">For example <c>cameras[1].alerts.threshold</c>; items of lists must be there.</param>
    /// <param name="value">As it is to stand there: a number, a duration, true or false.</param>
    /// <exception cref="YamlEditException">That cannot be done without disturbing something else.</exception>
    public static string Set(string text, string path, string value)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] steps = path.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        string changed;
        try
        {
            changed = new YamlEdit(text, value).Set(Span.Read(text), steps);
        }
        catch (YamlException e)
        {
            throw new YamlEditException(path, value, e);
        }

        return IsOnlyChange(text, changed, path, value) ? changed : throw new YamlEditException(path, value);
    }

    private string Set(Span node, ReadOnlySpan<string> steps)
    {
        if (steps.IsEmpty)
        {
            return Replaced(node);
        }

        if (steps[0].StartsWith('['))
        {
            int index = int.Parse(steps[0].AsSpan(1..^1), CultureInfo.InvariantCulture);
            return Set(index < node.Items.Count ? node.Items[index].Value : throw new YamlException("no such item"), steps[1..]);
        }

        foreach ((string key, Span child) in node.Items)
        {
            if (key == steps[0])
            {
                return Set(child, steps[1..]);
            }
        }

        return Added(node, steps);
    }

    private string Replaced(Span node)
    {
        string spaced = node.Start == node.End && node.Start > 0 && _text[node.Start - 1] == ':' ? " " + _value : _value;
        return node.Items.Count == 0 && node.Kind is SpanKind.Scalar
            ? _text[..node.Start] + spaced + _text[node.End..]
            : throw new YamlException("there is more than one value");
    }

    private string Added(Span node, ReadOnlySpan<string> steps)
    {
        if (node.IsFlow)
        {
            string entry = InFlow(steps);
            return node.Items is [(_, var first), ..]
                ? _text.Insert(first.End, ", " + entry)
                : _text.Insert(node.Start + 1, entry);
        }

        if (node.Kind is SpanKind.Scalar && node.Start == node.End)
        {
            // Nothing stands below the key yet.
            return InsertedBelow(node.Start, node.ParentColumn + IndentSpaces, steps);
        }

        (_, Span anchor) = node.Items.FirstOrDefault(item => item.Value.Kind is SpanKind.Scalar || item.Value.IsFlow);
        return anchor is null ? throw new YamlException("no place for another key") : InsertedBelow(anchor.End, node.Column, steps);
    }

    /// <summary>Puts lines below the line of an index.</summary>
    private string InsertedBelow(int index, int column, ReadOnlySpan<string> steps)
    {
        int end = _text.IndexOf('\n', index);
        string before = end < 0 ? _text + _lineEnd : _text[..(end + 1)];
        return before + InBlock(column, steps) + (end < 0 ? "" : _text[(end + 1)..]);
    }

    private string InBlock(int column, ReadOnlySpan<string> steps)
    {
        string line = new string(' ', column) + steps[0] + ":";
        return steps.Length == 1
            ? $"{line} {_value}{_lineEnd}"
            : line + _lineEnd + InBlock(column + IndentSpaces, steps[1..]);
    }

    private string InFlow(ReadOnlySpan<string> steps) =>
        steps.Length == 1 ? $"{steps[0]}: {_value}" : $"{steps[0]}: {{{InFlow(steps[1..])}}}";

    private static bool IsOnlyChange(string text, string changed, string path, string value)
    {
        Dictionary<string, string> before = Values(text);
        Dictionary<string, string> after = Values(changed);
        before[path] = value;
        return before.Count == after.Count && before.All(entry => after.GetValueOrDefault(entry.Key) == entry.Value);
    }

    /// <summary>All values by their paths, of sections without any keys none.</summary>
    private static Dictionary<string, string> Values(string text)
    {
        MistakeList mistakes = new();
        Dictionary<string, string> values = [];
        if (YamlReader.Read(text, "", mistakes) is { } root)
        {
            Collect(root, "", values);
        }

        return mistakes.Count == 0 ? values : [];
    }

    private static void Collect(YamlValue value, string path, Dictionary<string, string> values)
    {
        switch (value)
        {
            case YamlMapping mapping:
                foreach (YamlEntry entry in mapping.Entries)
                {
                    Collect(entry.Value, KeyPath.Child(path, entry.Key), values);
                }

                break;
            case YamlSequence sequence:
                foreach ((int index, YamlValue item) in sequence.Items.Index())
                {
                    Collect(item, KeyPath.Item(path, index), values);
                }

                break;
            case YamlScalar { IsNull: false } scalar:
                values[path] = scalar.Text;
                break;
        }
    }

    private enum SpanKind
    {
        Scalar,
        Sequence,
        Mapping,
    }

    /// <summary>A value with the part of the text that it takes.</summary>
    private sealed class Span
    {
        public SpanKind Kind { get; private init; }

        public bool IsFlow { get; private init; }

        /// <summary>Index of its first character.</summary>
        public int Start { get; private init; }

        /// <summary>Index behind its last character; of a block, of little use.</summary>
        public int End { get; private set; }

        /// <summary>Spaces before its first character.</summary>
        public int Column { get; private init; }

        /// <summary>Spaces before the key that it belongs to.</summary>
        public int ParentColumn { get; private init; }

        /// <summary>Values by their keys; of a list, all keys are empty.</summary>
        public List<(string Key, Span Value)> Items { get; } = [];

        public static Span Read(string text)
        {
            CheckedParser parser = new(new StringReader(text));
            parser.Consume<StreamStart>();
            parser.Consume<DocumentStart>();
            return Read(parser, 0);
        }

        private static Span Read(CheckedParser parser, int parentColumn)
        {
            ParsingEvent start = parser.Consume<ParsingEvent>();
            Span span = new()
            {
                Kind = start is SequenceStart ? SpanKind.Sequence : start is MappingStart ? SpanKind.Mapping : SpanKind.Scalar,
                IsFlow = start is SequenceStart { Style: SequenceStyle.Flow } or MappingStart { Style: MappingStyle.Flow },
                Start = (int)start.Start.Index,
                End = (int)start.End.Index,
                Column = (int)start.Start.Column - 1,
                ParentColumn = parentColumn,
            };
            while (span.Kind is not SpanKind.Scalar && !parser.Accept<SequenceEnd>(out _) && !parser.Accept<MappingEnd>(out _))
            {
                Scalar? key = span.Kind is SpanKind.Mapping ? parser.Consume<Scalar>() : null;
                span.Items.Add((key?.Value ?? "", Read(parser, key is null ? span.Column : (int)key.Start.Column - 1)));
            }

            if (span.Kind is not SpanKind.Scalar)
            {
                span.End = (int)parser.Consume<ParsingEvent>().End.Index;
            }

            return span;
        }
    }
}

/// <summary>A value cannot be changed without disturbing something else.</summary>
/// <param name="path">Path of the key.</param>
/// <param name="value">The value that was wanted.</param>
/// <param name="inner">The cause, if another exception was.</param>
internal sealed class YamlEditException(string path, string value, Exception? inner = null)
    : EdgeWatchException($"{path} cannot be changed here without disturbing something else; write it yourself: {path}: {value}", inner);
