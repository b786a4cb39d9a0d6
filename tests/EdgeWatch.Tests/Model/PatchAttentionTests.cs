using EdgeWatch.Core.Patches;
using EdgeWatch.Model;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Tests.Model;

/// <summary>Attention of the shipped network of patches.</summary>
public sealed class PatchAttentionTests : IDisposable
{
    /// <summary>A grid whose tokens make one block, and one with more of them, which are dealt out by tiles.</summary>
    public static readonly TheoryData<int, int, int> Grids = new() { { 15, 20, 1 }, { 15, 20, 2 }, { 15, 20, 40 }, { 45, 80, 500 } };

    private readonly OnnxPatchModel _model = OnnxPatchModel.Load(OnnxPatchModel.DefaultManifest);

    public void Dispose() => _model.Dispose();

    [Theory]
    [MemberData(nameof(Grids))]
    public void All_that_a_patch_gives_is_one_and_goes_to_those_within_reach(int rows, int columns, int tokens)
    {
        TokenBatch batch = Random(new PatchGrid(rows, columns, Scale: 1), tokens);
        using IPatchAttention attention = _model.OpenAttention();
        _model.Run(batch);

        float[] weights = attention.WeightsOf(batch);

        Assert.Equal(tokens * tokens, weights.Length);
        for (int query = 0; query < tokens; query++)
        {
            Assert.Equal(1, weights.AsSpan(query * tokens, tokens).ToArray().Sum(), 1e-4);
            for (int key = 0; key < tokens; key++)
            {
                Assert.True(weights[(query * tokens) + key] < 1e-6f || Distance(batch[query], batch[key]) <= AttentionBlocks.Reach);
            }
        }
    }

    /// <summary>Attention that is told is that of the answers that the detector goes by.</summary>
    [Theory]
    [MemberData(nameof(Grids))]
    public void A_network_that_tells_its_attention_answers_all_else_as_the_shipped_one_does(int rows, int columns, int tokens)
    {
        TokenBatch batch = Random(new PatchGrid(rows, columns, Scale: 1), tokens);
        _model.Run(batch);
        byte[] network = Network();
        using InferenceSession session = NetworkFile.Start(
            AttentionGraph.WithOutput(network, AttentionGraph.LastSoftmaxOf(network)!), "the shipped one");
        using PinnedTensors tensors = new();
        (string Name, OrtValue Value)[] inputs = tensors.LayInputs(batch);
        using RunOptions options = new();

        Assert.Equal(["attributes", "embedding", "softmax_131"], session.OutputNames);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(
            options, [.. inputs.Select(input => input.Name)], [.. inputs.Select(input => input.Value)], session.OutputNames);

        Assert.Equal(batch.Attributes[..(tokens * TokenBatch.AttributeCount)], outputs[0].GetTensorDataAsSpan<float>().ToArray());
        Assert.Equal(batch.Embeddings[..(tokens * TokenBatch.EmbeddingLength)], outputs[1].GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void Reading_attention_changes_nothing_of_the_batch()
    {
        TokenBatch batch = Random(new PatchGrid(15, 20, Scale: 1), 40);
        using IPatchAttention attention = _model.OpenAttention();
        _model.Run(batch);
        (float[] attributes, float[] embeddings) = ([.. batch.Attributes], [.. batch.Embeddings]);

        attention.WeightsOf(batch);

        Assert.Equal(attributes, batch.Attributes);
        Assert.Equal(embeddings, batch.Embeddings);
    }

    [Fact]
    public void A_network_without_a_softmax_is_said_to_have_no_attention()
    {
        byte[] network = Network();
        for (int at = network.AsSpan().IndexOf("Softmax"u8); at >= 0; at = network.AsSpan().IndexOf("Softmax"u8))
        {
            "Hardmax"u8.CopyTo(network.AsSpan(at));
        }

        ModelException refusal = Assert.Throws<ModelException>(() => OnnxPatchAttention.Open(network, "other.onnx"));

        Assert.Equal("other.onnx: it has no softmax, and so no attention that could be shown.", refusal.Message);
    }

    private static byte[] Network() =>
        File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(OnnxPatchModel.DefaultManifest)!, "edgewatch-v2.onnx"));

    /// <summary>Tokens of noise at places of a grid.</summary>
    private static TokenBatch Random(PatchGrid grid, int tokens)
    {
        Random random = new(tokens);
        TokenBatch batch = new(grid);
        int[] places = [.. Enumerable.Range(0, grid.Count)];
        random.Shuffle(places);
        foreach (int place in places[..tokens])
        {
            batch.Add(new PatchPosition(place / grid.Columns, place % grid.Columns));
        }

        random.NextBytes(batch.Tokens);
        batch.DealBlocks();
        return batch;
    }

    private static int Distance(PatchPosition one, PatchPosition other) =>
        Math.Max(Math.Abs(one.Row - other.Row), Math.Abs(one.Column - other.Column));
}
