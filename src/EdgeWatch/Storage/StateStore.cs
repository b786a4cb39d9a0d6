using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Watching;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Storage;

/// <summary>
/// Keeps what each camera has learned, in <c>&lt;state&gt;/cameras/&lt;id&gt;.normality</c>, and what people have said is normal, beside it
/// in <c>&lt;id&gt;.accepted</c>.
/// </summary>
/// <param name="stateDirectory">The daemon's state directory.</param>
/// <param name="logger">Told what was set aside.</param>
internal sealed class StateStore(string stateDirectory, ILogger<StateStore> logger)
{
    /// <summary>Saves a camera's normality.</summary>
    /// <exception cref="IOException">The disk is full, or the like; the old file is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public void Save(string cameraId, SceneNormality normality, string modelSha256, double framesPerSecond) =>
        LearnedOf(cameraId).Write(LearnedState.Write(normality, modelSha256, framesPerSecond));

    /// <summary>Loads a camera's normality.</summary>
    /// <returns>False when there is none that can be used: learning starts anew.</returns>
    public bool TryLoad(string cameraId, SceneNormality normality, string modelSha256, double framesPerSecond) =>
        LearnedOf(cameraId).TryRead(content => LearnedState.Read(content, normality, modelSha256, framesPerSecond));

    /// <summary>Saves what people have said is normal at a camera.</summary>
    /// <exception cref="IOException">The disk is full, or the like; the old file is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public void SaveAccepted(string cameraId, AcceptedSurprises accepted, string modelSha256) =>
        AcceptedOf(cameraId).Write(AcceptedState.Write(accepted, modelSha256));

    /// <summary>Loads what people have said is normal at a camera, if anything usable is there.</summary>
    public void LoadAccepted(string cameraId, AcceptedSurprises accepted, string modelSha256) =>
        AcceptedOf(cameraId).TryRead(content => AcceptedState.Read(content, accepted, modelSha256));

    /// <summary>Forgets all about a camera.</summary>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public void Forget(string cameraId)
    {
        LearnedOf(cameraId).Delete();
        AcceptedOf(cameraId).Delete();
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

    private SealedFile LearnedOf(string cameraId) => FileOf(cameraId, "normality", SealedFormat.Learned, "learning starts anew");

    private SealedFile AcceptedOf(string cameraId) =>
        FileOf(cameraId, "accepted", SealedFormat.Accepted, "what was called normal is forgotten");

    private SealedFile FileOf(string cameraId, string extension, SealedFormat format, string consequence) =>
        new(Path.Combine(stateDirectory, "cameras", $"{cameraId}.{extension}"), format, $"Camera {cameraId}", consequence, logger);
}
