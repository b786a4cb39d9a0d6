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
    private readonly PinnedTensors _tensors = new();

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

        return _bindings[shape] = Bind();
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private void Clear()
    {
        foreach (OrtIoBinding binding in _bindings.Values)
        {
            binding.Dispose();
        }

        _bindings.Clear();
        _tensors.Dispose();
    }

    private OrtIoBinding Bind()
    {
        OrtIoBinding binding = session.CreateIoBinding();
        foreach ((string name, OrtValue value) in _tensors.LayInputs(batch))
        {
            binding.BindInput(name, value);
        }

        binding.BindOutput("attributes", _tensors.Lay(batch.Attributes, batch.Count, TokenBatch.AttributeCount));
        binding.BindOutput("embedding", _tensors.Lay(batch.Embeddings, batch.Count, TokenBatch.EmbeddingLength));
        return binding;
    }
}
