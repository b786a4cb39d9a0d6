namespace EdgeWatch.Core.Evidence;

/// <summary>A small built-in typeface, so that pictures carry text on machines without any font file.</summary>
public static partial class BitmapFont
{
    /// <summary>Pixels from one character to the next, at scale 1.</summary>
    public const int Advance = 7;

    /// <summary>Rows of a character, at scale 1.</summary>
    public const int Height = 13;

    /// <summary>Rows above the baseline, at scale 1.</summary>
    public const int Ascent = 11;

    private const char First = ' ';
    private const char Last = '~';
    private const char Times = '×';
    private const int TimesIndex = Last - First + 1;
    private const int UnknownIndex = '?' - First;

    /// <summary>Width in pixels of a text at scale 1.</summary>
    public static int Measure(ReadOnlySpan<char> text) => text.Length * Advance;

    /// <summary>One row of a character: the leftmost pixel is the highest bit. Characters that the face lacks look like '?'.</summary>
    /// <param name="character">The character.</param>
    /// <param name="row">Row, 0 to <see cref="Height"/> − 1.</param>
    public static byte Row(char character, int row)
    {
        int index = character switch
        {
            >= First and <= Last => character - First,
            Times => TimesIndex,
            _ => UnknownIndex,
        };
        return Glyphs[(index * Height) + row];
    }
}
