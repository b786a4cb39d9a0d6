using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

/// <summary>Frames as they come out of the model.</summary>
internal static class Scenes
{
    /// <summary>A frame of patches that all move alike by both measurements.</summary>
    public static ScenePatches At(PatchGrid grid, double speed, params PatchPosition[] positions) =>
        Of(grid, [.. positions.Select(position => new MovingPatch(position, speed))]);

    /// <summary>A frame in which nothing but these patches moves.</summary>
    public static ScenePatches Of(PatchGrid grid, params MovingPatch[] patches) => Of(grid, patches, []);

    /// <summary>
    /// A frame with patches that move and patches where something stays still, at which was glanced: where nothing moves it looks like a
    /// wall. What is there has been there for a moment, moving or not.
    /// </summary>
    public static ScenePatches Of(PatchGrid grid, IReadOnlyList<MovingPatch> moving, IReadOnlyList<PatchPosition> still)
    {
        ScenePatches scene = new(grid) { Places = new PlaceLooks(grid) };
        foreach (MovingPatch patch in moving)
        {
            patch.AddTo(scene);
        }

        foreach (PatchPosition position in still)
        {
            scene.AddStill(position);
        }

        scene.IsOccupied.CopyTo(scene.Stays);
        scene.Places.Glance(place => moving
            .LastOrDefault(patch => scene.Places.PlaceOf(patch.Position) == scene.Places.Grid.IndexOf(place))?.Look ?? MadeUpLooks.Wall);
        return scene;
    }

    /// <summary>The same frame, in which all that is there is one thing that came here, or was always there.</summary>
    public static ScenePatches OneThing(this ScenePatches scene, bool hasCome = true)
    {
        scene.ClearThings();
        int thing = scene.AddThing(new Thing(1, default, scene.Count, default, TimeSpan.Zero, TimeSpan.Zero, hasCome, IsVeil: false));
        for (int i = 0; i < scene.Grid.Count; i++)
        {
            if (scene.IsOccupied[i])
            {
                scene.AddToThing(i, thing);
            }
        }

        return scene;
    }
}
