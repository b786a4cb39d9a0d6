using EdgeWatch.Core.Patches;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Model;

/// <summary>The network's inputs and outputs laid over one batch's arrays: a binding for every number of tokens, made when first needed.</summary>
/// <param name="session">The network.</param>
/// <param name="batch">The batch; its arrays are pinned.</param>
internal sealed class BatchBindings(InferenceSession session, TokenBatch batch) : IDisposable
{
    private readonly OrtIoBinding?[] _bindings = new OrtIoBinding?[TokenBatch.Capacity + 1];
    private readonly List<OrtValue> _values = [];

    /// <summary>The binding for a number of tokens.</summary>
    public OrtIoBinding For(int count) => _bindings[count] ??= Bind(count);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (OrtIoBinding? binding in _bindings)
        {
            binding?.Dispose();
        }

        foreach (OrtValue value in _values)
        {
            value.Dispose();
        }
    }

    private OrtIoBinding Bind(int count)
    {
        OrtIoBinding binding = session.CreateIoBinding();
        binding.BindInput("tokens", Lay(batch.Tokens, count, TokenLayout.Length));
        binding.BindInput("positions", Lay(batch.Positions, count, 2));
        binding.BindOutput("attributes", Lay(batch.Attributes, count, TokenBatch.AttributeCount));
        binding.BindOutput("embedding", Lay(batch.Embeddings, count, TokenBatch.EmbeddingLength));
        return binding;
    }

    private OrtValue Lay<T>(T[] array, int count, int length)
        where T : unmanaged
    {
        OrtValue value = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, array.AsMemory(0, count * length), [count, length]);
        _values.Add(value);
        return value;
    }
}
