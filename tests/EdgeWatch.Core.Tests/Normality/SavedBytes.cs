using System.Text;

namespace EdgeWatch.Core.Tests.Normality;

/// <summary>What is written by something that saves itself, for something that restores itself.</summary>
internal static class SavedBytes
{
    /// <summary>What <paramref name="save"/> writes.</summary>
    public static byte[] Of(Action<BinaryWriter> save)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream, Encoding.UTF8);
        save(writer);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Lets <paramref name="restore"/> read bytes, which it has to read to their end.</summary>
    public static void Restore(byte[] bytes, Action<BinaryReader> restore)
    {
        using BinaryReader reader = new(new MemoryStream(bytes), Encoding.UTF8);
        restore(reader);
        Assert.Equal(bytes.Length, reader.BaseStream.Position);
    }

    /// <summary>Takes over into one thing what another one saves.</summary>
    public static void Copy(Action<BinaryWriter> save, Action<BinaryReader> restore) => Restore(Of(save), restore);
}
