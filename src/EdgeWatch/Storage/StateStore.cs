using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Watching;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Storage;

/// <summary>
/// Keeps what each camera has learned, in <c>&lt;state&gt;/cameras/&lt;id&gt;.normality</c>, and what people have said is normal, beside it in
/// <c>&lt;id&gt;.accepted</c>. A file is replaced whole or not at all (written
/// beside it, flushed, renamed); one that cannot be used is set aside, never deleted.
/// </summary>
/// <param name="stateDirectory">The daemon's state directory.</param>
/// <param name="logger">Told what was set aside.</param>
internal sealed partial class StateStore(string stateDirectory, ILogger<StateStore> logger)
{
    private const string Relearns = "learning starts anew";
    private const string Forgets = "what was called normal is forgotten";

    /// <summary>Saves a camera's normality.</summary>
    /// <exception cref="IOException">The disk is full, or the like; the old file is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public void Save(string cameraId, SceneNormality normality, string modelSha256, double framesPerSecond)
    {
        string path = PathOf(cameraId);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, LearnedState.Write(normality, modelSha256, framesPerSecond));
    }

    /// <summary>Loads a camera's normality.</summary>
    /// <returns>False when there is none that can be used: learning starts anew.</returns>
    public bool TryLoad(string cameraId, SceneNormality normality, string modelSha256, double framesPerSecond)
    {
        string path = PathOf(cameraId);
        try
        {
            LearnedState.Read(File.ReadAllBytes(path), normality, modelSha256, framesPerSecond);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (LearnedStateException e)
        {
            SetAside(cameraId, path, e.Message, Relearns);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Unreadable(logger, cameraId, path, e.Message, Relearns);
            return false;
        }
    }

    /// <summary>Saves what people have said is normal at a camera.</summary>
    /// <exception cref="IOException">The disk is full, or the like; the old file is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public void SaveAccepted(string cameraId, AcceptedSurprises accepted, string modelSha256)
    {
        string path = AcceptedPathOf(cameraId);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, AcceptedState.Write(accepted, modelSha256));
    }

    /// <summary>Loads what people have said is normal at a camera, if anything usable is there.</summary>
    public void LoadAccepted(string cameraId, AcceptedSurprises accepted, string modelSha256)
    {
        string path = AcceptedPathOf(cameraId);
        try
        {
            AcceptedState.Read(File.ReadAllBytes(path), accepted, modelSha256);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Nobody has said anything yet.
        }
        catch (LearnedStateException e)
        {
            SetAside(cameraId, path, e.Message, Forgets);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Unreadable(logger, cameraId, path, e.Message, Forgets);
        }
    }

    /// <summary>Forgets all about a camera.</summary>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public void Forget(string cameraId)
    {
        foreach (string path in new[] { PathOf(cameraId), AcceptedPathOf(cameraId) }.Where(File.Exists))
        {
            File.Delete(path);
        }
    }

    /// <summary>Creates the directory and proves that it can be written to.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not.</exception>
    public static void RequireWritable(string stateDirectory)
    {
        Directory.CreateDirectory(stateDirectory);
        string probe = Path.Combine(stateDirectory, ".writable");
        File.WriteAllBytes(probe, []);
        File.Delete(probe);
    }

    private string PathOf(string cameraId) => Path.Combine(stateDirectory, "cameras", $"{cameraId}.normality");

    private string AcceptedPathOf(string cameraId) => Path.Combine(stateDirectory, "cameras", $"{cameraId}.accepted");

    private void SetAside(string cameraId, string path, string reason, string consequence)
    {
        string aside = $"{path}.unusable";
        try
        {
            File.Move(path, aside, overwrite: true);
            Log.SetAside(logger, cameraId, path, reason, aside, consequence);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Unreadable(logger, cameraId, path, $"{reason}; and it cannot be set aside: {e.Message}", consequence);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(800, LogLevel.Warning,
            "Camera {Camera}: {Path} cannot be used: {Reason}. It is kept as {Aside}, and {Consequence}.")]
        public static partial void SetAside(ILogger logger, string camera, string path, string reason, string aside, string consequence);

        [LoggerMessage(801, LogLevel.Warning, "Camera {Camera}: {Path} cannot be read: {Reason}. So {Consequence}.")]
        public static partial void Unreadable(ILogger logger, string camera, string path, string reason, string consequence);
    }
}
