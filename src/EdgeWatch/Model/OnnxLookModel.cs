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
    /// <summary>
    /// Cameras glance in turns: ONNX Runtime keeps the memory of as many runs as there ever were at once, which is some 10 MB for each.
    /// </summary>
    private readonly Lock _oneAtATime = new();

    private readonly RunOptions _runOptions = new();
    private readonly OwnedBindings<PlaceLooks, Binding> _bindings = new(places => new Binding(session, places));

    /// <inheritdoc/>
    public string Sha256 => sha256;

    /// <summary>The network.</summary>
    public InferenceSession Session => session;

    /// <inheritdoc/>
    public void Run(PlaceLooks places)
    {
        OrtIoBinding io = _bindings.Of(places).Io;
        lock (_oneAtATime)
        {
            session.RunWithBinding(_runOptions, io);
        }
    }

    /// <inheritdoc/>
    public void Forget(PlaceLooks places) => _bindings.Forget(places);

    /// <inheritdoc/>
    public void Dispose()
    {
        _bindings.Dispose();
        _runOptions.Dispose();
        session.Dispose();
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
