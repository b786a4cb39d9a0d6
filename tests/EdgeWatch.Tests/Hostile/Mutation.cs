using System.Buffers.Binary;
using System.Text;

namespace EdgeWatch.Tests.Hostile;

/// <summary>Makes damaged inputs of right ones.</summary>
/// <param name="seeds">Right inputs.</param>
/// <param name="fragments">What is put into them, besides what harms readers of any kind.</param>
internal sealed class Mutation(IReadOnlyList<byte[]> seeds, params string[] fragments)
{
    /// <summary>Most edits of one input.</summary>
    private const int MostEdits = 5;

    /// <summary>One input in so many has a piece of itself a thousand times.</summary>
    private const int SeldomRepeated = 500;

    private const int Repetitions = 1000;

    /// <summary>What readers of numbers stumble over.</summary>
    private static readonly long[] Extremes =
    [
        0, -1, 1, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, BitConverter.DoubleToInt64Bits(double.NaN),
        BitConverter.DoubleToInt64Bits(double.PositiveInfinity),
    ];

    private readonly byte[][] _fragments =
    [
        .. new[]
        {
            "\"", "{", "}", "[[[[[[[[[[[[", "null", "\\ud800", "\\u0000", "1e999", "-0", "NaN", "\0", "\uFEFF", "💥", ":", ",", "/", "\n",
            "\r\n", " ", "-1", "99999999999999999999", "0.5", "[]", "{}", "true",
        }.Concat(fragments).Select(Encoding.UTF8.GetBytes),
        [0xC0, 0x80],
        [0xED, 0xA0, 0x80],
        [0xFF],
    ];

    /// <summary>Makes one.</summary>
    public byte[] Next(Random random)
    {
        List<byte> input = [.. seeds[random.Next(seeds.Count)]];
        for (int edits = random.Next(MostEdits); edits > 0; edits--)
        {
            Edit(input, random);
        }

        return [.. input];
    }

    private void Edit(List<byte> input, Random random)
    {
        int at = random.Next(input.Count + 1);
        int length = Math.Min(random.Next(8), input.Count - at);
        switch (random.Next(8))
        {
            case 0 when at < input.Count:
                input[at] = (byte)random.Next(256);
                break;
            case 1 or 2:
                input.InsertRange(at, _fragments[random.Next(_fragments.Length)]);
                break;
            case 3:
                input.RemoveRange(at, length);
                break;
            case 4:
                input.InsertRange(at, Repeated(input.GetRange(at, length), random));
                break;
            case 5:
                Overwrite(input, at, random);
                break;
            case 6:
                byte[] other = seeds[random.Next(seeds.Count)];
                input.RemoveRange(at, input.Count - at);
                input.AddRange(other.AsSpan(random.Next(other.Length + 1)));
                break;
            default:
                input.RemoveRange(at, random.Next(10) == 0 ? input.Count - at : Math.Min(1, length));
                break;
        }
    }

    private static IEnumerable<byte> Repeated(List<byte> piece, Random random) =>
        Enumerable.Repeat(piece, random.Next(SeldomRepeated) == 0 ? Repetitions : 1).SelectMany(bytes => bytes);

    private static void Overwrite(List<byte> input, int at, Random random)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, Extremes[random.Next(Extremes.Length)]);
        int length = Math.Min(random.Next(2) == 0 ? sizeof(int) : sizeof(long), input.Count - at);
        input.RemoveRange(at, length);
        input.InsertRange(at, number[..length].ToArray());
    }
}
