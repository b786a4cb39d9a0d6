using EdgeWatch.Core.Patches;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Benchmarks;

/// <summary>One network with one number of tokens, bound to memory as in the daemon but without a batch's limit on tokens.</summary>
internal sealed class NetworkRun : IDisposable
{
    /// <summary>A picture of 1280×720 in patches.</summary>
    private static readonly PatchGrid Grid = new(Rows: 45, Columns: 80, Scale: 1);

    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding _binding;
    private readonly List<IDisposable> _values = [];
    private readonly int _tokens;
    private readonly Random _random = new(1);
    private readonly PatchPosition[] _positions;
    private readonly AttentionBlocks _blocks;

    /// <summary>Loads the network and lays out its memory.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="tokens">Tokens of a frame; none run nothing, as in the daemon.</param>
    public NetworkRun(string path, int tokens)
    {
        _tokens = tokens;
        using SessionOptions options = Model.NetworkFile.CreateOptions();
        _session = new InferenceSession(path, options);
        _binding = _session.CreateIoBinding();
        _positions = Positions();
        _blocks = new AttentionBlocks(Grid, Math.Max(1, tokens));
        _blocks.Deal(_positions);
        foreach ((string name, NodeMetadata node) in _session.InputMetadata)
        {
            _binding.BindInput(name, Input(name, node));
        }

        foreach ((string name, NodeMetadata node) in _session.OutputMetadata)
        {
            _binding.BindOutput(name, Lay(GC.AllocateArray<float>(tokens * node.Dimensions[1], pinned: true), tokens, node.Dimensions[1]));
        }
    }

    /// <summary>One frame, dealt out for attention as the daemon does.</summary>
    public void Run()
    {
        if (_tokens > 0)
        {
            _blocks.Deal(_positions);
            _session.RunWithBinding(_options, _binding);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _values.ForEach(value => value.Dispose());
        _options.Dispose();
        _session.Dispose();
    }

    private OrtValue Input(string name, NodeMetadata node) => name switch
    {
        "queries" => Lay(_blocks.Queries, _blocks.BlockCount, _blocks.QueryCount),
        "keys" => Lay(_blocks.Keys, _blocks.BlockCount, _blocks.KeyCount),
        "places" => Lay(_blocks.Places, _blocks.BlockCount, _blocks.QueryCount, _blocks.KeyCount),
        "slots" => Lay(_blocks.Slots, _tokens),
        _ when node.ElementType == typeof(byte) => Lay(Codes(node.Dimensions[1]), _tokens, node.Dimensions[1]),
        _ => Lay(Values(node.Dimensions[1]), _tokens, node.Dimensions[1]),
    };

    private OrtValue Lay<T>(T[] array, params int[] sizes)
        where T : unmanaged
    {
        int length = sizes.Aggregate(1, (product, size) => product * size);
        OrtValue value = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, array.AsMemory(0, length), [.. sizes.Select(size => (long)size)]);
        _values.Add(value);
        return value;
    }

    private byte[] Codes(int width)
    {
        byte[] codes = GC.AllocateArray<byte>(_tokens * width, pinned: true);
        _random.NextBytes(codes);
        return codes;
    }

    private float[] Values(int width)
    {
        float[] values = GC.AllocateArray<float>(_tokens * width, pinned: true);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (_random.NextSingle() * 2) - 1;
        }

        return values;
    }

    /// <summary>
    /// Patches in clumps of 3×3, about a person each, all over the picture, in row-major order as the gate gives them.
    /// </summary>
    private PatchPosition[] Positions()
    {
        HashSet<PatchPosition> active = [];
        while (active.Count < _tokens)
        {
            (int top, int left) = (_random.Next(Grid.Rows - 2), _random.Next(Grid.Columns - 2));
            for (int i = 0; i < 9 && active.Count < _tokens; i++)
            {
                active.Add(new PatchPosition(top + (i / 3), left + (i % 3)));
            }
        }

        return [.. active.OrderBy(patch => patch.Row).ThenBy(patch => patch.Column)];
    }
}
