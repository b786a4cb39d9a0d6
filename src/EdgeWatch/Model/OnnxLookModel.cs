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
    private readonly PinnedTensors _tensors = new();
    private readonly Lock _bindingsLock = new();
    private readonly Dictionary<PlaceLooks, OrtIoBinding> _bindings = [];

    /// <inheritdoc/>
    public string Sha256 => sha256;

    /// <summary>The network.</summary>
    public InferenceSession Session => session;

    /// <inheritdoc/>
    public void Run(PlaceLooks places) => session.RunWithBinding(_runOptions, BindingOf(places));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (OrtIoBinding binding in _bindings.Values)
        {
            binding.Dispose();
        }

        _bindings.Clear();
        _tensors.Dispose();
        _runOptions.Dispose();
        session.Dispose();
    }

    private OrtIoBinding BindingOf(PlaceLooks places)
    {
        lock (_bindingsLock)
        {
            return _bindings.TryGetValue(places, out OrtIoBinding? binding) ? binding : _bindings[places] = Bind(places);
        }
    }

    private OrtIoBinding Bind(PlaceLooks places)
    {
        AttentionBlocks blocks = places.Blocks;
        OrtIoBinding binding = session.CreateIoBinding();
        binding.BindInput("picture", _tensors.Lay(places.Picture, 1, 1, places.Grid.Height, places.Grid.Width));
        binding.BindInput("queries", _tensors.Lay(blocks.Queries, blocks.BlockCount, blocks.QueryCount));
        binding.BindInput("keys", _tensors.Lay(blocks.Keys, blocks.BlockCount, blocks.KeyCount));
        binding.BindInput("places", _tensors.Lay(blocks.Places, blocks.BlockCount, blocks.QueryCount, blocks.KeyCount));
        binding.BindInput("slots", _tensors.Lay(blocks.Slots, places.Grid.Count));
        binding.BindOutput("looks", _tensors.Lay(places.Looks, places.Grid.Count, PlaceLooks.Length));
        return binding;
    }
}
