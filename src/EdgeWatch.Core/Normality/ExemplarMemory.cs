using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// What has been seen in one part of the picture: unit vectors as bytes, at most <see cref="Capacity"/> of them. When it is full, the exemplar
/// that nothing has resembled for longest makes room.
/// </summary>
/// <param name="length">Length of a vector, a multiple of 16.</param>
internal sealed class ExemplarMemory(int length)
{
    /// <summary>Exemplars at most: with 128 values each 8 kB, and some 8,000 multiplications for a search.</summary>
    public const int Capacity = 64;

    private readonly sbyte[] _exemplars = new sbyte[Capacity * length];
    private readonly long[] _lastResembled = new long[Capacity];

    /// <summary>Exemplars in the memory.</summary>
    public int Count { get; private set; }

    /// <summary>The exemplar that is most like a vector.</summary>
    /// <param name="vector">Unit vector in 127ths.</param>
    /// <param name="index">The exemplar; −1 when there is none.</param>
    /// <returns>The cosine of the angle between them; −1 when there is none.</returns>
    public double FindNearest(ReadOnlySpan<sbyte> vector, out int index)
    {
        int best = int.MinValue;
        index = -1;
        for (int i = 0; i < Count; i++)
        {
            int product = DotProduct(vector, _exemplars.AsSpan(i * length, length));
            if (product > best)
            {
                (best, index) = (product, i);
            }
        }

        return index < 0 ? -1 : Math.Min(1, best / (double)(UnitVectors.Scale * UnitVectors.Scale));
    }

    /// <summary>Notes that something like an exemplar was seen.</summary>
    public void Resembles(int index, long now) => _lastResembled[index] = now;

    /// <summary>Adds an exemplar.</summary>
    public void Add(ReadOnlySpan<sbyte> vector, long now)
    {
        int index = Count < Capacity ? Count++ : TensorPrimitives.IndexOfMin<long>(_lastResembled);
        vector.CopyTo(_exemplars.AsSpan(index * length, length));
        _lastResembled[index] = now;
    }

    /// <summary>Writes the exemplars.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Count);
        for (int i = 0; i < Count; i++)
        {
            writer.Write(_lastResembled[i]);
        }

        writer.Write(MemoryMarshal.AsBytes(_exemplars.AsSpan(0, Count * length)));
    }

    /// <summary>Replaces the exemplars by saved ones.</summary>
    /// <exception cref="InvalidDataException">More were saved than there is room for.</exception>
    public void Restore(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count is < 0 or > Capacity)
        {
            throw new InvalidDataException($"{count} exemplars were saved, there is room for {Capacity}");
        }

        for (int i = 0; i < count; i++)
        {
            _lastResembled[i] = reader.ReadInt64();
        }

        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_exemplars.AsSpan(0, count * length)));
        Count = count;
    }

    /// <summary>Σ left · right. A product of two bytes within ±127 fits into 16 bits, and the sums are added up in 32.</summary>
    private static int DotProduct(ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right)
    {
        ReadOnlySpan<Vector128<sbyte>> leftVectors = MemoryMarshal.Cast<sbyte, Vector128<sbyte>>(left);
        ReadOnlySpan<Vector128<sbyte>> rightVectors = MemoryMarshal.Cast<sbyte, Vector128<sbyte>>(right);
        Vector128<int> sums = Vector128<int>.Zero;
        for (int i = 0; i < leftVectors.Length; i++)
        {
            (Vector128<short> leftLower, Vector128<short> leftUpper) = Vector128.Widen(leftVectors[i]);
            (Vector128<short> rightLower, Vector128<short> rightUpper) = Vector128.Widen(rightVectors[i]);
            Vector128<short> products = (leftLower * rightLower) + (leftUpper * rightUpper);
            sums += Vector128.WidenLower(products) + Vector128.WidenUpper(products);
        }

        return Vector128.Sum(sums);
    }
}
