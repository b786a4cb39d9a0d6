using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Things;

/// <summary>Something rectangular in the picture, in pixels; what moves is active, what does not is still.</summary>
/// <param name="X">Its left edge.</param>
/// <param name="Y">Its upper edge.</param>
/// <param name="VelocityX">Pixels a frame to the right.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
internal readonly record struct Rectangle(double X, double Y, double VelocityX = 0, double Width = 20, double Height = 36)
{
    /// <summary>The same after some frames.</summary>
    public Rectangle After(int frames) => this with { X = X + (frames * VelocityX) };

    /// <summary>Shows some in a frame; what comes first stands before what comes later.</summary>
    public static void Show(ScenePatches scene, params ReadOnlySpan<Rectangle> all)
    {
        scene.Clear();
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < scene.Grid.Count; i++)
            {
                Add(scene, scene.Grid.PositionOf(i), all, moving: pass == 0);
            }
        }
    }

    private static void Add(ScenePatches scene, PatchPosition patch, ReadOnlySpan<Rectangle> all, bool moving)
    {
        foreach (Rectangle one in all)
        {
            if (one.Covers(patch))
            {
                if (moving && one.VelocityX != 0)
                {
                    new MovingPatch(patch, Math.Abs(one.VelocityX)) { VelocityX = one.VelocityX }.AddTo(scene);
                }
                else if (!moving && one.VelocityX == 0)
                {
                    scene.AddStill(patch);
                }

                return;
            }
        }
    }

    /// <summary>Whether it covers a third of a patch's width and height.</summary>
    private bool Covers(PatchPosition patch)
    {
        double across = Math.Min(X + Width, (patch.Column + 1) * 16) - Math.Max(X, patch.Column * 16);
        double along = Math.Min(Y + Height, (patch.Row + 1) * 16) - Math.Max(Y, patch.Row * 16);
        return across > 16 / 3.0 && along > 16 / 3.0;
    }
}
