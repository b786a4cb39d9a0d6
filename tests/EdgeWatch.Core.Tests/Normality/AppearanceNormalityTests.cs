using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class AppearanceNormalityTests
{
    /// <summary>
    /// After so many patches a thousandth at a time the share of what is new has sunk from 1 to a tenth: 0.999 to this power.
    /// </summary>
    private const int FillingPatches = 2302;

    /// <summary>Bytes that an exemplar takes when saved: its vector, when it was last resembled, and from when on it is normal.</summary>
    private const int ExemplarBytes = TokenBatch.EmbeddingLength + (2 * sizeof(long));

    private static readonly TimeSpan Quarantine = TimeSpan.FromMinutes(20);

    private static readonly PatchGrid Grid = new(15, 20, 1);
    private static readonly PatchPosition Place = new(5, 5);
    private static readonly float[] Person = [1];
    private static readonly float[] Dog = [0, 1];

    private readonly AppearanceNormality _normality = new(Grid);
    private TimeSpan _quarantine;

    [Fact]
    public void Nothing_is_said_while_the_memory_is_filling()
    {
        // The first one is new.
        Learn(Person, Place, times: 1 + FillingPatches - 1);
        Assert.Equal(0, Score(Dog, Place));

        Learn(Person, Place, times: 1);

        Assert.True(Score(Dog, Place) > 0);
    }

    [Fact]
    public void What_always_is_new_is_never_said_to_be()
    {
        Random random = new(1);
        for (int i = 0; i < 3 * FillingPatches; i++)
        {
            float[] look = [.. Enumerable.Range(0, 128).Select(_ => (float)random.NextDouble() - 0.5f)];
            ScenePatches scene = Scenes.Of(Grid, new MovingPatch(Place) { Embedding = look });
            Assert.Equal(0, _normality.Surprises(scene)[0]);
            _normality.Learn(scene, FrameByFrame.Length);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(90)]
    [InlineData(180)]
    public void Surprise_is_that_of_the_distance_to_the_nearest_exemplar(double degrees)
    {
        Learn(Person, Place, times: 1 + FillingPatches);

        // Nothing was learned of distances yet. Bytes are exact to half a 127th.
        double distance = 1 - Math.Cos(degrees * Math.PI / 180);
        Assert.Equal(AppearanceNormality.Prior.Surprise(Math.Log(distance + 0.01)), Score(At(degrees), Place), 0.15);
    }

    [Fact]
    public void Distances_that_are_usual_stop_surprising()
    {
        // The second look lies too near to the first to be remembered.
        float[] similar = At(20);
        Learn(Person, Place, times: 1 + FillingPatches + 2000);
        float before = Score(similar, Place);

        Learn(similar, Place, times: 2000);

        Assert.True(before > 1.5, $"before: {before}");
        Assert.InRange(Score(similar, Place), 0, before / 2);
        Assert.True(Score(Dog, Place) > 5);
    }

    [Fact]
    public void What_was_new_once_is_usual_then()
    {
        Learn(Person, Place, times: 1 + FillingPatches);
        float stranger = Score(Dog, Place);

        Learn(Dog, Place, times: 1);

        Assert.True(stranger > 5, $"{stranger}");
        Assert.Equal(Score(Person, Place), Score(Dog, Place));
    }

    [Fact]
    public void After_the_learning_time_something_that_stays_in_view_is_not_normal_before_its_quarantine_is_over()
    {
        float stranger = LearnPersonAndMeetDog();

        Learn(Dog, Place, FramesOf(Quarantine) - 1);
        Assert.InRange(Score(Dog, Place), 0.9f * stranger, stranger);

        Learn(Dog, Place, times: 2);
        Assert.Equal(Score(Person, Place), Score(Dog, Place));
    }

    [Fact]
    public void Quarantine_is_over_after_video_that_was_watched_whether_it_came_again_or_not()
    {
        LearnPersonAndMeetDog();

        Learn(Dog, Place, times: 1);
        Learn(Person, Place, FramesOf(Quarantine));

        Assert.Equal(Score(Person, Place), Score(Dog, Place));
    }

    [Fact]
    public void What_was_learned_in_the_learning_time_stays_normal()
    {
        Learn(Person, Place, times: 1 + FillingPatches);
        float before = Score(Person, Place);

        _quarantine = Quarantine;

        Assert.Equal(before, Score(Person, Place));
    }

    [Theory]
    [InlineData(5, 5, true)]
    [InlineData(4, 7, true)]
    [InlineData(8, 5, false)]
    public void Quarantine_of_an_event_can_be_dropped_and_then_begins_anew(int row, int column, bool same)
    {
        float stranger = LearnPersonAndMeetDog();
        Learn(Dog, Place, FramesOf(Quarantine) / 2);
        SurpriseMap shown = new(Grid);
        shown.Of(SpeedNormality.Kind.Index)[Grid.IndexOf(new PatchPosition(row, column))] = 3;

        _normality.Judge(shown, isNormal: false);

        Assert.Equal(same ? 1 : 2, Exemplars());
        Learn(Dog, Place, (FramesOf(Quarantine) / 2) + 1);
        Assert.Equal(same, Score(Dog, Place) > 0.9 * stranger);
        Assert.Equal(same, Score(Dog, Place) > Score(Person, Place));
    }

    [Fact]
    public void What_an_alert_shows_is_held_until_it_is_seen_again_without_one()
    {
        LearnPersonAndMeetDog();
        ScenePatches dog = Scenes.Of(Grid, new MovingPatch(Place) { Embedding = Dog });
        for (int i = 0; i < 100; i++)
        {
            _normality.Surprises(dog);
            _normality.Hold(dog);
        }

        Assert.Equal(2, Exemplars());
        Learn(Person, Place, FramesOf(Quarantine) + 1);
        Assert.True(Score(Dog, Place) > 5);

        Learn(Dog, Place, times: 1);
        Assert.True(Score(Dog, Place) > 5);
        Learn(Person, Place, FramesOf(Quarantine) + 1);
        Assert.Equal(Score(Person, Place), Score(Dog, Place));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Quarantine_of_an_event_can_be_lifted(bool wasAlert)
    {
        LearnPersonAndMeetDog();
        ScenePatches dog = Scenes.Of(Grid, new MovingPatch(Place) { Embedding = Dog });
        _normality.Surprises(dog);
        if (wasAlert)
        {
            _normality.Hold(dog);
        }
        else
        {
            _normality.Learn(dog, FrameByFrame.Length, _quarantine);
        }

        SurpriseMap shown = new(Grid);
        shown.Of(SpeedNormality.Kind.Index)[Grid.IndexOf(Place)] = 3;

        _normality.Judge(shown, isNormal: true);

        Assert.Equal(Score(Person, Place), Score(Dog, Place));
    }

    [Fact]
    public void A_restart_neither_shortens_nor_lifts_a_quarantine()
    {
        float stranger = LearnPersonAndMeetDog();
        Learn(Dog, Place, FramesOf(Quarantine) / 2);
        AppearanceNormality restored = new(Grid);

        SavedBytes.Copy(_normality.Save, restored.Restore);

        ScenePatches dog = Scenes.Of(Grid, new MovingPatch(Place) { Embedding = Dog });
        restored.Take(dog, FrameByFrame.Length, (FramesOf(Quarantine) / 2) - 2, Quarantine);
        Assert.InRange(restored.Surprises(dog)[0], 0.9f * stranger, stranger);
        restored.Take(dog, FrameByFrame.Length, times: 4, Quarantine);
        Assert.InRange(restored.Surprises(dog)[0], 0, 1);
    }

    [Theory]
    [InlineData(11, 11, true)]
    [InlineData(0, 0, true)]
    [InlineData(12, 5, false)]
    [InlineData(5, 12, false)]
    public void What_is_known_in_the_cells_around_is_known_and_further_away_it_is_not(int row, int column, bool known)
    {
        // Cells of 4 × 4 patches: the place is in the second of both.
        Learn(Person, Place, times: 1 + FillingPatches);

        double distance = known ? 0 : 2;
        Assert.Equal(AppearanceNormality.Prior.Surprise(Math.Log(distance + 0.01)), Score(Person, new PatchPosition(row, column)), 1e-3);
    }

    [Theory]
    [InlineData(25, 1)]
    [InlineData(27, 2)]
    public void Only_what_is_far_from_all_exemplars_becomes_one(double degrees, int exemplars)
    {
        // 1 − cos is 0.1 at 25.8 degrees.
        Learn(Person, Place, times: 1);
        Learn(At(degrees), Place, times: 1);

        Assert.Equal(exemplars, Exemplars());
    }

    [Fact]
    public void Neighbours_that_look_alike_in_one_frame_are_remembered_once()
    {
        _normality.Take(Scenes.Of(
            Grid,
            [.. Enumerable.Range(0, 10).Select(column =>
                new MovingPatch(new PatchPosition(5, column)) { Embedding = column < 5 ? Person : Dog })]));

        Assert.Equal(2, Exemplars());
    }

    [Fact]
    public void Memory_of_a_cell_is_bounded()
    {
        Random random = new(3);
        for (int i = 0; i < 300; i++)
        {
            Learn([.. Enumerable.Range(0, 128).Select(_ => (float)random.NextDouble() - 0.5f)], Place, times: 1);
        }

        Assert.Equal(ExemplarMemory.Capacity, Exemplars());
    }

    [Theory]
    [InlineData(0.15, false)]
    [InlineData(0.16, true)]
    public void Where_the_network_sees_nothing_moving_nothing_surprises_or_is_learned(double occupancy, bool counts)
    {
        Learn(Person, Place, times: 1 + FillingPatches);
        MovingPatch dog = new(Place) { Embedding = Dog, Occupancy = occupancy };
        ScenePatches scene = Scenes.Of(Grid, [dog], [new PatchPosition(8, 8)]);

        float[] surprises = _normality.Surprises(scene);
        _normality.Learn(scene, FrameByFrame.Length);

        Assert.Equal(counts, surprises[0] > 0);
        Assert.Equal(0, surprises[1]);
        Assert.Equal(counts ? 2 : 1, Exemplars());
    }

    [Fact]
    public void Scoring_alone_changes_nothing()
    {
        Learn(Person, Place, times: 1 + FillingPatches);
        byte[] before = SavedBytes.Of(_normality.Save);

        Score(Dog, Place);
        ((IKindNormality)_normality).Clear();

        Assert.Equal(before, SavedBytes.Of(_normality.Save));
    }

    [Fact]
    public void Restored_normality_says_the_same_and_goes_on_alike()
    {
        Learn(Person, Place, times: 1 + FillingPatches);
        Learn(At(20), Place, times: 500);
        AppearanceNormality restored = new(Grid);
        restored.Take(Scenes.Of(Grid, new MovingPatch(Place) { Embedding = Dog }), times: 10);

        SavedBytes.Copy(_normality.Save, restored.Restore);

        ScenePatches stranger = Scenes.Of(Grid, new MovingPatch(Place) { Embedding = Dog });
        Assert.Equal(_normality.Surprises(stranger), restored.Surprises(stranger));
        _normality.Take(stranger, times: 3);
        restored.Take(stranger, times: 3);
        Assert.Equal(SavedBytes.Of(_normality.Save), SavedBytes.Of(restored.Save));
    }

    [Fact]
    public void Restore_OtherNumberOfCells_Throws() =>
        Assert.Throws<InvalidDataException>(
            () => SavedBytes.Copy(new AppearanceNormality(new PatchGrid(15, 21, 1)).Save, _normality.Restore));

    private void Learn(float[] look, PatchPosition position, int times) =>
        _normality.Take(Scenes.Of(Grid, new MovingPatch(position) { Embedding = look }), FrameByFrame.Length, times, _quarantine);

    private float Score(float[] look, PatchPosition position) =>
        _normality.Surprises(Scenes.Of(Grid, new MovingPatch(position) { Embedding = look }))[0];

    /// <summary>Learns what a person looks like in the learning time, and says how surprising a dog is after it.</summary>
    private float LearnPersonAndMeetDog()
    {
        Learn(Person, Place, times: 1 + FillingPatches);
        Learn(At(20), Place, times: 4000);
        _quarantine = Quarantine;
        float stranger = Score(Dog, Place);
        Assert.True(stranger > 5, $"{stranger}");
        return stranger;
    }

    private static int FramesOf(TimeSpan time) => (int)(time / FrameByFrame.Length);

    /// <summary>A look at an angle from that of a person.</summary>
    private static float[] At(double degrees) => [(float)Math.Cos(degrees * Math.PI / 180), (float)Math.Sin(degrees * Math.PI / 180)];

    private int Exemplars() =>
        (SavedBytes.Of(_normality.Save).Length - SavedBytes.Of(new AppearanceNormality(Grid).Save).Length) / ExemplarBytes;
}
