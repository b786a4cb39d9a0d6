using EdgeWatch.Configuration;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Storage;

namespace EdgeWatch.Digest;

/// <summary>What people have said of events, as far as it is kept.</summary>
internal static class PastLessons
{
    /// <summary>Whether an event was called normal, or right, by its id.</summary>
    public static IReadOnlyDictionary<string, bool> Of(EdgeWatchOptions options) => options.Cameras
        .SelectMany(camera => Of(options.StateDirectory, camera.Id))
        .DistinctBy(lesson => lesson.EventId)
        .ToDictionary(lesson => lesson.EventId, lesson => lesson.IsNormal);

    /// <summary>A file that cannot be used is the daemon's to set aside.</summary>
    private static IReadOnlyList<Lesson> Of(string stateDirectory, string cameraId)
    {
        try
        {
            return StateStore.PeekLessons(stateDirectory, cameraId);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return [];
        }
    }
}
