namespace EdgeWatch.Core.Normality;

/// <summary>Saves and restores what is learned: arrays of fixed length.</summary>
internal static class Numbers
{
    /// <summary>Writes the length, then the numbers.</summary>
    public static void Save(BinaryWriter writer, ReadOnlySpan<double> values)
    {
        writer.Write(values.Length);
        foreach (double value in values)
        {
            writer.Write(value);
        }
    }

    /// <summary>Reads as many numbers as there is room for.</summary>
    /// <exception cref="InvalidDataException">Another number of them was saved.</exception>
    public static void Restore(BinaryReader reader, Span<double> values)
    {
        RequireLength(reader, values.Length);
        foreach (ref double value in values)
        {
            value = reader.ReadDouble();
        }
    }

    /// <summary>Writes the length, then the moments.</summary>
    public static void Save(BinaryWriter writer, ReadOnlySpan<Moments> values)
    {
        writer.Write(values.Length);
        foreach (Moments value in values)
        {
            writer.Write(value.Count);
            writer.Write(value.Sum);
            writer.Write(value.SumOfSquares);
        }
    }

    /// <summary>Reads as many moments as there is room for.</summary>
    /// <exception cref="InvalidDataException">Another number of them was saved.</exception>
    public static void Restore(BinaryReader reader, Span<Moments> values)
    {
        RequireLength(reader, values.Length);
        foreach (ref Moments value in values)
        {
            value = new Moments(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        }
    }

    private static void RequireLength(BinaryReader reader, int needed)
    {
        int length = reader.ReadInt32();
        if (length != needed)
        {
            throw new InvalidDataException($"{length} values were saved, {needed} are needed");
        }
    }
}
