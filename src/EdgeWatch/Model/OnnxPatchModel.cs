using EdgeWatch.Core.Patches;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Model;

/// <summary>
/// The sparse-attention network in ONNX Runtime. One session serves all cameras; runs do not disturb each other. Tensors are laid over
/// the batch's own pinned arrays once per number of tokens, so that a run allocates nothing.
/// </summary>
internal sealed class OnnxPatchModel : IPatchModel, IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly Lock _bindingsLock = new();
    private readonly Dictionary<TokenBatch, BatchBindings> _bindings = [];

    private readonly OnnxLookModel? _looks;

    private OnnxPatchModel(InferenceSession session, OnnxLookModel? looks, ModelManifest manifest)
    {
        _session = session;
        _looks = looks;
        Name = $"{manifest.Name} {manifest.Version}";
        Sha256 = manifest.Sha256;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Sha256 { get; }

    /// <inheritdoc/>
    public ILookModel? Looks => _looks;

    /// <summary>The manifest of the model that comes with the program.</summary>
    public static string DefaultManifest => Path.Combine(AppContext.BaseDirectory, "models", "edgewatch-v2.json");

    /// <summary>Loads a network, checks it against its manifest and asks it the golden question, which warms it up as well.</summary>
    /// <param name="manifestPath">The manifest; the network lies beside it.</param>
    /// <exception cref="ModelException">
    /// Not there, not the right file, not the right shapes, or computed wrongly on this machine.
    /// </exception>
    public static OnnxPatchModel Load(string manifestPath)
    {
        ModelManifest manifest = ModelManifest.Load(manifestPath);
        new ManifestRules(manifest, manifestPath).Require();
        InferenceSession session = NetworkFile.Open(manifestPath, manifest.File, manifest.Sha256);
        OnnxLookModel? looks = manifest.Look is { } look
            ? new OnnxLookModel(NetworkFile.Open(manifestPath, look.File, look.Sha256), look.Sha256)
            : null;
        OnnxPatchModel model = new(session, looks, manifest);
        try
        {
            model.Check(manifest);
            return model;
        }
        catch (OnnxRuntimeException e)
        {
            model.Dispose();
            throw new ModelException($"ONNX Runtime cannot run {manifest.File}: {e.Message}", e);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Run(TokenBatch batch)
    {
        if (batch.Count > 0)
        {
            batch.DealBlocks();
            _session.RunWithBinding(_runOptions, BindingsOf(batch).Current());
        }
    }

    /// <summary>Gives back what was laid over a batch that is not used any more.</summary>
    public void Forget(TokenBatch batch)
    {
        lock (_bindingsLock)
        {
            if (_bindings.Remove(batch, out BatchBindings? bindings))
            {
                bindings.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (BatchBindings bindings in _bindings.Values)
        {
            bindings.Dispose();
        }

        _bindings.Clear();
        _runOptions.Dispose();
        _session.Dispose();
        _looks?.Dispose();
    }

    private BatchBindings BindingsOf(TokenBatch batch)
    {
        lock (_bindingsLock)
        {
            if (!_bindings.TryGetValue(batch, out BatchBindings? bindings))
            {
                bindings = new BatchBindings(_session, batch);
                _bindings.Add(batch, bindings);
            }

            return bindings;
        }
    }

    private void Check(ModelManifest manifest)
    {
        NetworkTensors.RequirePatchNetwork(_session, manifest.File);
        RequireRight(LargestErrorOf(manifest.Golden), manifest.Golden.Tolerance);
        if (_looks is not null)
        {
            NetworkTensors.RequireLookNetwork(_looks.Session, manifest.Look!.File);
            RequireRight(manifest.Look.Golden.LargestError(_looks), manifest.Look.Golden.Tolerance);
        }
    }

    private double LargestErrorOf(GoldenVector golden)
    {
        TokenBatch batch = new(GoldenVector.Grid);
        golden.Ask(batch);
        Run(batch);
        Forget(batch);
        return golden.LargestError(batch);
    }

    private void RequireRight(double error, double tolerance)
    {
        if (error > tolerance)
        {
            throw new ModelException(
                $"ONNX Runtime computes {Name} wrongly on this processor: off by {error:0.###} where {tolerance:0.###} is allowed. "
                + "EdgeWatch does not run on results like that.");
        }
    }
}
