using EdgeWatch.Core.Patches;
using EdgeWatch.Model;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Benchmarks;

/// <summary>One network with one number of tokens, bound to memory as in the daemon but without a batch's limit on tokens.</summary>
internal sealed class NetworkRun : IDisposable
{
    /// <summary>A picture of 1280×720 in patches.</summary>
    private const int GridRows = 45;
    private const int GridColumns = 80;

    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding _binding;
    private readonly List<IDisposable> _values = [];
    private readonly int _tokens;

    /// <summary>Loads the network and lays out its memory.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="tokens">Tokens of a frame; none run nothing, as in the daemon.</param>
    public NetworkRun(string path, int tokens)
    {
        _tokens = tokens;
        using SessionOptions options = OnnxPatchModel.CreateOptions();
        _session = new InferenceSession(path, options);
        _binding = _session.CreateIoBinding();
        Random random = new(1);
        foreach ((string name, NodeMetadata node) in _session.InputMetadata)
        {
            _binding.BindInput(name, node.ElementType == typeof(long) ? Lay(Positions(random), 2) : Lay(Values(node.Dimensions[1], random), node.Dimensions[1]));
        }

        foreach ((string name, NodeMetadata node) in _session.OutputMetadata)
        {
            _binding.BindOutput(name, Lay(GC.AllocateArray<float>(tokens * node.Dimensions[1], pinned: true), node.Dimensions[1]));
        }
    }

    /// <summary>One frame.</summary>
    public void Run()
    {
        if (_tokens > 0)
        {
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

    private OrtValue Lay<T>(T[] array, int width)
        where T : unmanaged
    {
        OrtValue value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, array.AsMemory(), [_tokens, width]);
        _values.Add(value);
        return value;
    }

    private float[] Values(int width, Random random)
    {
        float[] values = GC.AllocateArray<float>(_tokens * width, pinned: true);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        return values;
    }

    /// <summary>
    /// Patches in clumps of 3×3, about a person each, all over the picture, in row-major order as the gate gives them.
    /// </summary>
    private long[] Positions(Random random)
    {
        HashSet<PatchPosition> active = [];
        while (active.Count < _tokens)
        {
            (int top, int left) = (random.Next(GridRows - 2), random.Next(GridColumns - 2));
            for (int i = 0; i < 9 && active.Count < _tokens; i++)
            {
                active.Add(new PatchPosition(top + (i / 3), left + (i % 3)));
            }
        }

        PatchPosition[] ordered = [.. active.OrderBy(patch => patch.Row).ThenBy(patch => patch.Column)];
        return [.. ordered.SelectMany(patch => new long[] { patch.Row, patch.Column })];
    }
}
