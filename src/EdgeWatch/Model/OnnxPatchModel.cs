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
    private readonly OwnedBindings<TokenBatch, BatchBindings> _bindings;

    private readonly string _manifestPath;
    private readonly string _file;

    private OnnxLookModel? _looks;

    private OnnxPatchModel(InferenceSession session, ModelManifest manifest, string manifestPath)
    {
        (_session, _manifestPath, _file) = (session, manifestPath, manifest.File);
        _bindings = new OwnedBindings<TokenBatch, BatchBindings>(batch => new BatchBindings(session, batch));
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

    /// <summary>
    /// Loads the networks, checks them against their manifest and asks them the golden questions, which warms them up as well.
    /// </summary>
    /// <param name="manifestPath">The manifest; the networks lie beside it.</param>
    /// <exception cref="ModelException">
    /// Not there, not the right file, not the right shapes, or computed wrongly on this machine.
    /// </exception>
    public static OnnxPatchModel Load(string manifestPath)
    {
        ModelManifest manifest = ModelManifest.Load(manifestPath);
        new ManifestRules(manifest, manifestPath).Require();
        OnnxPatchModel model = new(NetworkFile.Open(manifestPath, manifest.File, manifest.Sha256), manifest, manifestPath);
        try
        {
            Try(manifest.File, () => model.Check(manifest));
            if (manifest.Look is { } look)
            {
                model._looks = new OnnxLookModel(NetworkFile.Open(manifestPath, look.File, look.Sha256), look.Sha256);
                Try(look.File, () => Check(model._looks, look));
            }

            return model;
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
            _session.RunWithBinding(_runOptions, _bindings.Of(batch).Current());
        }
    }

    /// <inheritdoc/>
    public void Forget(TokenBatch batch) => _bindings.Forget(batch);

    /// <inheritdoc/>
    /// <exception cref="ModelException">The network's file is not there any more, is another one, or has no attention.</exception>
    public IPatchAttention OpenAttention() => OnnxPatchAttention.Open(NetworkFile.Read(_manifestPath, _file, Sha256), _file);

    /// <inheritdoc/>
    public void Dispose()
    {
        _bindings.Dispose();
        _runOptions.Dispose();
        _session.Dispose();
        _looks?.Dispose();
    }

    private static void Try(string file, Action check)
    {
        try
        {
            check();
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException($"ONNX Runtime cannot run {file}: {e.Message}", e);
        }
    }

    private static void Check(OnnxLookModel looks, LookManifest manifest)
    {
        NetworkTensors.RequireLookNetwork(looks.Session, manifest.File);
        RequireRight(manifest.File, manifest.Golden.LargestError(looks), manifest.Golden.Tolerance);
    }

    private static void RequireRight(string file, double error, double tolerance)
    {
        if (error > tolerance)
        {
            throw new ModelException(
                $"ONNX Runtime computes {file} wrongly on this processor: off by {error:0.###} where {tolerance:0.###} is allowed. "
                + "EdgeWatch does not run on results like that.");
        }
    }

    private void Check(ModelManifest manifest)
    {
        NetworkTensors.RequirePatchNetwork(_session, manifest.File);
        RequireRight(manifest.File, LargestErrorOf(manifest.Golden), manifest.Golden.Tolerance);
    }

    private double LargestErrorOf(GoldenVector golden)
    {
        TokenBatch batch = new(GoldenVector.Grid);
        golden.Ask(batch);
        Run(batch);
        Forget(batch);
        return golden.LargestError(batch);
    }
}
