using System.Security.Cryptography;
using EdgeWatch.Streams;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Streams;

public sealed class StreamRingTests
{
    private static readonly FragmentInfo Key = new(1, IsKey: true);
    private static readonly FragmentInfo Other = new(1, IsKey: false);
    private static readonly byte[] Header = [1, 2, 3];

    private readonly FakeTimeProvider _time = new();
    private readonly long _start;
    private int _sent;

    public StreamRingTests() => _start = _time.GetTimestamp();

    [Fact]
    public async Task What_is_cut_out_is_what_came_in_from_a_key_frame_on()
    {
        StreamRing ring = Ring(keepSeconds: 60);
        byte[][] sent = [.. Enumerable.Range(0, 20).Select(second => Send(ring, 50_000 + (second * 1000), isKey: second % 5 == 0))];

        using StreamCut cut = ring.Cut(At(7), At(12))!;

        Assert.Equal((At(5), At(12), 8), (cut.From, cut.To, cut.Count));
        byte[] expected = [.. Header, .. sent[5..13].SelectMany(bytes => bytes)];
        Assert.Equal(expected, await BytesOf(cut));
    }

    /// <summary>A picture a second, three packets of sound after each, and one before the first.</summary>
    [Fact]
    public async Task Sound_goes_along_and_counts_for_nothing_but_its_bytes()
    {
        StreamRing ring = Ring(keepSeconds: 60);
        FragmentInfo sound = new(2, IsKey: true);
        ring.Add([9], sound);
        for (int second = 0; second < 10; second++)
        {
            Send(ring, 100, isKey: second % 5 == 0);
            for (int i = 0; i < 3; i++)
            {
                ring.Add([7, 7], sound);
            }
        }

        using StreamCut cut = ring.Cut(At(6), At(8))!;

        Assert.Equal((At(5), 4, 1, true), (cut.From, cut.Count, cut.CountBefore(At(6)), cut.HasSound));
        Assert.Equal((10L, 0L, At(9), 10 * 106L), (ring.Taken, ring.Lost, ring.Newest, ring.Bytes));
        Assert.Equal(Header.Length + (4 * 106), (await BytesOf(cut)).Length);
    }

    [Fact]
    public void What_nobody_holds_is_dropped_up_to_the_last_key_frame_that_is_old_enough()
    {
        StreamRing ring = Ring(keepSeconds: 7);
        for (int second = 0; second < 30; second++)
        {
            Send(ring, 100, isKey: second % 5 == 0);
        }

        // Now is 29 s; 22 s has to be there, so the packets from the key frame at 20 s on are.
        using StreamCut cut = ring.Cut(0, long.MaxValue)!;
        Assert.Equal((At(20), 10, 1000L), (cut.From, cut.Count, ring.Bytes));
        Assert.Equal(0, ring.Lost);
    }

    [Fact]
    public void What_somebody_holds_stays_until_it_is_let_go()
    {
        StreamRing ring = Ring(keepSeconds: 2);
        Send(ring, 100, isKey: true);
        RingHold hold = ring.Hold(At(0));
        for (int second = 1; second < 50; second++)
        {
            Send(ring, 100, isKey: true);
        }

        using (StreamCut cut = ring.Cut(0, long.MaxValue)!)
        {
            Assert.Equal(50, cut.Count);
        }

        hold.Dispose();
        Send(ring, 100, isKey: true);
        using StreamCut after = ring.Cut(0, long.MaxValue)!;
        Assert.Equal((At(48), 3), (after.From, after.Count));
    }

    [Fact]
    public void More_bytes_than_allowed_are_never_kept_whoever_holds_them()
    {
        StreamRing ring = Ring(keepSeconds: 60, mostBytes: 1_000_000);
        using RingHold hold = ring.Hold(0);
        for (int second = 0; second < 40; second++)
        {
            bool wasNearlyFull = ring.IsNearlyFull;
            Send(ring, 60_000, isKey: second % 2 == 0);
            Assert.True(ring.Bytes <= 1_000_000);
            Assert.True(ring.Lost == 0 || second > 16 || wasNearlyFull, "it is said before something is lost");
        }

        Assert.Equal(40 - (ring.Bytes / 60_000), ring.Lost);
        Send(ring, 1_000_001, isKey: true);
        Assert.True(ring.Bytes <= 1_000_000, "a packet that is larger than all of it does not fit");
    }

    [Fact]
    public async Task What_was_cut_out_stays_as_it_is_while_the_ring_goes_on()
    {
        StreamRing ring = Ring(keepSeconds: 1);
        byte[][] sent = [.. Enumerable.Range(0, 2).Select(_ => Send(ring, 100_000, isKey: true))];
        using StreamCut cut = ring.Cut(0, long.MaxValue)!;
        for (int second = 0; second < 50; second++)
        {
            Send(ring, 100_000, isKey: true);
        }

        byte[] expected = [.. Header, .. sent[0], .. sent[1]];
        Assert.Equal(expected, await BytesOf(cut));
    }

    [Fact]
    public void Two_streams_do_not_go_into_one_clip()
    {
        StreamRing ring = Ring(keepSeconds: 60);
        Send(ring, 10, isKey: true);
        Send(ring, 10, isKey: false);
        ring.Begin([9]);
        Assert.Null(Record.Exception(() => Send(ring, 10, isKey: false)));
        for (int second = 0; second < 5; second++)
        {
            Send(ring, 10, isKey: second == 0);
        }

        using StreamCut cut = ring.Cut(0, long.MaxValue)!;
        Assert.Equal((At(3), 5), (cut.From, cut.Count));
    }

    [Fact]
    public void Nothing_comes_of_nothing()
    {
        StreamRing ring = Ring(keepSeconds: 5);

        Assert.Null(ring.Cut(0, long.MaxValue));
        Send(ring, 10, isKey: false);
        Assert.Null(ring.Cut(0, long.MaxValue));
        Assert.Equal((1L, 0L), (ring.Lost, ring.Bytes));
    }

    [Fact]
    public void A_stream_that_goes_on_allocates_nothing()
    {
        StreamRing ring = Ring(keepSeconds: 0);
        byte[] packet = new byte[20_000];
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
            {
                ring.Add(packet, Key);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal((0L, 500L), (least, ring.Taken));
    }

    [Fact]
    public void Of_a_stream_that_is_not_wanted_any_more_what_is_held_stays_until_it_is_not()
    {
        StreamRing ring = Ring(keepSeconds: 60);
        Array.ForEach([.. Enumerable.Range(0, 10)], _ => Send(ring, 100, isKey: true));
        using (ring.Hold(At(3)))
        {
            ring.Wish = ring.Wish with { IsWanted = false };

            using StreamCut cut = ring.Cut(At(3), At(9))!;
            Assert.Equal(7, cut.Count);
        }

        Assert.Equal(0, ring.Bytes);
        Send(ring, 100, isKey: true);
        Assert.Equal((0L, 0L), (ring.Bytes, ring.Lost));
    }

    [Fact]
    public void A_stream_of_which_less_is_wanted_becomes_shorter_at_once()
    {
        StreamRing ring = Ring(keepSeconds: 60);
        Array.ForEach([.. Enumerable.Range(0, 10)], _ => Send(ring, 100, isKey: true));

        ring.Wish = ring.Wish with { MostBytes = 500 };
        Assert.Equal(500, ring.Bytes);
        ring.Wish = ring.Wish with { Keep = TimeSpan.FromSeconds(2) };

        Assert.Equal(300, ring.Bytes);
    }

    [Fact]
    public void Sound_that_could_not_be_had_is_tried_again_when_it_is_wanted_anew()
    {
        StreamRing ring = Ring(keepSeconds: 60);
        ring.Wish = ring.Wish with { Sound = true };
        ring.SoundFault = "the camera sends none";
        ring.Wish = ring.Wish with { Keep = TimeSpan.Zero };
        Assert.NotNull(ring.SoundFault);

        ring.Wish = ring.Wish with { Sound = false };

        Assert.Null(ring.SoundFault);
    }

    private StreamRing Ring(int keepSeconds, long mostBytes = 100_000_000)
    {
        StreamRing ring = new(new StreamWish(mostBytes, TimeSpan.FromSeconds(keepSeconds)), _time);
        ring.Begin(Header);
        return ring;
    }

    /// <summary>The first packet comes at 0 s, each of the others a second later.</summary>
    private byte[] Send(StreamRing ring, int length, bool isKey)
    {
        if (_sent++ > 0)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        byte[] bytes = RandomNumberGenerator.GetBytes(length);
        ring.Add(bytes, isKey ? Key : Other);
        return bytes;
    }

    private long At(int second) => _start + (second * _time.TimestampFrequency);

    private static async Task<byte[]> BytesOf(StreamCut cut)
    {
        MemoryStream written = new();
        await cut.WriteToAsync(part =>
        {
            written.Write(part.Span);
            return ValueTask.CompletedTask;
        });
        return written.ToArray();
    }
}
