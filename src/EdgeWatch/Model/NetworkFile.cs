using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Model;

/// <summary>A network's file: read whole, checked against its manifest, opened in ONNX Runtime.</summary>
internal static class NetworkFile
{
    /// <summary>One thread: a frame's tokens are too few to share, and cameras run side by side.</summary>
    private const int IntraOpThreads = 1;

    /// <summary>Opens a network.</summary>
    /// <param name="manifestPath">The manifest; the network lies beside it.</param>
    /// <param name="file">Name of the network's file.</param>
    /// <param name="sha256">What the manifest says its SHA-256 is, in lower-case hex.</param>
    /// <exception cref="ModelException">Not there, another file, or one that ONNX Runtime cannot load.</exception>
    public static InferenceSession Open(string manifestPath, string file, string sha256)
    {
        return Start(Read(manifestPath, file, sha256), file);
    }

    /// <summary>A network as ONNX Runtime runs it.</summary>
    /// <param name="network">The bytes of its file.</param>
    /// <param name="file">Name of its file, for messages.</param>
    /// <exception cref="ModelException">ONNX Runtime cannot load it.</exception>
    public static InferenceSession Start(byte[] network, string file)
    {
        try
        {
            using SessionOptions options = CreateOptions();
            return new InferenceSession(network, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException($"ONNX Runtime cannot load {file}: {e.Message}", e);
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

    /// <summary>
    /// How networks are run. Without memory patterns: ONNX Runtime would keep a whole run's memory in one block for each of the shapes that
    /// it has seen, besides what its arena holds, and is no faster for it.
    /// </summary>
    public static SessionOptions CreateOptions() => new()
    {
        IntraOpNumThreads = IntraOpThreads,
        InterOpNumThreads = 1,
        EnableMemoryPattern = false,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
    };

    /// <summary>The bytes of a network.</summary>
    /// <inheritdoc cref="Open" path="/param"/>
    /// <exception cref="ModelException">Not there, or another file.</exception>
    public static byte[] Read(string manifestPath, string file, string sha256)
    {
        string path = Path.Combine(Path.GetDirectoryName(manifestPath) ?? ".", file);
        byte[] network;
        try
        {
            network = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"The model cannot be read: {e.Message}", e);
        }

        string found = Convert.ToHexStringLower(SHA256.HashData(network));
        return found == sha256
            ? network
            : throw new ModelException(
                $"{path} is not the file that its manifest describes: its SHA-256 is {found}, not {sha256}.");
    }
}
