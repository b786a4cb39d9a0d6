using System.Security.Cryptography;
using EdgeWatch.Core.Patches;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Model;

/// <summary>
/// The sparse-attention network in ONNX Runtime. One session serves all cameras; runs do not disturb each other. Tensors are laid over
/// the batch's own pinned arrays once per number of tokens, so that a run allocates nothing.
/// </summary>
internal sealed class OnnxPatchModel : IPatchModel, IDisposable
{
    /// <summary>One thread: a frame's tokens are too few to share, and cameras run side by side.</summary>
    private const int IntraOpThreads = 1;

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly Lock _bindingsLock = new();
    private readonly Dictionary<TokenBatch, BatchBindings> _bindings = [];

    private OnnxPatchModel(InferenceSession session, ModelManifest manifest)
    {
        _session = session;
        Name = $"{manifest.Name} {manifest.Version}";
        Sha256 = manifest.Sha256;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Sha256 { get; }

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
        byte[] network = ReadNetwork(manifest, Path.Combine(Path.GetDirectoryName(manifestPath) ?? ".", manifest.File));
        OnnxPatchModel model = new(CreateSession(network, manifest), manifest);
        try
        {
            NetworkTensors.Require(model._session, manifest.File);
            model.AskGoldenQuestion(manifest.Golden);
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

    /// <summary>How networks are run.</summary>
    public static SessionOptions CreateOptions() => new()
    {
        IntraOpNumThreads = IntraOpThreads,
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
    };

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

    private static byte[] ReadNetwork(ModelManifest manifest, string path)
    {
        byte[] network;
        try
        {
            network = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"The model cannot be read: {e.Message}", e);
        }

        string sha256 = Convert.ToHexStringLower(SHA256.HashData(network));
        return sha256 == manifest.Sha256
            ? network
            : throw new ModelException(
                $"{path} is not the file that its manifest describes: its SHA-256 is {sha256}, not {manifest.Sha256}.");
    }

    private static InferenceSession CreateSession(byte[] network, ModelManifest manifest)
    {
        try
        {
            using SessionOptions options = CreateOptions();
            return new InferenceSession(network, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException($"ONNX Runtime cannot load {manifest.File}: {e.Message}", e);
        }
        catch (TypeInitializationException e) when (e.GetBaseException() is DllNotFoundException missing)
        {
            throw new ModelException($"ONNX Runtime's native library is missing or does not load on this machine: {missing.Message}", e);
        }
        catch (DllNotFoundException e)
        {
            throw new ModelException($"ONNX Runtime's native library is missing or does not load on this machine: {e.Message}", e);
        }
    }

    private void AskGoldenQuestion(GoldenVector golden)
    {
        TokenBatch batch = new(GoldenVector.Grid);
        golden.Ask(batch);
        Run(batch);
        Forget(batch);
        double error = golden.LargestError(batch);
        if (error > golden.Tolerance)
        {
            throw new ModelException(
                $"ONNX Runtime computes {Name} wrongly on this processor: off by {error:0.###} where {golden.Tolerance:0.###} is allowed. "
                + "EdgeWatch does not run on results like that.");
        }
    }
}
