using EdgeWatch.Core.Patches;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Model;

/// <summary>The network's tensors by name, element and sizes.</summary>
internal static class NetworkTensors
{
    /// <summary>A size that varies from frame to frame, as ONNX Runtime tells it.</summary>
    private const int Any = -1;

    /// <summary>How tokens are dealt out for attention; see <see cref="AttentionBlocks"/>.</summary>
    private static readonly Tensor[] Dealt =
    [
        new("queries", typeof(long), [Any, Any]),
        new("keys", typeof(long), [Any, Any]),
        new("places", typeof(int), [Any, Any, Any]),
        new("slots", typeof(long), [Any]),
    ];

    private static readonly Tensor[] PatchInputs = [new("tokens", typeof(byte), [Any, TokenLayout.Length]), .. Dealt];

    private static readonly Tensor[] PatchOutputs =
    [
        new("attributes", typeof(float), [Any, TokenBatch.AttributeCount]),
        new("embedding", typeof(float), [Any, TokenBatch.EmbeddingLength]),
    ];

    private static readonly Tensor[] LookInputs = [new("picture", typeof(byte), [1, 1, Any, Any]), .. Dealt];

    private static readonly Tensor[] LookOutputs = [new("looks", typeof(float), [Any, PlaceLooks.Length])];

    /// <summary>Refuses a network of patches with other tensors.</summary>
    /// <param name="session">The network.</param>
    /// <param name="file">Its file, for messages.</param>
    /// <exception cref="ModelException">The first tensor that does not fit.</exception>
    public static void RequirePatchNetwork(InferenceSession session, string file) => Require(session, file, PatchInputs, PatchOutputs);

    /// <summary>Refuses a network of looks with other tensors.</summary>
    /// <param name="session">The network.</param>
    /// <param name="file">Its file, for messages.</param>
    /// <exception cref="ModelException">The first tensor that does not fit.</exception>
    public static void RequireLookNetwork(InferenceSession session, string file) => Require(session, file, LookInputs, LookOutputs);

    private static void Require(InferenceSession session, string file, Tensor[] inputs, Tensor[] outputs)
    {
        Require(inputs, session.InputMetadata, file, "input");
        Require(outputs, session.OutputMetadata, file, "output");
        if (session.InputMetadata.Keys.Except(inputs.Select(tensor => tensor.Name)).FirstOrDefault() is { } unknown)
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
