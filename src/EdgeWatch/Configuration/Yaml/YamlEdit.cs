using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EdgeWatch.Configuration.Yaml;

/// <summary>
/// Changes one thing in a YAML text and leaves everything else as it is, comments and spaces included. Nobody needs to trust it: the text
/// that comes out is read again, and refused unless what was wanted is the only difference.
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
    /// <param name="value">As it is to stand there: a number, a duration, true or false, or a list in brackets.</param>
    /// <exception cref="YamlEditException">That cannot be done without disturbing something else.</exception>
    public static string Set(string text, string path, string value) => Change(
        text,
        path,
        value,
        edit => edit.Set(Span.Read(text), Steps(path)),
        values =>
        {
            Forget(values, path);
            Add(values, path, value);
        });

    /// <summary>The text with one more item at the end of a list of sections; the list is added where it is missing.</summary>
    /// <param name="text">A text that can be read.</param>
    /// <param name="path">For example <c>cameras[1].zones</c>.</param>
    /// <param name="item">Keys of the new section with their values, as they are to stand there.</param>
    /// <exception cref="YamlEditException">That cannot be done without disturbing something else.</exception>
    public static string Append(string text, string path, IReadOnlyList<(string Key, string Value)> item)
    {
        string flow = $"{{{string.Join(", ", item.Select(entry => $"{entry.Key}: {entry.Value}"))}}}";
        return Change(
            text,
            path,
            flow,
            edit => edit.Append(Span.Read(text), Steps(path), item),
            values => Add(values, KeyPath.Item(path, Span.Read(text).Find(Steps(path))?.Items.Count ?? 0), flow));
    }

    /// <summary>The text without a key, or without an item of a list, and without the comments within it.</summary>
    /// <param name="text">A text that can be read.</param>
    /// <param name="path">For example <c>cameras[1].zones[0]</c> or <c>cameras[1].zones[0].threshold</c>.</param>
    /// <exception cref="YamlEditException">That cannot be done without disturbing something else.</exception>
    public static string Remove(string text, string path) => Change(
        text,
        path,
        "(removed)",
        edit =>
        {
            string[] steps = Steps(path);
            return Span.Read(text).Find(steps.AsSpan(..^1)) is { } parent && parent.IndexOf(steps[^1]) is { } index
                ? edit.Without(parent, index)
                : throw new YamlException("there is nothing");
        },
        values =>
        {
            Forget(values, path);
            MoveUp(values, path);
        });

    private static string Change(
        string text, string path, string value, Func<YamlEdit, string> change, Action<Dictionary<string, string>> expect)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            string changed = change(new YamlEdit(text, value));
            Dictionary<string, string> expected = Values(text);
            expect(expected);
            Dictionary<string, string> after = Values(changed);
            bool isOnlyChange = expected.Count == after.Count && expected.All(entry => after.GetValueOrDefault(entry.Key) == entry.Value);
            return isOnlyChange ? changed : throw new YamlEditException(path, value);
        }
        catch (YamlException e)
        {
            throw new YamlEditException(path, value, e);
        }
    }

    private static string[] Steps(string path) => path.Replace("[", ".[", StringComparison.Ordinal).Split('.');

    private string Set(Span node, ReadOnlySpan<string> steps)
    {
        if (steps.IsEmpty)
        {
            return Replaced(node);
        }

        return node.IndexOf(steps[0]) is { } index ? Set(node.Items[index].Value, steps[1..])
            : steps[0].StartsWith('[') ? throw new YamlException("no such item")
            : Added(node, steps);
    }

    private string Replaced(Span node)
    {
        int end = node.TrueEnd;
        bool isLikeIt = node.Kind is SpanKind.Scalar || (node.Kind is SpanKind.Sequence && _value is ['[', ..]);
        if (!isLikeIt || (node.Kind is SpanKind.Sequence && _text.AsSpan(node.Start..end).Contains('#')))
        {
            throw new YamlException("there is more than one value, or a comment among them");
        }

        string spaced = node.Start == end && node.Start > 0 && _text[node.Start - 1] == ':' ? " " + _value : _value;
        return _text[..node.Start] + spaced + _text[end..];
    }

    private string Added(Span node, ReadOnlySpan<string> steps)
    {
        if (node.IsFlow)
        {
            string entry = InFlow(steps);
            return node.Items is [var first, ..]
                ? _text.Insert(first.Value.End, ", " + entry)
                : _text.Insert(node.Start + 1, entry);
        }

        if (node.Kind is SpanKind.Scalar && node.Start == node.End)
        {
            // Nothing stands below the key yet.
            return InsertedBelow(node.Start, InBlock(node.ParentColumn + IndentSpaces, steps));
        }

        Span? anchor = node.Items.FirstOrDefault(item => item.Value.Kind is SpanKind.Scalar || item.Value.IsFlow)?.Value;
        return anchor is null
            ? throw new YamlException("no place for another key")
            : InsertedBelow(anchor.End, InBlock(node.Column, steps));
    }

    private string Append(Span root, string[] steps, IReadOnlyList<(string Key, string Value)> item)
    {
        Span? list = root.Find(steps);
        if (list is null)
        {
            return root.Find(steps.AsSpan(..^1)) is { Kind: SpanKind.Mapping, IsFlow: false, Items: [.., var last] } parent
                ? InsertedBelow(
                    last.Value.TrueEnd,
                    new string(' ', parent.Column) + steps[^1] + ":" + _lineEnd + ItemInBlock(parent.Column + IndentSpaces, item))
                : new YamlEdit(_text, $"[{_value}]").Set(root, steps);
        }

        if (list.IsFlow)
        {
            return list.Items is [.., var end] ? _text.Insert(end.Value.End, ", " + _value) : _text.Insert(list.Start + 1, _value);
        }

        return list.Items is [.., var below]
            ? InsertedBelow(below.Value.TrueEnd, ItemInBlock(ColumnOf(_text.LastIndexOf('-', list.Items[0].Start)), item))
            : InsertedBelow(list.Start, ItemInBlock(list.ParentColumn + IndentSpaces, item));
    }

    private string Without(Span parent, int index)
    {
        Item item = parent.Items[index];
        if (parent.IsFlow)
        {
            return index + 1 < parent.Items.Count ? _text.Remove(item.Start, parent.Items[index + 1].Start - item.Start)
                : index > 0 ? _text.Remove(parent.Items[index - 1].Value.End, item.Value.End - parent.Items[index - 1].Value.End)
                : _text.Remove(item.Start, item.Value.End - item.Start);
        }

        int begin = parent.Kind is SpanKind.Sequence ? _text.LastIndexOf('-', item.Start) : item.Start;
        int line = begin - ColumnOf(begin);
        if (string.IsNullOrWhiteSpace(_text[line..begin]))
        {
            return _text.Remove(line, NextLine(item.Value.TrueEnd) - line);
        }

        // It stands behind the dash of its section: the next key goes there.
        return index + 1 < parent.Items.Count
            ? _text.Remove(begin, parent.Items[index + 1].Start - begin)
            : throw new YamlException("nothing would be left of its section");
    }

    /// <summary>Puts lines below the line of an index.</summary>
    private string InsertedBelow(int index, string lines)
    {
        int next = NextLine(index);
        string before = next == _text.Length && _text is not [.., '\n'] ? _text + _lineEnd : _text[..next];
        return before + lines + _text[next..];
    }

    private int NextLine(int index) => _text.IndexOf('\n', index) is >= 0 and var end ? end + 1 : _text.Length;

    private int ColumnOf(int index) => index - (_text.LastIndexOf('\n', Math.Max(index - 1, 0)) + 1);

    private string InBlock(int column, ReadOnlySpan<string> steps)
    {
        string line = new string(' ', column) + steps[0] + ":";
        return steps.Length == 1
            ? $"{line} {_value}{_lineEnd}"
            : line + _lineEnd + InBlock(column + IndentSpaces, steps[1..]);
    }

    private string ItemInBlock(int column, IReadOnlyList<(string Key, string Value)> item) => string.Concat(item.Select((entry, index) =>
        $"{new string(' ', column)}{(index == 0 ? "- " : "  ")}{entry.Key}: {entry.Value}{_lineEnd}"));

    private string InFlow(ReadOnlySpan<string> steps) =>
        steps.Length == 1 ? $"{steps[0]}: {_value}" : $"{steps[0]}: {{{InFlow(steps[1..])}}}";

    /// <summary>All values by their paths, of sections without any keys none.</summary>
    private static Dictionary<string, string> Values(string text)
    {
        Dictionary<string, string> values = [];
        Add(values, "", text);
        return values;
    }

    private static void Add(Dictionary<string, string> values, string path, string text)
    {
        MistakeList mistakes = new();
        YamlValue? value = YamlReader.Read(text, "", mistakes);
        if (mistakes.Count > 0)
        {
            throw new YamlException("it cannot be read");
        }

        if (value is not null)
        {
            Collect(value, path, values);
        }
    }

    private static void Forget(Dictionary<string, string> values, string path)
    {
        foreach (string key in values.Keys.Where(key => IsWithin(key, path)).ToArray())
        {
            values.Remove(key);
        }
    }

    /// <summary>The items behind one that is removed move up by one.</summary>
    private static void MoveUp(Dictionary<string, string> values, string path)
    {
        if (path is not [.., ']'])
        {
            return;
        }

        string list = KeyPath.Parent(path);
        int index = int.Parse(path.AsSpan((list.Length + 1)..^1), CultureInfo.InvariantCulture);
        while (values.Keys.Where(key => IsWithin(key, KeyPath.Item(list, index + 1))).ToArray() is { Length: > 0 } moved)
        {
            foreach (string key in moved)
            {
                values.Remove(key, out string? value);
                values[KeyPath.Item(list, index) + key[KeyPath.Item(list, index + 1).Length..]] = value!;
            }

            index++;
        }
    }

    private static bool IsWithin(string key, string path) =>
        key.StartsWith(path, StringComparison.Ordinal) && (key.Length == path.Length || key[path.Length] is '.' or '[');

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

        /// <summary>Index behind its last character, of a block, too.</summary>
        public int TrueEnd => Kind is SpanKind.Scalar || IsFlow || Items.Count == 0 ? End : Items[^1].Value.TrueEnd;

        /// <summary>Spaces before its first character.</summary>
        public int Column { get; private init; }

        /// <summary>Spaces before the key that it belongs to.</summary>
        public int ParentColumn { get; private init; }

        /// <summary>What it consists of, in order.</summary>
        public List<Item> Items { get; } = [];

        /// <summary>Place among the items, of a step such as <c>threshold</c> or <c>[1]</c>; null when there is none.</summary>
        public int? IndexOf(string step)
        {
            int index = step.StartsWith('[')
                ? int.Parse(step.AsSpan(1..^1), CultureInfo.InvariantCulture)
                : Items.FindIndex(item => item.Key == step);
            return index >= 0 && index < Items.Count ? index : null;
        }

        /// <summary>What some steps lead to; null when it is not there.</summary>
        public Span? Find(ReadOnlySpan<string> steps) =>
            steps.IsEmpty ? this : IndexOf(steps[0]) is { } index ? Items[index].Value.Find(steps[1..]) : null;

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
                Span value = Read(parser, key is null ? span.Column : (int)key.Start.Column - 1);
                span.Items.Add(new Item(key?.Value ?? "", (int?)key?.Start.Index ?? value.Start, value));
            }

            if (span.Kind is not SpanKind.Scalar)
            {
                ParsingEvent end = parser.Consume<ParsingEvent>();

                // The library gives the end of a list in brackets as the place of the bracket.
                span.End = span.IsFlow ? (int)end.Start.Index + 1 : (int)end.End.Index;
            }

            return span;
        }
    }

    /// <summary>A value in a section or a list.</summary>
    /// <param name="Key">Empty in a list.</param>
    /// <param name="Start">Index of the first character: of the key, where there is one.</param>
    /// <param name="Value">The value.</param>
    private sealed record Item(string Key, int Start, Span Value);
}

/// <summary>A value cannot be changed without disturbing something else.</summary>
/// <param name="path">Path of the key.</param>
/// <param name="value">The value that was wanted.</param>
/// <param name="inner">The cause, if another exception was.</param>
internal sealed class YamlEditException(string path, string value, Exception? inner = null)
    : EdgeWatchException($"{path} cannot be changed here without disturbing something else; write it yourself: {path}: {value}", inner);
