using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Scoring;

public sealed class CommotionTests
{
    private static readonly PatchGrid Grid = new(15, 20, 1);

    private readonly Commotion _commotion = new(Grid);

    [Fact]
    public void A_few_things_are_as_surprising_as_they_are()
    {
        ScenePatches scene = Things(Commotion.Margin);

        Assert.Equal(Surprises(scene, 9, 5), Calmed(scene, SpeedNormality.Kind, Surprises(scene, 9, 5)));
    }

    [Fact]
    public void What_too_many_show_is_taken_from_all()
    {
        ScenePatches scene = Things(30);

        Assert.All(Calmed(scene, SpeedNormality.Kind, Surprises(scene, 5, 5)), surprise => Assert.True(surprise <= ExcessPool.Floor));
    }

    [Fact]
    public void What_is_far_more_surprising_than_they_all_stands_out()
    {
        ScenePatches scene = Things(30);
        float[] calmed = Calmed(scene, SpeedNormality.Kind, Surprises(scene, 20, 4));

        Assert.Equal(20 - ((Commotion.TimesShared * 4) - ExcessPool.Floor), calmed[0], 1e-5);
        Assert.All(calmed[1..], surprise => Assert.Equal(0, surprise));
    }

    [Fact]
    public void Where_there_are_always_many_as_many_are_not_too_many()
    {
        ScenePatches crowd = Things(30);
        for (int i = 0; i < 100; i++)
        {
            _commotion.Learn(crowd);
        }

        Assert.Equal(Surprises(crowd, 9, 5), Calmed(crowd, SpeedNormality.Kind, Surprises(crowd, 9, 5)));
        Assert.Equal(30 + Commotion.Margin + 1, _commotion.TooMany);
    }

    [Fact]
    public void What_is_said_of_places_has_nothing_to_do_with_it()
    {
        ScenePatches scene = Things(30);

        Assert.Equal(Surprises(scene, 5, 5), Calmed(scene, PresenceNormality.Kind, Surprises(scene, 5, 5)));
    }

    [Fact]
    public void One_thing_that_fills_the_picture_is_one()
    {
        ScenePatches scene = Things(30).OneThing();

        Assert.Equal(Surprises(scene, 5, 5), Calmed(scene, SpeedNormality.Kind, Surprises(scene, 5, 5)));
    }

    private float[] Calmed(ScenePatches scene, Kind kind, float[] surprises)
    {
        PatchSurprises patches = new(Grid);
        patches.Reset(scene);
        surprises.CopyTo(patches.Of(kind.Index));
        _commotion.Calm(scene, patches);
        return patches.Of(kind.Index).ToArray();
    }

    private static float[] Surprises(ScenePatches scene, float first, float others) =>
        [first, .. Enumerable.Repeat(others, scene.Count - 1)];

    /// <summary>A frame with so many patches that move, each a thing of its own.</summary>
    private static ScenePatches Things(int count)
    {
        ScenePatches scene = Scenes.At(Grid, 1, [.. Enumerable.Range(0, count).Select(i => Grid.PositionOf(i * 3))]);
        for (int i = 0; i < count; i++)
        {
            PatchPosition patch = Grid.PositionOf(i * 3);
            Thing thing = new(i + 1, new PatchBox(patch), 1, default, TimeSpan.Zero, TimeSpan.Zero, HasCome: false, IsVeil: false);
            scene.AddToThing(i * 3, scene.AddThing(thing));
        }

        return scene;
    }
}
