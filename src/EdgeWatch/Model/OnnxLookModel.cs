using EdgeWatch.Core.Patches;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Model;

/// <summary>
/// The network of looks in ONNX Runtime: int8 convolutions, then attention of each place to those around it. One session serves all
/// cameras; a camera's tensors are laid over its own pinned arrays once, so that a glance allocates nothing.
/// </summary>
/// <param name="session">The network, checked against its manifest; taken over.</param>
/// <param name="sha256">SHA-256 of its file.</param>
internal sealed class OnnxLookModel(InferenceSession session, string sha256) : ILookModel, IDisposable
{
    private readonly RunOptions _runOptions = new();
    private readonly Lock _bindingsLock = new();
    private readonly Dictionary<PlaceLooks, Binding> _bindings = [];

    /// <inheritdoc/>
    public string Sha256 => sha256;

    /// <summary>The network.</summary>
    public InferenceSession Session => session;

    /// <inheritdoc/>
    public void Run(PlaceLooks places) => session.RunWithBinding(_runOptions, BindingOf(places));

    /// <inheritdoc/>
    public void Forget(PlaceLooks places)
    {
        lock (_bindingsLock)
        {
            if (_bindings.Remove(places, out Binding? binding))
            {
                binding.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Binding binding in _bindings.Values)
        {
            binding.Dispose();
        }

        _bindings.Clear();
        _runOptions.Dispose();
        session.Dispose();
    }

    private OrtIoBinding BindingOf(PlaceLooks places)
    {
        lock (_bindingsLock)
        {
            if (!_bindings.TryGetValue(places, out Binding? binding))
            {
                binding = new Binding(session, places);
                _bindings.Add(places, binding);
            }

            return binding.Io;
        }
    }

    /// <summary>The network's tensors laid over the arrays of one camera's places.</summary>
    private sealed class Binding : IDisposable
    {
        private readonly PinnedTensors _tensors = new();

        public Binding(InferenceSession session, PlaceLooks places)
        {
            AttentionBlocks blocks = places.Blocks;
            Io = session.CreateIoBinding();
            Io.BindInput("picture", _tensors.Lay(places.Picture, 1, 1, places.Grid.Height, places.Grid.Width));
            Io.BindInput("queries", _tensors.Lay(blocks.Queries, blocks.BlockCount, blocks.QueryCount));
            Io.BindInput("keys", _tensors.Lay(blocks.Keys, blocks.BlockCount, blocks.KeyCount));
            Io.BindInput("places", _tensors.Lay(blocks.Places, blocks.BlockCount, blocks.QueryCount, blocks.KeyCount));
            Io.BindInput("slots", _tensors.Lay(blocks.Slots, places.Grid.Count));
            Io.BindOutput("looks", _tensors.Lay(places.Looks, places.Grid.Count, PlaceLooks.Length));
        }

        public OrtIoBinding Io { get; }

        public void Dispose()
        {
            Io.Dispose();
            _tensors.Dispose();
        }
    }
}
