using System.Buffers;
using System.Security.Cryptography;

namespace EdgeWatch.Core.Events;

/// <summary>Makes ids of events: ULIDs (github.com/ulid/spec), 26 characters that sort by time and never repeat.</summary>
public static class EventId
{
    /// <summary>Crockford's base 32: no I, L, O, U.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int Length = 26;

    /// <summary>Characters that hold the time.</summary>
    private const int TimeLength = 10;

    private static readonly SearchValues<char> AllowedCharacters = SearchValues.Create(Alphabet);

    /// <summary>Whether a text is an event id: only then may it name a folder.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) => text.Length == Length && !text.ContainsAnyExcept(AllowedCharacters);

    /// <summary>When an event began, to the millisecond, by its id.</summary>
    /// <param name="id">A valid id; what is beyond the years that .NET knows counts as the last of them.</param>
    public static DateTimeOffset TimeOf(ReadOnlySpan<char> id)
    {
        long milliseconds = 0;
        foreach (char digit in id[..TimeLength])
        {
            milliseconds = (milliseconds << 5) | (long)Alphabet.IndexOf(digit, StringComparison.Ordinal);
        }

        return milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : DateTimeOffset.MaxValue;
    }

    /// <summary>A new id.</summary>
    /// <param name="time">When the event began; the first ten characters.</param>
    public static string Create(DateTimeOffset time)
    {
        UInt128 value = ((UInt128)(ulong)time.ToUnixTimeMilliseconds()) << 80;
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        UInt128 tail = 0;
        foreach (byte b in random)
        {
            tail = (tail << 8) | b;
        }

        return string.Create(Length, value | tail, static (text, rest) =>
        {
            for (int i = Length - 1; i >= 0; i--)
            {
                text[i] = Alphabet[(int)(rest & 31)];
                rest >>= 5;
            }
        });
    }
}
