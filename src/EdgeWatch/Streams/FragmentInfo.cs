using System.Buffers.Binary;

namespace EdgeWatch.Streams;

/// <summary>What the head of a fragment of one packet says.</summary>
/// <param name="Track">Number of its track: <see cref="VideoTrack"/>, or that of the sound.</param>
/// <param name="IsKey">Whether decoding may begin with it.</param>
internal readonly record struct FragmentInfo(int Track, bool IsKey)
{
    /// <summary>The first that ffmpeg is told of.</summary>
    public const int VideoTrack = 1;

    // Flags of tfhd and trun: which fields there are (ISO/IEC 14496-12, 8.8.7 and 8.8.8).
    private const int HasBaseOffset = 0x1;
    private const int HasDescription = 0x2;
    private const int HasDefaultDuration = 0x8;
    private const int HasDefaultSize = 0x10;
    private const int HasDefaultFlags = 0x20;
    private const int HasDataOffset = 0x1;
    private const int HasFirstFlags = 0x4;
    private const int HasDuration = 0x100;
    private const int HasSize = 0x200;
    private const int HasFlags = 0x400;

    /// <summary>Of a sample's flags: that it needs others before it (sample_is_non_sync_sample).</summary>
    private const uint IsDependent = 0x10000;

    private const int Word = 4;
    private const int BoxHeader = 2 * Word;

    /// <summary>Reads the boxes inside a <c>moof</c>.</summary>
    /// <exception cref="InvalidDataException">They are broken.</exception>
    public static FragmentInfo Of(ReadOnlySpan<byte> boxes)
    {
        try
        {
            ReadOnlySpan<byte> inTrack = Find(boxes, BoxKind.TrackFragment);
            ReadOnlySpan<byte> header = Find(inTrack, BoxKind.TrackFragmentHeader);
            uint flags = FirstFlags(Find(inTrack, BoxKind.TrackRun)) ?? DefaultFlags(header) ?? 0;
            return new FragmentInfo(Number(header, 1), (flags & IsDependent) == 0);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new InvalidDataException("the head of a fragment ends too soon", e);
        }
    }

    private static uint? FirstFlags(ReadOnlySpan<byte> run)
    {
        int has = Number(run, 0);
        int at = 2 + Count(has, HasDataOffset);
        return (has & HasFirstFlags) != 0 ? (uint)Number(run, at)
            : (has & HasFlags) != 0 ? (uint)Number(run, at + Count(has, HasDuration, HasSize))
            : null;
    }

    private static uint? DefaultFlags(ReadOnlySpan<byte> header)
    {
        int has = Number(header, 0);
        int at = 2 + (2 * Count(has, HasBaseOffset)) + Count(has, HasDescription, HasDefaultDuration, HasDefaultSize);
        return (has & HasDefaultFlags) != 0 ? (uint)Number(header, at) : null;
    }

    private static int Count(int has, params ReadOnlySpan<int> fields)
    {
        int count = 0;
        foreach (int field in fields)
        {
            count += (has & field) != 0 ? 1 : 0;
        }

        return count;
    }

    private static int Number(ReadOnlySpan<byte> box, int word) => BinaryPrimitives.ReadInt32BigEndian(box[(word * Word)..]);

    /// <summary>What is inside the first box of a kind.</summary>
    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> boxes, uint kind)
    {
        while (boxes.Length >= BoxHeader)
        {
            int size = Number(boxes, 0);
            if (size < BoxHeader)
            {
                break;
            }

            if ((uint)Number(boxes, 1) == kind)
            {
                return boxes[BoxHeader..size];
            }

            boxes = boxes[size..];
        }

        throw new InvalidDataException("a fragment lacks a part of its head");
    }
}
