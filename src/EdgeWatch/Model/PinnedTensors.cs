using EdgeWatch.Core.Patches;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Model;

/// <summary>Tensors laid over pinned arrays, so that a network reads and writes them in place.</summary>
internal sealed class PinnedTensors : IDisposable
{
    private readonly List<OrtValue> _values = [];

    /// <summary>A tensor over the first values of an array.</summary>
    /// <param name="array">The array; pinned.</param>
    /// <param name="sizes">The tensor's sizes.</param>
    public OrtValue Lay<T>(T[] array, params ReadOnlySpan<int> sizes)
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

    /// <summary>The inputs of the network of patches, by name, over the arrays of a batch that is dealt out.</summary>
    public (string Name, OrtValue Value)[] LayInputs(TokenBatch batch)
    {
        AttentionBlocks blocks = batch.Blocks;
        return
        [
            ("tokens", Lay(batch.Tokens, batch.Count, TokenLayout.Length)),
            ("queries", Lay(blocks.Queries, blocks.BlockCount, blocks.QueryCount)),
            ("keys", Lay(blocks.Keys, blocks.BlockCount, blocks.KeyCount)),
            ("places", Lay(blocks.Places, blocks.BlockCount, blocks.QueryCount, blocks.KeyCount)),
            ("slots", Lay(blocks.Slots, batch.Count)),
        ];
    }

    /// <summary>Gives the tensors back; the arrays stay.</summary>
    public void Dispose()
    {
        foreach (OrtValue value in _values)
        {
            value.Dispose();
        }

        _values.Clear();
    }
}
