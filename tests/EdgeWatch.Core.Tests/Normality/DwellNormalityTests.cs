using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class DwellNormalityTests
{
    private static readonly PatchGrid Grid = new(5, 6, 1);
    private static readonly PatchPosition Bench = new(2, 3);
    private static readonly ScenePatches Somebody = Scenes.At(Grid, 0.1, Bench).OneThing();
    private static readonly ScenePatches SomebodyStill = Scenes.Of(Grid, [], [Bench]).OneThing();
    private static readonly ScenePatches Nobody = new(Grid);

    private readonly DwellNormality _normality = new(Grid);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Whoever_passes_does_not_surprise(int frames) => Assert.Equal(0, Score(Somebody, frames));

    [Theory]
    [InlineData(11, 1.1)]
    [InlineData(600, 60)]
    public void A_stay_surprises_by_its_length(int frames, double seconds) =>
        Assert.Equal(DwellNormality.Prior.Surprise(Math.Log(seconds)), Score(Somebody, frames), 1e-4);

    [Fact]
    public void It_is_the_same_stay_whether_something_moves_or_stands_still()
    {
        Score(Somebody, 100);

        Assert.Equal(DwellNormality.Prior.Surprise(Math.Log(30)), Score(SomebodyStill, 200), 1e-4);
    }

    [Fact]
    public void What_has_not_come_does_not_stay()
    {
        ScenePatches tree = Scenes.At(Grid, 0.1, Bench).OneThing(hasCome: false);

        Assert.Equal(0, Score(tree, 600));
        _normality.Take(tree, times: 600);
        Assert.Equal(0, Learned(2).Count);
    }

    [Fact]
    public void Who_has_moved_on_by_a_patch_does_not_stay()
    {
        ScenePatches walkers = Scenes.Of(Grid, new MovingPatch(Bench) { VelocityX = 0.5, VelocityY = -0.5 }).OneThing();
        const int FramesWithinThePatch = 22;

        Assert.True(Score(walkers, FramesWithinThePatch) > 0);
        Assert.Equal(0, Score(walkers, 1));
    }

    [Fact]
    public void Who_sways_stays()
    {
        ScenePatches right = Scenes.Of(Grid, new MovingPatch(Bench) { VelocityX = 1 }).OneThing();
        ScenePatches left = Scenes.Of(Grid, new MovingPatch(Bench) { VelocityX = -1 }).OneThing();
        float surprise = 0;
        for (int i = 0; i < 10; i++)
        {
            Score(right, 15);
            surprise = Score(left, 15);
        }

        Assert.Equal(DwellNormality.Prior.Surprise(Math.Log(30)), surprise, 1e-4);
    }

    [Fact]
    public void Who_walks_by_in_front_does_not_carry_off_what_stays()
    {
        ScenePatches walker = Scenes.Of(Grid, new MovingPatch(Bench) { VelocityX = 3 }).OneThing();
        walker.Stays.Clear();
        for (int i = 0; i < 5; i++)
        {
            Score(SomebodyStill, 50);
            Assert.Equal(0, Score(walker, 10));
        }

        Assert.Equal(DwellNormality.Prior.Surprise(Math.Log(30.1)), Score(SomebodyStill, 1), 1e-4);
    }

    [Fact]
    public void Of_those_who_pass_one_after_the_other_nobody_stays()
    {
        ScenePatches passing = Scenes.At(Grid, 1, Bench).OneThing();
        passing.Stays.Clear();

        Assert.Equal(0, Score(passing, 600));
        _normality.Take(passing, times: 600);
        Assert.Equal(0, Learned(2).Count);
    }

    [Fact]
    public void Each_patch_has_its_own_stay()
    {
        Score(Somebody, 100);

        float[] surprises = _normality.Surprises(Scenes.Of(Grid, [new MovingPatch(new PatchPosition(0, 0))], [Bench]).OneThing());

        Assert.Equal(0, surprises[0]);
        Assert.True(surprises[1] > 0);
    }

    [Fact]
    public void A_stay_goes_on_over_a_pause_which_is_part_of_it()
    {
        Score(Somebody, 100);
        Score(Nobody, 19);

        Assert.Equal(DwellNormality.Prior.Surprise(Math.Log(12)), Score(Somebody, 1), 1e-4);
    }

    [Fact]
    public void Pauses_do_not_add_up()
    {
        for (int i = 0; i < 10; i++)
        {
            Score(Somebody, 1);
            Score(Nobody, 19);
        }

        Assert.Equal(DwellNormality.Prior.Surprise(Math.Log(20.1)), Score(Somebody, 1), 1e-4);
    }

    [Fact]
    public void A_stay_ends_when_nobody_was_there_for_two_seconds()
    {
        Score(Somebody, 100);
        Score(Nobody, 20);

        Assert.Equal(0, Score(Somebody, 10));
        Assert.True(Score(Somebody, 1) > 0);
    }

    [Fact]
    public void Each_second_of_a_stay_is_learned()
    {
        _normality.Take(Somebody, times: 9);
        Assert.Equal(0, Learned(2).Count);

        _normality.Take(Somebody, times: 26);
        _normality.Take(Nobody, times: 30);

        Assert.Equal(3, Learned(2).Count);
        Assert.Equal((Math.Log(1) + Math.Log(2) + Math.Log(3)) / 3, Learned(2).Mean, 1e-6);
        Assert.Equal(0, Learned(1).Count + Learned(3).Count);
    }

    [Fact]
    public void What_is_not_taken_as_normal_is_not_learned_later_either()
    {
        Score(Somebody, 450);
        Score(Nobody, 30);

        _normality.Take(Nobody, times: 10);

        Assert.Equal(0, Learned(2).Count);
    }

    [Fact]
    public void Where_people_sit_for_long_it_is_usual_there_and_nowhere_else()
    {
        ScenePatches besideTheBench = Scenes.At(Grid, 0.1, new PatchPosition(2, 0)).OneThing();
        for (int i = 0; i < 10; i++)
        {
            _normality.Take(Somebody, times: 600);
            _normality.Take(Nobody, times: 20);
        }

        for (int i = 0; i < 1000; i++)
        {
            _normality.Take(besideTheBench, times: 15);
            _normality.Take(Nobody, times: 20);
        }

        // A value of as many seconds as were ever seen is one deviation above the mean of the logarithms of all seconds up to it.
        Assert.InRange(Score(Somebody, 600), 0, GaussianTail.Surprise(1.1));
        Score(Nobody, 20);
        Assert.True(Score(besideTheBench, 600) > 5);
    }

    [Fact]
    public void Ratio_is_that_of_the_seconds()
    {
        for (int i = 0; i < 1000; i++)
        {
            _normality.Take(Somebody, times: 15);
            _normality.Take(Nobody, times: 20);
        }

        Score(Somebody, 200);

        // Each stay was seen at one second; the prior's two seconds have a twentieth of the row's weight.
        Assert.Equal(20 / 1.0, _normality.Ratio(Somebody, 0), 1);
    }

    [Fact]
    public void Clear_forgets_who_is_there_but_not_what_was_learned()
    {
        _normality.Take(Somebody, times: 450);
        byte[] learned = SavedBytes.Of(_normality.Save);

        _normality.Clear();

        Assert.Equal(learned, SavedBytes.Of(_normality.Save));
        Assert.Equal(0, Score(Somebody, 10));
    }

    [Fact]
    public void Time_of_a_gap_is_no_stay()
    {
        _normality.Surprises(Somebody, TimeSpan.Zero);

        Assert.Equal(0, Score(Somebody, 10));
        Assert.True(Score(Somebody, 1) > 0);
    }

    [Fact]
    public void Restored_normality_says_the_same()
    {
        _normality.Take(Somebody, times: 450);
        _normality.Take(Nobody, times: 20);
        DwellNormality restored = new(Grid);

        SavedBytes.Copy(_normality.Save, restored.Restore);

        Assert.Equal(Score(Somebody, 200), Score(restored, Somebody, 200, FrameByFrame.Length));
    }

    [Fact]
    public void Restore_OtherNumberOfRows_Throws() =>
        Assert.Throws<InvalidDataException>(() => SavedBytes.Copy(new DwellNormality(new PatchGrid(6, 6, 1)).Save, _normality.Restore));

    [Fact]
    public void Scoring_and_learning_cost_no_memory()
    {
        float[] surprises = new float[1];

        Assert.Equal(0, AllocatedBytes.EachTime(() =>
        {
            _normality.Score(Somebody, FrameByFrame.Length, surprises);
            _normality.Learn(Somebody, FrameByFrame.Length);
        }));
    }

    private float Score(ScenePatches scene, int frames, TimeSpan? duration = null) =>
        Score(_normality, scene, frames, duration ?? FrameByFrame.Length);

    /// <summary>The surprise of the last of several frames; 0 without patches.</summary>
    private static float Score(DwellNormality normality, ScenePatches scene, int frames, TimeSpan duration)
    {
        float[] surprises = [];
        for (int i = 0; i < frames; i++)
        {
            surprises = normality.Surprises(scene, duration);
        }

        return surprises.FirstOrDefault();
    }

    /// <summary>What was learned of a row, from what is saved.</summary>
    private Moments Learned(int row)
    {
        using BinaryReader reader = new(new MemoryStream(SavedBytes.Of(_normality.Save)));
        RowStatistics stays = new(Grid.Rows, DwellNormality.Prior);
        stays.Restore(reader);
        return stays.Rows[row];
    }
}
