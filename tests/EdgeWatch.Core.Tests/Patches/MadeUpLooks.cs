using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

/// <summary>What places look like, made up instead of seen by a network.</summary>
internal static class MadeUpLooks
{
    /// <summary>A wall: at a right angle to all that tests make up in their first few numbers.</summary>
    public static readonly float[] Wall = Axis(PlaceLooks.Length - 1);

    /// <summary>A look like no other: axis <paramref name="i"/>.</summary>
    public static float[] Axis(int i)
    {
        float[] look = new float[PlaceLooks.Length];
        look[i] = 1;
        return look;
    }

    /// <summary>A look at an angle from axis <paramref name="i"/> towards axis <paramref name="towards"/>.</summary>
    public static float[] At(double degrees, int i = 0, int towards = 1)
    {
        float[] look = new float[PlaceLooks.Length];
        look[i] = (float)Math.Cos(degrees * Math.PI / 180);
        look[towards] += (float)Math.Sin(degrees * Math.PI / 180);
        return look;
    }

    /// <summary>A look by chance.</summary>
    public static float[] Anything(Random random) =>
        [.. Enumerable.Range(0, PlaceLooks.Length).Select(_ => (float)random.NextDouble() - 0.5f)];

    /// <summary>A glance: every place looks as <paramref name="lookOf"/> says, in 128 numbers or fewer.</summary>
    public static void Glance(this PlaceLooks places, Func<PatchPosition, IReadOnlyList<float>> lookOf)
    {
        Array.Clear(places.Looks);
        for (int place = 0; place < places.Grid.Count; place++)
        {
            IReadOnlyList<float> look = lookOf(places.Grid.PositionOf(place));
            for (int i = 0; i < look.Count; i++)
            {
                places.Looks[(place * PlaceLooks.Length) + i] = look[i];
            }
        }

        Assert.True(places.Accept(places.Part));
    }
}
