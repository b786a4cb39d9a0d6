using EdgeWatch.Core.Patches;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Model;

/// <summary>
/// Attention of the network of patches, out of a session of its own: the one that the detector goes by stays as its file has it, and costs
/// nothing more.
/// </summary>
internal sealed class OnnxPatchAttention : IPatchAttention
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string _output;

    private OnnxPatchAttention(InferenceSession session, string output) => (_session, _output) = (session, output);

    /// <summary>Loads a network once more, so that it answers with its attention.</summary>
    /// <param name="network">The bytes of its file.</param>
    /// <param name="file">Name of its file, for messages.</param>
    /// <exception cref="ModelException">It has no attention.</exception>
    public static OnnxPatchAttention Open(byte[] network, string file)
    {
        string output = AttentionGraph.LastSoftmaxOf(network)
            ?? throw new ModelException($"{file}: it has no softmax, and so no attention that could be shown.");
        return new OnnxPatchAttention(NetworkFile.Start(AttentionGraph.WithOutput(network, output), file), output);
    }

    /// <inheritdoc/>
    public float[] WeightsOf(TokenBatch batch)
    {
        using PinnedTensors tensors = new();
        (string Name, OrtValue Value)[] inputs = tensors.LayInputs(batch);
        try
        {
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(
                _runOptions, [.. inputs.Select(input => input.Name)], [.. inputs.Select(input => input.Value)], [_output]);
            return MeanOfHeads(outputs[0].GetTensorDataAsSpan<float>(), batch);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException($"ONNX Runtime cannot run the network for its attention: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    /// <summary>
    /// From <c>[heads, BlockCount, QueryCount, KeyCount]</c>, as it is dealt out, to patches by patches. Keys that are padding get nothing.
    /// </summary>
    private static float[] MeanOfHeads(ReadOnlySpan<float> dealt, TokenBatch batch)
    {
        AttentionBlocks blocks = batch.Blocks;
        int slots = blocks.BlockCount * blocks.QueryCount;
        int heads = dealt.Length / (slots * blocks.KeyCount);
        float[] weights = new float[batch.Count * batch.Count];
        for (int query = 0; query < batch.Count; query++)
        {
            int slot = (int)blocks.Slots[query];
            ReadOnlySpan<long> keys = blocks.Keys.AsSpan(slot / blocks.QueryCount * blocks.KeyCount, blocks.KeyCount);
            Span<float> row = weights.AsSpan(query * batch.Count, batch.Count);
            for (int head = 0; head < heads; head++)
            {
                ReadOnlySpan<float> given = dealt.Slice(((head * slots) + slot) * blocks.KeyCount, blocks.KeyCount);
                for (int key = 0; key < keys.Length; key++)
                {
                    row[(int)keys[key]] += given[key] / heads;
                }
            }
        }

        return weights;
    }
}
