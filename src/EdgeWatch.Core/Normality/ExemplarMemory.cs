using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// What has been seen in one part of the picture: unit vectors as bytes, at most a fixed number of them. When it is full, the
/// exemplar that nothing has resembled for longest makes room. An exemplar may be in quarantine: it is known, but not yet as normal. Times
/// are those of the owner's clock.
/// </summary>
/// <param name="length">Length of a vector, a multiple of 16.</param>
/// <param name="capacity">Exemplars at most, 4 or more.</param>
internal sealed class ExemplarMemory(int length, int capacity)
{
    private readonly sbyte[] _exemplars = new sbyte[capacity * length];
    private readonly long[] _lastResembled = new long[capacity];
    private readonly long[] _normalFrom = new long[capacity];
    private readonly int[] _timesSeen = new int[capacity];
    private readonly ExemplarPicture[] _pictures = new ExemplarPicture[capacity];

    /// <summary>
    /// Exemplars in quarantine at most once the memory is full: something odd cannot drive out more than a quarter of what is normal, or
    /// two: with room for one, two that take turns would begin each other's quarantine anew. Past it, the one that has the longest to go
    /// makes room: something that looks otherwise at every glance becomes normal in time.
    /// </summary>
    public int QuarantineCapacity => Math.Max(2, capacity / 4);

    /// <summary>Exemplars in the memory.</summary>
    public int Count { get; private set; }

    /// <summary>The exemplar that was added last; it may have made room since.</summary>
    public int Newest { get; private set; }

    /// <summary>Later than any time: a search finds exemplars in quarantine, too, and a quarantine does not end by itself.</summary>
    public const long AnyTime = long.MaxValue;

    /// <summary>The exemplar that is most like a vector.</summary>
    /// <param name="vector">Unit vector in 127ths.</param>
    /// <param name="now">Exemplars that are in quarantine at this time are passed over.</param>
    /// <param name="index">The exemplar; −1 when there is none.</param>
    /// <param name="leastTimes">Exemplars that were seen less often are passed over.</param>
    /// <param name="isPictured">Whether exemplars of which there is no picture are passed over.</param>
    /// <returns>The cosine of the angle between them; −1 when there is none.</returns>
    public double FindNearest(ReadOnlySpan<sbyte> vector, long now, out int index, int leastTimes = 0, bool isPictured = false)
    {
        int best = int.MinValue;
        index = -1;
        for (int i = 0; i < Count; i++)
        {
            if (IsQuarantined(i, now) || _timesSeen[i] < leastTimes || (isPictured && !_pictures[i].IsThere))
            {
                continue;
            }

            int product = UnitVectors.DotProduct(vector, VectorAt(i));
            if (product > best)
            {
                (best, index) = (product, i);
            }
        }

        return index < 0 ? -1 : UnitVectors.Cosine(best);
    }

    /// <summary>Notes that something like an exemplar was seen; several things at the same time count once.</summary>
    /// <param name="index">The exemplar.</param>
    /// <param name="now">The time.</param>
    /// <param name="normalFrom">When its quarantine ends at the latest.</param>
    public void Resembles(int index, long now, long normalFrom = AnyTime)
    {
        bool isNewTime = now > _lastResembled[index];
        _lastResembled[index] = now;
        _normalFrom[index] = Math.Min(_normalFrom[index], normalFrom);
        _timesSeen[index] += isNewTime ? 1 : 0;
    }

    /// <summary>Whether an exemplar is in quarantine.</summary>
    public bool IsQuarantined(int index, long now) => _normalFrom[index] > now;

    /// <summary>How often something like an exemplar was seen; several things at the same time count once.</summary>
    public int TimesSeen(int index) => _timesSeen[index];

    /// <summary>Where a picture of an exemplar is to be found; changes nothing of what is normal.</summary>
    public ref ExemplarPicture PictureOf(int index) => ref _pictures[index];

    /// <summary>1 − cosine of the angle between an exemplar and a vector.</summary>
    public double DistanceTo(int index, ReadOnlySpan<sbyte> vector) =>
        1 - UnitVectors.Cosine(UnitVectors.DotProduct(vector, VectorAt(index)));

    /// <summary>A number that tells an exemplar from all others: FNV-1a of its vector.</summary>
    public ulong FingerprintOf(int index)
    {
        const ulong Basis = 14695981039346656037;
        const ulong Prime = 1099511628211;
        ulong fingerprint = Basis;
        foreach (sbyte part in VectorAt(index))
        {
            fingerprint = (fingerprint ^ (byte)part) * Prime;
        }

        return fingerprint;
    }

    /// <summary>Adds an exemplar.</summary>
    /// <param name="vector">Unit vector in 127ths.</param>
    /// <param name="now">The time.</param>
    /// <param name="normalFrom">When its quarantine ends; not after <paramref name="now"/>: there is none.</param>
    /// <returns>Whether there was room for it in the quarantine, or it needed none.</returns>
    public bool Add(ReadOnlySpan<sbyte> vector, long now, long normalFrom)
    {
        bool isFull = normalFrom > now && Count == capacity && CountQuarantined(now) >= QuarantineCapacity;
        int index = isFull ? TensorPrimitives.IndexOfMax<long>(_normalFrom)
            : Count < capacity ? Count++
            : TensorPrimitives.IndexOfMin<long>(_lastResembled);
        vector.CopyTo(VectorAt(index));
        _lastResembled[index] = now;
        _normalFrom[index] = normalFrom;
        _timesSeen[index] = 1;
        _pictures[index] = default;
        Newest = index;
        return !isFull;
    }

    /// <summary>Takes the exemplars that are in quarantine as normal from now on.</summary>
    public void ReleaseQuarantined(long now)
    {
        for (int i = 0; i < Count; i++)
        {
            _normalFrom[i] = Math.Min(_normalFrom[i], now);
        }
    }

    /// <summary>Forgets the exemplars that are in quarantine.</summary>
    public void DropQuarantined(long now)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (!IsQuarantined(i, now))
            {
                Move(i, kept++);
            }
        }

        Count = kept;
    }

    /// <summary>Forgets the exemplars that are like a vector.</summary>
    /// <param name="vector">Unit vector in 127ths.</param>
    /// <param name="leastCosine">From which cosine of the angle between them on.</param>
    public void DropAlike(ReadOnlySpan<sbyte> vector, double leastCosine)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (UnitVectors.Cosine(UnitVectors.DotProduct(vector, VectorAt(i))) < leastCosine)
            {
                Move(i, kept++);
            }
        }

        Count = kept;
    }

    /// <summary>Forgets the exemplars whose picture shows them at a place.</summary>
    public void DropPictured(int place)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (!_pictures[i].IsThere || _pictures[i].Place != place)
            {
                Move(i, kept++);
            }
        }

        Count = kept;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;

    /// <summary>Writes the exemplars.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Count);
        for (int i = 0; i < Count; i++)
        {
            writer.Write(_lastResembled[i]);
            writer.Write(_normalFrom[i]);
            writer.Write(_timesSeen[i]);
        }

        writer.Write(MemoryMarshal.AsBytes(_exemplars.AsSpan(0, Count * length)));
    }

    /// <summary>Replaces the exemplars by saved ones.</summary>
    /// <exception cref="InvalidDataException">More were saved than there is room for.</exception>
    public void Restore(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count < 0 || count > capacity)
        {
            throw new InvalidDataException($"{count} exemplars were saved, there is room for {capacity}");
        }

        for (int i = 0; i < count; i++)
        {
            _lastResembled[i] = reader.ReadInt64();
            _normalFrom[i] = reader.ReadInt64();
            _timesSeen[i] = reader.ReadInt32();
        }

        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_exemplars.AsSpan(0, count * length)));
        Array.Clear(_pictures);
        Count = count;
    }

    private Span<sbyte> VectorAt(int index) => _exemplars.AsSpan(index * length, length);

    private void Move(int from, int to)
    {
        VectorAt(from).CopyTo(VectorAt(to));
        (_lastResembled[to], _normalFrom[to], _timesSeen[to]) = (_lastResembled[from], _normalFrom[from], _timesSeen[from]);
        _pictures[to] = _pictures[from];
    }

    private int CountQuarantined(long now)
    {
        int count = 0;
        for (int i = 0; i < Count; i++)
        {
            count += IsQuarantined(i, now) ? 1 : 0;
        }

        return count;
    }
}
