namespace EdgeWatch.Core.Patches;

/// <summary>Looks and the places where they were, up to a fixed number. What is added past that is left out.</summary>
/// <param name="capacity">Looks at most.</param>
public sealed class LookSet(int capacity)
{
    private readonly int[] _places = new int[capacity];
    private readonly bool[] _isOdd = new bool[capacity];
    private readonly sbyte[] _looks = new sbyte[capacity * PlaceLooks.Length];

    /// <summary>Looks that are there.</summary>
    public int Count { get; private set; }

    /// <summary>Their places, row-major.</summary>
    public ReadOnlySpan<int> Places => _places.AsSpan(0, Count);

    /// <summary>Whether a look itself was surprising; else what was there was so in another way.</summary>
    public bool IsOdd(int index) => _isOdd[index];

    /// <summary>A look as a direction in 127ths, <c>[128]</c>.</summary>
    public ReadOnlySpan<sbyte> LookAt(int index) => _looks.AsSpan(index * PlaceLooks.Length, PlaceLooks.Length);

    /// <summary>1 − cosine of the angle between one of the looks and another.</summary>
    public double DistanceTo(int index, ReadOnlySpan<sbyte> look) =>
        1 - UnitVectors.Cosine(UnitVectors.DotProduct(LookAt(index), look));

    /// <summary>Adds a look, if there is room.</summary>
    /// <param name="place">Its place, row-major.</param>
    /// <param name="look">In 127ths, <c>[128]</c>.</param>
    /// <param name="isOdd">See <see cref="IsOdd"/>.</param>
    public void Add(int place, ReadOnlySpan<sbyte> look, bool isOdd)
    {
        if (Count == capacity)
        {
            return;
        }

        _places[Count] = place;
        _isOdd[Count] = isOdd;
        look.CopyTo(_looks.AsSpan(Count * PlaceLooks.Length));
        Count++;
    }

    /// <summary>The same looks, on their own.</summary>
    public LookSet Copy()
    {
        LookSet copy = new(Count);
        for (int i = 0; i < Count; i++)
        {
            copy.Add(_places[i], LookAt(i), _isOdd[i]);
        }

        return copy;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;

    /// <summary>Writes the looks.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Count);
        for (int i = 0; i < Count; i++)
        {
            writer.Write(_places[i]);
            writer.Write(_isOdd[i]);
            writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(LookAt(i)));
        }
    }

    /// <summary>Replaces the looks by saved ones.</summary>
    /// <exception cref="InvalidDataException">More were saved than there is room for.</exception>
    public void Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int count = reader.ReadInt32();
        if (count < 0 || count > capacity)
        {
            throw new InvalidDataException($"{count} looks were saved, there is room for {capacity}");
        }

        Clear();
        Span<sbyte> look = stackalloc sbyte[PlaceLooks.Length];
        for (int i = 0; i < count; i++)
        {
            (int place, bool isOdd) = (reader.ReadInt32(), reader.ReadBoolean());
            reader.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(look));
            Add(place, look, isOdd);
        }
    }
}
