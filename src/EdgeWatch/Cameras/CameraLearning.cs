using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Gallery;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Cameras;

/// <summary>Shows people what a camera has learned, and lets them take back some of it. Each call takes its turn at the scene.</summary>
internal sealed class CameraLearning(CameraScene scene)
{
    /// <summary>Frames analysed a second.</summary>
    public double FramesPerSecond => scene.Settings.Options.FramesPerSecond;

    /// <summary>What is usual at each place; null before the first frame.</summary>
    public async ValueTask<(LearnedPlaces Learned, FrameSize Size, int Picture)?> ReadAsync()
    {
        using CameraScene.Turn turn = await scene.EnterAsync();
        return scene is { Watch: { } watch, Gallery: { } gallery }
            ? (LearnedPlaces.Of(watch.Normality), watch.FrameSize, gallery.Pictures.Richest())
            : null;
    }

    /// <summary>What is normal at a place, with pictures; null when there is no such place.</summary>
    public async ValueTask<IReadOnlyList<PlaceExample>?> FindExamplesAsync(int place)
    {
        using CameraScene.Turn turn = await scene.EnterAsync();
        return scene.Gallery?.Pictures is { } pictures && place >= 0 && place < pictures.Places.Count ? pictures.ExamplesAt(place) : null;
    }

    /// <summary>A picture of the gallery; null when there is none of this number.</summary>
    public async ValueTask<GalleryPicture?> FindPictureAsync(int number)
    {
        using CameraScene.Turn turn = await scene.EnterAsync();
        return scene.Gallery?.Pictures.Find(number);
    }

    /// <summary>Forgets what is usual at a place and around it, on the disk as well.</summary>
    /// <returns>Whether there is such a place.</returns>
    public async ValueTask<bool> ForgetAsync(int place)
    {
        using CameraScene.Turn turn = await scene.EnterAsync();
        if (scene.Watch is not { } watch || PlaceLooks.GridOf(watch.Grid) is var places && (place < 0 || place >= places.Count))
        {
            return false;
        }

        await scene.Alerts.EndAsync(EndCause.PlaceForgotten);
        watch.ForgetPlace(PlaceLooks.GridOf(watch.Grid).PositionOf(place));
        scene.Save(isLast: true);
        return true;
    }
}
