using EdgeWatch.Core.Patches;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Model;

/// <summary>
/// The network of looks in ONNX Runtime: int8 convolutions, then attention of each place to those around it. One session serves all
/// cameras; a camera's tensors are laid over its own pinned arrays once for each shape of a picture, so that a glance allocates nothing.
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
    private readonly OwnedBindings<PlaceLooks, Bindings> _bindings = new(places => new Bindings(session, places));

    /// <inheritdoc/>
    public string Sha256 => sha256;

    /// <summary>The network.</summary>
    public InferenceSession Session => session;

    /// <inheritdoc/>
    public void Run(PlaceLooks places)
    {
        OrtIoBinding io = _bindings.Of(places).Current();
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

    /// <summary>
    /// The network's tensors laid over the arrays of one camera's places: a binding for each number of rows and columns, made when it is
    /// first looked at. There are as many at most as a picture has parts of different shape that are ever looked at.
    /// </summary>
    private sealed class Bindings(InferenceSession session, PlaceLooks places) : IDisposable
    {
        private readonly Dictionary<(int Rows, int Columns), OrtIoBinding> _bindings = [];
        private readonly PinnedTensors _tensors = new();

        /// <summary>The binding for the part that is looked at.</summary>
        public OrtIoBinding Current()
        {
            (int Rows, int Columns) shape = (places.Part.Rows, places.Part.Columns);
            if (!_bindings.TryGetValue(shape, out OrtIoBinding? binding))
            {
                binding = Bind(places.Part);
                _bindings.Add(shape, binding);
            }

            return binding;
        }

        public void Dispose()
        {
            foreach (OrtIoBinding binding in _bindings.Values)
            {
                binding.Dispose();
            }

            _tensors.Dispose();
        }

        private OrtIoBinding Bind(PlaceRectangle part)
        {
            AttentionBlocks blocks = places.Blocks;
            OrtIoBinding binding = session.CreateIoBinding();
            binding.BindInput(
                "picture",
                _tensors.Lay(places.Picture, 1, 1, part.Rows * PatchGrid.PatchSize, part.Columns * PatchGrid.PatchSize));
            binding.BindInput("queries", _tensors.Lay(blocks.Queries, blocks.BlockCount, blocks.QueryCount));
            binding.BindInput("keys", _tensors.Lay(blocks.Keys, blocks.BlockCount, blocks.KeyCount));
            binding.BindInput("places", _tensors.Lay(blocks.Places, blocks.BlockCount, blocks.QueryCount, blocks.KeyCount));
            binding.BindInput("slots", _tensors.Lay(blocks.Slots, part.Count));
            binding.BindOutput("looks", _tensors.Lay(places.Looks, part.Count, PlaceLooks.Length));
            return binding;
        }
    }
}
