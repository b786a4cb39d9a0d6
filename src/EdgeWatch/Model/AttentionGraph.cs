using System.Buffers;
using System.Text;

namespace EdgeWatch.Model;

/// <summary>
/// An ONNX file whose network answers with its attention as well. In the wire format of Protocol Buffers a message may come in parts, which
/// are merged: one more output of the graph is some bytes behind the file. Numbers of fields are those of onnx.proto3.
/// </summary>
internal static class AttentionGraph
{
    private const int GraphOfModel = 7;
    private const int NodeOfGraph = 1;
    private const int OutputOfGraph = 12;
    private const int OutputOfNode = 2;
    private const int OperatorOfNode = 4;
    private const int NameOfValue = 1;

    private const int TypeBits = 3;
    private const int Varint = 0;
    private const int EightBytes = 1;
    private const int Bytes = 2;
    private const int FourBytes = 5;

    /// <summary>What the network's last softmax answers: attention of its last block; null where it has none.</summary>
    /// <param name="network">An ONNX file that ONNX Runtime has loaded, and so is whole.</param>
    public static string? LastSoftmaxOf(ReadOnlySpan<byte> network)
    {
        string? last = null;
        ReadOnlySpan<byte> graph = Find(network, GraphOfModel);
        while (!graph.IsEmpty)
        {
            int field = Next(ref graph, out ReadOnlySpan<byte> node);
            if (field == NodeOfGraph && Find(node, OperatorOfNode).SequenceEqual("Softmax"u8))
            {
                last = Encoding.UTF8.GetString(Find(node, OutputOfNode));
            }
        }

        return last;
    }

    /// <summary>The same network with one more output, of whatever type and shape it computes.</summary>
    /// <param name="network">An ONNX file.</param>
    /// <param name="output">Name of a value that it computes.</param>
    public static byte[] WithOutput(ReadOnlySpan<byte> network, string output) =>
        [.. network, .. Field(GraphOfModel, Field(OutputOfGraph, Field(NameOfValue, Encoding.UTF8.GetBytes(output))))];

    private static byte[] Field(int number, byte[] content)
    {
        ArrayBufferWriter<byte> field = new();
        Write(field, (number << TypeBits) | Bytes);
        Write(field, content.Length);
        field.Write(content);
        return field.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> to, int varint)
    {
        uint left = (uint)varint;
        for (; left > 0x7F; left >>= 7)
        {
            to.Write([(byte)(left | 0x80)]);
        }

        to.Write([(byte)left]);
    }

    /// <summary>Content of the first field with a number; nothing where there is none.</summary>
    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> message, int number)
    {
        while (!message.IsEmpty)
        {
            if (Next(ref message, out ReadOnlySpan<byte> content) == number)
            {
                return content;
            }
        }

        return [];
    }

    /// <summary>Takes the next field off a message and returns its number; the content of one that is a plain number is empty.</summary>
    private static int Next(scoped ref ReadOnlySpan<byte> message, out ReadOnlySpan<byte> content)
    {
        int tag = (int)Read(ref message);
        int type = tag & ((1 << TypeBits) - 1);
        int length = type switch
        {
            Varint => 0,
            EightBytes => 8,
            Bytes => (int)Read(ref message),
            FourBytes => 4,
            _ => throw new ModelException($"The network's file has a field of a type that is not known: {type}."),
        };
        if (type == Varint)
        {
            Read(ref message);
        }

        content = message[..length];
        message = message[length..];
        return tag >> TypeBits;
    }

    private static ulong Read(scoped ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = message[0];
            message = message[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next <= 0x7F)
            {
                return value;
            }
        }
    }
}
