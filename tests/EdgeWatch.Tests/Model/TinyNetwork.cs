using System.Text;

namespace EdgeWatch.Tests.Model;

/// <summary>
/// An ONNX file that ONNX Runtime loads but that has nothing to do with the shipped network: both outputs are the tokens. Written field by
/// field; the numbers are those of onnx.proto.
/// </summary>
internal static class TinyNetwork
{
    private const int Float = 1;
    private const int Int64 = 7;

    /// <summary>The file.</summary>
    /// <param name="tokenLength">Width of the tokens, below 128.</param>
    public static byte[] Write(byte tokenLength)
    {
        byte[] graph =
        [
            .. Identity("tokens", "attributes"),
            .. Identity("tokens", "embedding"),
            .. Field(2, "tiny"),
            .. Field(11, Value("tokens", Float, tokenLength)),
            .. Field(11, Value("slots", Int64, 2)),
            .. Field(12, Value("attributes", Float, tokenLength)),
            .. Field(12, Value("embedding", Float, tokenLength)),
        ];
        return [.. Number(1, 8), .. Field(7, graph), .. Field(8, Number(2, 17))];
    }

    private static byte[] Identity(string input, string output) =>
        Field(1, [.. Field(1, input), .. Field(2, output), .. Field(4, "Identity")]);

    private static byte[] Value(string name, byte element, byte width)
    {
        byte[] shape = [.. Field(1, Field(2, "K")), .. Field(1, Number(1, width))];
        return [.. Field(1, name), .. Field(2, Field(1, [.. Number(1, element), .. Field(2, shape)]))];
    }

    private static byte[] Field(int number, string text) => Field(number, Encoding.ASCII.GetBytes(text));

    /// <summary>A field of bytes; lengths are varints.</summary>
    private static byte[] Field(int number, byte[] content)
    {
        byte[] length = content.Length < 128 ? [(byte)content.Length] : [(byte)((content.Length & 127) | 128), (byte)(content.Length >> 7)];
        return [(byte)((number << 3) | 2), .. length, .. content];
    }

    private static byte[] Number(int number, byte value) => [(byte)(number << 3), value];
}
