using EdgeWatch.Core.Patches;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Model;

/// <summary>The network's tensors by name, element and sizes.</summary>
internal static class NetworkTensors
{
    /// <summary>A size that varies from frame to frame, as ONNX Runtime tells it.</summary>
    private const int Any = -1;

    private static readonly Tensor[] Inputs =
    [
        new("tokens", typeof(byte), [Any, TokenLayout.Length]),
        new("queries", typeof(long), [Any, Any]),
        new("keys", typeof(long), [Any, Any]),
        new("places", typeof(int), [Any, Any, Any]),
        new("slots", typeof(long), [Any]),
    ];

    private static readonly Tensor[] Outputs =
    [
        new("attributes", typeof(float), [Any, TokenBatch.AttributeCount]),
        new("embedding", typeof(float), [Any, TokenBatch.EmbeddingLength]),
    ];

    /// <summary>Refuses a network with other tensors.</summary>
    /// <param name="session">The network.</param>
    /// <param name="file">Its file, for messages.</param>
    /// <exception cref="ModelException">The first tensor that does not fit.</exception>
    public static void Require(InferenceSession session, string file)
    {
        Require(Inputs, session.InputMetadata, file, "input");
        Require(Outputs, session.OutputMetadata, file, "output");
        if (session.InputMetadata.Keys.Except(Inputs.Select(tensor => tensor.Name)).FirstOrDefault() is { } unknown)
        {
            throw new ModelException($"{file}: it wants an input \"{unknown}\", which this version of EdgeWatch does not feed.");
        }
    }

    private static void Require(Tensor[] needed, IReadOnlyDictionary<string, NodeMetadata> found, string file, string direction)
    {
        foreach (Tensor tensor in needed)
        {
            if (!found.TryGetValue(tensor.Name, out NodeMetadata? node))
            {
                throw new ModelException($"{file}: it has no {direction} \"{tensor.Name}\". It has: {string.Join(", ", found.Keys)}.");
            }

            if (!node.IsTensor || node.ElementType != tensor.Element || !node.Dimensions.SequenceEqual(tensor.Sizes))
            {
                string shape = node.IsTensor ? Text(node.ElementType, node.Dimensions) : "no tensor";
                throw new ModelException(
                    $"{file}: {direction} \"{tensor.Name}\" is {shape}; "
                    + $"this version of EdgeWatch needs {Text(tensor.Element, tensor.Sizes)}, where {Any} is any number.");
            }
        }
    }

    private static string Text(Type element, int[] sizes) => $"{element.Name} [{string.Join(", ", sizes)}]";

    private sealed record Tensor(string Name, Type Element, int[] Sizes);
}
