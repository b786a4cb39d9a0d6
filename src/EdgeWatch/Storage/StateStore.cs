using EdgeWatch.Core.Watching;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Storage;

/// <summary>
/// Keeps what each camera has learned, in <c>&lt;state&gt;/cameras/&lt;id&gt;.normality</c>. A file is replaced whole or not at all (written
/// beside it, flushed, renamed); one that cannot be used is set aside, never deleted.
/// </summary>
/// <param name="stateDirectory">The daemon's state directory.</param>
/// <param name="logger">Told what was set aside.</param>
internal sealed partial class StateStore(string stateDirectory, ILogger<StateStore> logger)
{
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
            SetAside(cameraId, path, e.Message);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Unreadable(logger, cameraId, path, e.Message);
            return false;
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

    private void SetAside(string cameraId, string path, string reason)
    {
        string aside = $"{path}.unusable";
        try
        {
            File.Move(path, aside, overwrite: true);
            Log.SetAside(logger, cameraId, path, reason, aside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Unreadable(logger, cameraId, path, $"{reason}; and it cannot be set aside: {e.Message}");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(800, LogLevel.Warning,
            "Camera {Camera}: {Path} cannot be used: {Reason}. It is kept as {Aside}, and learning starts anew.")]
        public static partial void SetAside(ILogger logger, string camera, string path, string reason, string aside);

        [LoggerMessage(801, LogLevel.Warning, "Camera {Camera}: {Path} cannot be read: {Reason}. Learning starts anew.")]
        public static partial void Unreadable(ILogger logger, string camera, string path, string reason);
    }
}
