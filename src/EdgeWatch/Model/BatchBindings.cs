using EdgeWatch.Core.Patches;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Model;

/// <summary>
/// The network's inputs and outputs laid over one batch's arrays: a binding for every number of tokens and blocks, made when first
/// needed. Of large grids, where the two combine in many ways, no more than <see cref="MostBindings"/> are kept.
/// </summary>
/// <param name="session">The network.</param>
/// <param name="batch">The batch; its arrays are pinned.</param>
internal sealed class BatchBindings(InferenceSession session, TokenBatch batch) : IDisposable
{
    /// <summary>Bindings of a batch at most: some kilobytes each.</summary>
    private const int MostBindings = 1024;

    private readonly Dictionary<(int Tokens, int Blocks, int Queries, int Keys), OrtIoBinding> _bindings = [];
    private readonly List<OrtValue> _values = [];

    /// <summary>The binding for the tokens that the batch holds and the blocks that they are dealt out to.</summary>
    public OrtIoBinding Current()
    {
        AttentionBlocks blocks = batch.Blocks;
        (int Tokens, int Blocks, int Queries, int Keys) shape = (batch.Count, blocks.BlockCount, blocks.QueryCount, blocks.KeyCount);
        if (_bindings.TryGetValue(shape, out OrtIoBinding? binding))
        {
            return binding;
        }

        if (_bindings.Count == MostBindings)
        {
            Clear();
        }

        return _bindings[shape] = Bind(blocks);
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private void Clear()
    {
        foreach (OrtIoBinding binding in _bindings.Values)
        {
            binding.Dispose();
        }

        foreach (OrtValue value in _values)
        {
            value.Dispose();
        }

        _bindings.Clear();
        _values.Clear();
    }

    private OrtIoBinding Bind(AttentionBlocks blocks)
    {
        OrtIoBinding binding = session.CreateIoBinding();
        binding.BindInput("tokens", Lay(batch.Tokens, batch.Count, TokenLayout.Length));
        binding.BindInput("queries", Lay(blocks.Queries, blocks.BlockCount, blocks.QueryCount));
        binding.BindInput("keys", Lay(blocks.Keys, blocks.BlockCount, blocks.KeyCount));
        binding.BindInput("places", Lay(blocks.Places, blocks.BlockCount, blocks.QueryCount, blocks.KeyCount));
        binding.BindInput("slots", Lay(blocks.Slots, batch.Count));
        binding.BindOutput("attributes", Lay(batch.Attributes, batch.Count, TokenBatch.AttributeCount));
        binding.BindOutput("embedding", Lay(batch.Embeddings, batch.Count, TokenBatch.EmbeddingLength));
        return binding;
    }

    private OrtValue Lay<T>(T[] array, params ReadOnlySpan<int> sizes)
        where T : unmanaged
    {
        int length = 1;
        long[] shape = new long[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            shape[i] = sizes[i];
            length *= sizes[i];
        }

        OrtValue value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, array.AsMemory(0, length), shape);
        _values.Add(value);
        return value;
    }
}
