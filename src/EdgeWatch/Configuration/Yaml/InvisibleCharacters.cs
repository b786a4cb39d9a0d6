using System.Globalization;
using System.Text;

namespace EdgeWatch.Configuration.Yaml;

/// <summary>
/// Finds what nobody can see: characters that look like a space and are none, and those that look like nothing. They come with text that
/// was copied from a page or a word processor, and whatever a parser says of them misleads. In comments they do no harm.
/// </summary>
internal static class InvisibleCharacters
{
    private static readonly Dictionary<int, string> Names = new()
    {
        [0x00A0] = "no-break space",
        [0x00AD] = "soft hyphen",
        [0x200B] = "zero-width space",
        [0x200C] = "zero-width non-joiner",
        [0x200D] = "zero-width joiner",
        [0x200E] = "left-to-right mark",
        [0x200F] = "right-to-left mark",
        [0x2028] = "line separator",
        [0x2029] = "paragraph separator",
        [0x202F] = "narrow no-break space",
        [0x2060] = "word joiner",
        [0x3000] = "ideographic space",
        [0xFEFF] = "byte order mark",
    };

    /// <summary>Adds the first one of each line, with the number of those that follow there.</summary>
    public static void Find(string text, string file, MistakeList mistakes)
    {
        foreach ((int index, string line) in text.Split('\n').Index())
        {
            FindInLine(line, new YamlPosition(index + 1, 1, file), mistakes);
        }
    }

    private static void FindInLine(ReadOnlySpan<char> line, YamlPosition start, MistakeList mistakes)
    {
        Rune? first = null;
        int column = 0;
        int count = 0;
        int index = 0;
        foreach (Rune rune in line[..LengthWithoutComment(line)].EnumerateRunes())
        {
            if (IsInvisible(rune))
            {
                (first, column) = first is null ? (rune, index + 1) : (first, column);
                count++;
            }

            index += rune.Utf16SequenceLength;
        }

        if (first is { } found)
        {
            mistakes.Add(start with { Column = column }, "", Describe(found, count - 1));
        }
    }

    private static bool IsInvisible(Rune rune) => rune.Value is not (' ' or '\t' or '\r') && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Format or UnicodeCategory.Control;

    private static string Describe(Rune rune, int more)
    {
        bool isSpace = Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator;
        string kind = isSpace ? "space of another kind" : Rune.IsControl(rune) ? "control character" : "invisible character";
        string name = $"{Names.GetValueOrDefault(rune.Value, kind)} (U+{rune.Value:X4})";
        string advice = isSpace ? "it looks like a space and is none; type a space instead" : "nobody can see it; remove it";
        string others = more == 0 ? "" : $" ({more} more in this line)";
        return $"here is a {name}: {advice}{others}";
    }

    /// <summary>A comment begins with a # at the start or behind a space, outside quotes.</summary>
    private static int LengthWithoutComment(ReadOnlySpan<char> line)
    {
        char quote = '\0';
        char previous = ' ';
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quote != '\0')
            {
                quote = c == quote && previous != '\\' ? '\0' : quote;
            }
            else if (c is '"' or '\'' && (char.IsWhiteSpace(previous) || previous is '[' or '{' or ',' or ':'))
            {
                quote = c;
            }
            else if (c == '#' && char.IsWhiteSpace(previous))
            {
                return i;
            }

            previous = c;
        }

        return line.Length;
    }
}
