using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class DwellNormalityTests
{
    private static readonly PatchGrid Grid = new(5, 6, 1);
    private static readonly PatchPosition Bench = new(2, 3);
    private static readonly ScenePatches Somebody = Scenes.At(Grid, 1, Bench);
    private static readonly ScenePatches SomebodyStill = Scenes.Of(Grid, [], [Bench]);
    private static readonly ScenePatches Nobody = new(Grid);

    private readonly DwellNormality _normality = new(Grid);

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public void Whoever_passes_does_not_surprise(int frames) => Assert.Equal(0, Score(Somebody, frames));

    [Theory]
    [InlineData(51, 5.1)]
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
    public void Each_patch_has_its_own_stay()
    {
        Score(Somebody, 100);

        float[] surprises = _normality.Surprises(Scenes.Of(Grid, [new MovingPatch(new PatchPosition(0, 0))], [Bench]));

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

        Assert.Equal(0, Score(Somebody, 50));
        Assert.True(Score(Somebody, 1) > 0);
    }

    [Fact]
    public void The_length_of_a_stay_is_learned_when_it_is_over()
    {
        _normality.Take(Somebody, times: 30);
        _normality.Take(Nobody, times: 19);
        Assert.Equal(0, Learned(2).Count);

        _normality.Take(Nobody, times: 10);

        Assert.Equal(1, Learned(2).Count);
        Assert.Equal(Math.Log(3), Learned(2).Mean, 1e-6);
        Assert.Equal(0, Learned(1).Count + Learned(3).Count);
    }

    [Fact]
    public void Until_then_each_doubling_is_learned()
    {
        _normality.Take(Somebody, times: 450);

        double[] expected = [.. new[] { 5.0, 10, 20, 40 }.Select(seconds => Math.Log(seconds))];
        Assert.Equal(4, Learned(2).Count);
        Assert.Equal(expected.Average(), Learned(2).Mean, 1e-6);

        _normality.Take(Nobody, times: 20);

        Assert.Equal(5, Learned(2).Count);
        Assert.Equal((expected.Sum() + Math.Log(45)) / 5, Learned(2).Mean, 1e-6);
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
    public void A_tree_that_moves_all_day_becomes_usual()
    {
        PatchPosition[] crown = [.. Enumerable.Range(0, 6).Select(column => new PatchPosition(2, column))];
        ScenePatches tree = Scenes.At(Grid, 1, crown);
        TimeSpan second = TimeSpan.FromSeconds(1);
        const int Day = 8 * 3600;
        float first = Score(tree, Day, second);
        _normality.Clear();

        for (int day = 0; day < 30; day++)
        {
            _normality.Take(tree, second, Day);
            _normality.Take(Nobody, second, times: 10);
        }

        // Doublings from 5 s to 8 h lie evenly by their logarithms: the longest is √3 deviations above their mean.
        float last = Score(tree, Day, second);
        Assert.True(first > 30, $"on the first day: {first}");
        Assert.InRange(last, 0, GaussianTail.Surprise(Math.Sqrt(3)) + 0.5);
    }

    [Fact]
    public void Ratio_is_that_of_the_seconds()
    {
        for (int i = 0; i < 2000; i++)
        {
            _normality.Take(Somebody, TimeSpan.FromSeconds(1), times: 4);
            _normality.Take(Nobody, TimeSpan.FromSeconds(1), times: 2);
        }

        Score(Somebody, 200);

        // The prior's three seconds have a twentieth of the weight.
        Assert.Equal(20 / 4.0, _normality.Ratio(Somebody, 0), 0.1);
    }

    [Fact]
    public void Clear_forgets_who_is_there_but_not_what_was_learned()
    {
        _normality.Take(Somebody, times: 450);
        byte[] learned = SavedBytes.Of(_normality.Save);

        _normality.Clear();

        Assert.Equal(learned, SavedBytes.Of(_normality.Save));
        Assert.Equal(0, Score(Somebody, 50));
    }

    [Fact]
    public void Time_of_a_gap_is_no_stay()
    {
        _normality.Surprises(Somebody, TimeSpan.Zero);

        Assert.Equal(0, Score(Somebody, 50));
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
        RowStatistics stays = new(Grid.Rows, DwellNormality.Prior);
        SavedBytes.Copy(_normality.Save, stays.Restore);
        return stays.Rows[row];
    }
}
