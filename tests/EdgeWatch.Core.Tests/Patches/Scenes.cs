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

    /// <summary>A frame with patches that move and patches where something stays still.</summary>
    public static ScenePatches Of(PatchGrid grid, IReadOnlyList<MovingPatch> moving, IReadOnlyList<PatchPosition> still)
    {
        ScenePatches scene = new(grid);
        foreach (MovingPatch patch in moving)
        {
            patch.AddTo(scene);
        }

        foreach (PatchPosition position in still)
        {
            scene.AddStill(position);
        }

        return scene;
    }
}
