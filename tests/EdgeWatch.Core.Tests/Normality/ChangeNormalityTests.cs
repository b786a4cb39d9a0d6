using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class ChangeNormalityTests
{
    private static readonly PatchGrid Grid = new(5, 4, 1);
    private static readonly MovingPatch Walker = new(new PatchPosition(1, 2)) { LogUnexplained = -1.6 };
    private static readonly MovingPatch Fire = Walker with { LogUnexplained = -0.1 };

    private readonly ChangeNormality _normality = new(Grid);

    [Fact]
    public void At_first_change_is_as_surprising_as_in_any_scene() =>
        Assert.Equal(ChangeNormality.Prior.Surprise(-0.1), Score(Fire), 1e-4);

    [Fact]
    public void What_comes_from_nowhere_surprises_where_things_usually_come_from_somewhere()
    {
        _normality.Take(Scenes.Of(Grid, Walker), times: 2000);

        Assert.InRange(Score(Walker), 0, 1);
        Assert.InRange(Score(Walker with { LogUnexplained = -3 }), 0, Score(Walker));
        Assert.True(Score(Fire) > 20, $"{Score(Fire)}");
    }

    [Fact]
    public void Where_leaves_always_flicker_it_is_usual()
    {
        _normality.Take(Scenes.Of(Grid, Fire), times: 2000);

        Assert.InRange(Score(Fire), 0, 1);
        Assert.True(
            Score(Fire with { Position = new PatchPosition(4, 0) }) > Score(Fire), "elsewhere the whole picture and the prior speak");
    }

    [Theory]
    [InlineData(0.15, false)]
    [InlineData(0.16, true)]
    public void Where_the_network_sees_nothing_moving_nothing_surprises_or_is_learned(double occupancy, bool counts)
    {
        byte[] before = SavedBytes.Of(_normality.Save);
        ScenePatches scene = Scenes.Of(Grid, [Fire with { Occupancy = occupancy }], [new PatchPosition(0, 0)]);

        float[] surprises = _normality.Surprises(scene);
        _normality.Learn(scene, FrameByFrame.Length);

        Assert.Equal(counts, surprises[0] > 0);
        Assert.Equal(0, surprises[1]);
        Assert.Equal(counts, !before.SequenceEqual(SavedBytes.Of(_normality.Save)));
    }

    [Fact]
    public void Restored_normality_says_the_same()
    {
        _normality.Take(Scenes.Of(Grid, Walker), times: 300);
        ChangeNormality restored = new(Grid);

        SavedBytes.Copy(_normality.Save, restored.Restore);

        Assert.Equal(_normality.Surprises(Scenes.Of(Grid, Fire)), restored.Surprises(Scenes.Of(Grid, Fire)));
    }

    [Fact]
    public void Restore_OtherNumberOfRows_Throws() =>
        Assert.Throws<InvalidDataException>(() => SavedBytes.Copy(new ChangeNormality(new PatchGrid(4, 4, 1)).Save, _normality.Restore));

    private float Score(MovingPatch patch) => _normality.Surprises(Scenes.Of(Grid, patch))[0];
}
