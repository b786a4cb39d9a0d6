using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class AppearanceNormalityTests
{
    /// <summary>
    /// Bytes of a saved exemplar: its vector, when it was last resembled, from when on it is normal, how often it was seen.
    /// </summary>
    private const int ExemplarBytes = PlaceLooks.Length + (2 * sizeof(long)) + sizeof(int);

    /// <summary>Frames after which what was new is normal: ten seconds, and the first one, which begins them.</summary>
    private const int ApartFrames = 101;

    private static readonly TimeSpan Quarantine = TimeSpan.FromMinutes(20);

    private static readonly PatchGrid Grid = new(15, 20, 1);
    private static readonly PatchPosition Place = new(5, 5);
    private static readonly float[] Person = MadeUpLooks.Axis(0);
    private static readonly float[] Dog = MadeUpLooks.Axis(1);

    private readonly AppearanceNormality _normality = new(Grid);
    private TimeSpan _quarantine;

    [Fact]
    public void Nothing_is_said_where_nothing_is_normal_yet()
    {
        Learn(Person, Place, ApartFrames - 1);
        Assert.Equal(0, Score(Dog, Place));

        Learn(Person, Place, times: 1);

        Assert.True(Score(Dog, Place) > 5);
    }

    [Fact]
    public void Where_nothing_is_glanced_at_nothing_is_said()
    {
        ScenePatches scene = new(Grid);
        new MovingPatch(Place).AddTo(scene);

        _normality.Take(scene);
        _normality.Hold(scene);

        Assert.Equal([0f], _normality.Surprises(scene));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(90)]
    [InlineData(170)]
    public void Surprise_is_that_of_the_distance_to_the_nearest_exemplar(double degrees)
    {
        KnowPerson();

        // Nothing was learned of distances yet. Bytes are exact to half a 127th.
        double distance = 1 - Math.Cos(degrees * Math.PI / 180);
        Assert.Equal(AppearanceNormality.Prior.Surprise(Math.Log(distance + 0.1)), Score(MadeUpLooks.At(degrees), Place), 0.1);
    }

    [Fact]
    public void What_the_whole_picture_is_off_is_taken_from_what_moves_in_it()
    {
        KnowPerson();
        float before = Score(Dog, Place);
        ScenePatches inSnow = Scene(Dog, Place);
        inSnow.Places!.CommonDeviation = 2;

        float inSnowToo = _normality.Surprises(inSnow)[0];

        Assert.True(before > 3, $"before: {before}");
        Assert.InRange(inSnowToo, 0, 0.5 * before);
    }

    [Fact]
    public void Where_everybody_looks_different_a_stranger_is_less_surprising()
    {
        KnowPerson();
        float before = Score(Dog, Place);
        Random random = new(1);
        for (int i = 0; i < 300; i++)
        {
            Learn(MadeUpLooks.Anything(random), Place, times: 1);
        }

        float after = Score(Dog, Place);
        Assert.True(before > 5, $"before: {before}");
        Assert.InRange(after, 0, 0.4 * before);
    }

    [Fact]
    public void Where_all_look_alike_a_stranger_is_more_surprising()
    {
        KnowPerson();
        float before = Score(Dog, Place);

        Learn(Person, Place, times: 500);

        Assert.True(Score(Dog, Place) > 2 * before);
    }

    [Fact]
    public void What_other_light_explains_is_no_stranger_however_alike_all_are()
    {
        KnowPerson();
        Learn(Person, Place, times: 500);

        // One in ten looks is as far off by light alone: ln 10 nats, and some more since the two are measured apart.
        Assert.InRange(Score(MadeUpLooks.At(AngleOf(0.13)), Place), 1, 3);
        Assert.True(Score(Dog, Place) > 15);
    }

    [Fact]
    public void What_was_new_once_is_usual_then()
    {
        Learn(Person, Place, times: 200);
        float stranger = Score(Dog, Place);

        Learn(Dog, Place, ApartFrames);

        Assert.True(stranger > 5, $"{stranger}");
        Assert.Equal(Score(Person, Place), Score(Dog, Place));
    }

    [Fact]
    public void Between_two_glances_what_moves_keeps_the_surprise_of_its_place()
    {
        Learn(Person, Place, times: 200);
        ScenePatches dog = Scene(Dog, Place);
        float stranger = _normality.Surprises(dog)[0];
        ScenePatches next = Scenes.Of(Grid, new MovingPatch(new PatchPosition(5, 6)), new MovingPatch(Place));
        next.Places!.Age();
        byte[] learned = SavedBytes.Of(_normality.Save);

        float[] surprises = _normality.Surprises(next);
        _normality.Hold(next);

        Assert.Equal([0, stranger], surprises);
        Assert.Equal(learned, SavedBytes.Of(_normality.Save));
        Assert.InRange(Score(Person, new PatchPosition(9, 9)), 0, 1);
        Assert.Equal([0f, 0], _normality.Surprises(next));
    }

    [Fact]
    public void After_a_gap_nothing_is_said_before_the_next_glance()
    {
        Learn(Person, Place, times: 200);
        ScenePatches dog = Scene(Dog, Place);
        _normality.Surprises(dog);
        dog.Places!.Age();

        ((IKindNormality)_normality).Clear();

        Assert.Equal([0f], _normality.Surprises(dog));
    }

    [Fact]
    public void Between_two_glances_nothing_is_learned()
    {
        ScenePatches scene = Scene(Person, Place);
        _normality.Take(scene);
        scene.Places!.Age();

        // Time goes on: that of the exemplar, of which there is one, was the first frame.
        _normality.Take(scene, times: ApartFrames - 1);

        Assert.Equal(1, Exemplars());
        Assert.Equal(AppearanceNormality.Prior.Surprise(Math.Log(1.1)), Score(Dog, Place), 1e-4);
    }

    [Fact]
    public void After_the_learning_time_something_that_stays_in_view_is_not_normal_before_its_quarantine_is_over()
    {
        float stranger = LearnPersonAndMeetDog();

        Learn(Dog, Place, FramesOf(Quarantine));
        Assert.InRange(Score(Dog, Place), 0.7f * stranger, stranger);

        Learn(Dog, Place, times: 1);
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
        Learn(Person, Place, times: 200);
        float before = Score(Person, Place);

        _quarantine = Quarantine;

        Assert.Equal(before, Score(Person, Place));
    }

    /// <summary>The place is in the second area from above and from the left; areas are 4 × 4 places.</summary>
    [Theory]
    [InlineData(5, 5, true)]
    [InlineData(4, 7, true)]
    [InlineData(11, 0, true)]
    [InlineData(12, 5, false)]
    [InlineData(5, 12, false)]
    public void Quarantine_around_an_event_can_be_dropped_and_then_begins_anew(int row, int column, bool same)
    {
        float stranger = LearnPersonAndMeetDog();
        Learn(Dog, Place, FramesOf(Quarantine) / 2);

        _normality.Judge(MovingAt(new PatchPosition(row, column)), isNormal: false);

        Assert.Equal(same ? 1 : 2, Exemplars());
        Learn(Dog, Place, (FramesOf(Quarantine) / 2) + 1);
        Assert.Equal(same, Score(Dog, Place) > 0.6 * stranger);
        Assert.Equal(same, Score(Dog, Place) > Score(Person, Place));
    }

    [Fact]
    public void What_an_alert_shows_is_held_until_it_is_seen_again_without_one()
    {
        LearnPersonAndMeetDog();
        ScenePatches dog = Scene(Dog, Place);
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
        ScenePatches dog = Scene(Dog, Place);
        _normality.Surprises(dog);
        if (wasAlert)
        {
            _normality.Hold(dog);
        }
        else
        {
            _normality.Learn(dog, FrameByFrame.Length, _quarantine);
        }

        _normality.Judge(MovingAt(Place), isNormal: true);

        Assert.Equal(Score(Person, Place), Score(Dog, Place));
    }

    [Fact]
    public void A_restart_neither_shortens_nor_lifts_a_quarantine()
    {
        float stranger = LearnPersonAndMeetDog();
        Learn(Dog, Place, FramesOf(Quarantine) / 2);
        AppearanceNormality restored = new(Grid);

        SavedBytes.Copy(_normality.Save, restored.Restore);

        ScenePatches dog = Scene(Dog, Place);
        restored.Take(dog, FrameByFrame.Length, FramesOf(Quarantine) / 2, Quarantine);
        Assert.InRange(restored.Surprises(dog)[0], 0.7f * stranger, stranger);
        restored.Take(dog, FrameByFrame.Length, times: 1, Quarantine);
        Assert.InRange(restored.Surprises(dog)[0], 0, 1);
    }

    [Theory]
    [InlineData(11, 11, true)]
    [InlineData(0, 0, true)]
    [InlineData(12, 5, false)]
    [InlineData(5, 12, false)]
    public void What_is_known_in_the_areas_around_is_known_and_further_away_nothing_is_said(int row, int column, bool known)
    {
        KnowPerson();
        PatchPosition other = new(row, column);

        Assert.Equal(known ? AppearanceNormality.Prior.Surprise(Math.Log(0.1)) : 0, Score(Person, other), 1e-3);
        Assert.Equal(known ? AppearanceNormality.Prior.Surprise(Math.Log(1.1)) : 0, Score(Dog, other), 1e-3);
    }

    /// <summary>1 − cos is 0.1 at 25.8 degrees.</summary>
    [Theory]
    [InlineData(25, 1)]
    [InlineData(27, 2)]
    public void Only_what_is_far_from_all_exemplars_becomes_one(double degrees, int exemplars)
    {
        Learn(Person, Place, times: 1);
        Learn(MadeUpLooks.At(degrees), Place, times: 1);

        Assert.Equal(exemplars, Exemplars());
    }

    [Fact]
    public void Neighbours_that_look_alike_in_one_frame_are_remembered_once()
    {
        _normality.Take(Scenes.Of(
            Grid,
            [.. Enumerable.Range(0, 10).Select(column =>
                new MovingPatch(new PatchPosition(5, column)) { Look = column < 5 ? Person : Dog })]));

        Assert.Equal(2, Exemplars());
    }

    [Fact]
    public void Memory_of_an_area_is_bounded()
    {
        Random random = new(3);
        for (int i = 0; i < 300; i++)
        {
            Learn(MadeUpLooks.Anything(random), Place, times: 1);
        }

        Assert.Equal(AppearanceNormality.Exemplars, Exemplars());
    }

    [Theory]
    [InlineData(0.15, false)]
    [InlineData(0.16, true)]
    public void Where_the_network_sees_nothing_moving_nothing_surprises_or_is_learned(double occupancy, bool counts)
    {
        KnowPerson();
        MovingPatch dog = new(Place) { Look = Dog, Occupancy = occupancy };
        ScenePatches scene = Scenes.Of(Grid, [dog], [new PatchPosition(8, 8)]);

        float[] surprises = _normality.Surprises(scene);
        _normality.Learn(scene, FrameByFrame.Length);

        Assert.Equal(counts, surprises[0] > 0);
        Assert.Equal(0, surprises[1]);
        Assert.Equal(counts ? 2 : 1, Exemplars());
    }

    [Fact]
    public void In_a_large_picture_the_four_patches_of_a_place_have_its_surprise()
    {
        PatchGrid large = new(30, 40, 1);
        AppearanceNormality normality = new(large);
        PatchPosition[] patches = [new(10, 10), new(10, 11), new(11, 10), new(11, 11), new(10, 12)];
        normality.Take(Scenes.Of(large, [.. patches.Select(patch => new MovingPatch(patch) { Look = Person })]), times: 200);

        float[] surprises = normality.Surprises(
            Scenes.Of(large, [.. patches.Select(patch => new MovingPatch(patch) { Look = patch.Column < 12 ? Dog : Person })]));

        Assert.True(surprises[0] > 5, $"{surprises[0]}");
        Assert.All(surprises[..4], surprise => Assert.Equal(surprises[0], surprise));
        Assert.InRange(surprises[4], 0, 1);
    }

    [Fact]
    public void Scoring_alone_changes_nothing()
    {
        KnowPerson();
        byte[] before = SavedBytes.Of(_normality.Save);

        Score(Dog, Place);
        ((IKindNormality)_normality).Clear();

        Assert.Equal(before, SavedBytes.Of(_normality.Save));
    }

    [Fact]
    public void Restored_normality_says_the_same_and_goes_on_alike()
    {
        Learn(Person, Place, times: 200);
        Learn(MadeUpLooks.At(20), Place, times: 50);
        AppearanceNormality restored = new(Grid);
        restored.Take(Scene(Dog, Place), times: 10);

        SavedBytes.Copy(_normality.Save, restored.Restore);

        ScenePatches stranger = Scene(Dog, Place);
        Assert.Equal(_normality.Surprises(stranger), restored.Surprises(stranger));
        _normality.Take(stranger, times: 3);
        restored.Take(stranger, times: 3);
        Assert.Equal(SavedBytes.Of(_normality.Save), SavedBytes.Of(restored.Save));
    }

    [Fact]
    public void Restore_OtherNumberOfAreas_Throws() => Assert.Equal(
        "24 areas were saved, 20 are needed",
        Assert.Throws<InvalidDataException>(
            () => SavedBytes.Copy(new AppearanceNormality(new PatchGrid(15, 21, 1)).Save, _normality.Restore)).Message);

    /// <summary>Degrees between two looks that are so far apart: 1 − cosine.</summary>
    private static double AngleOf(double distance) => Math.Acos(1 - distance) * 180 / Math.PI;

    private static ScenePatches Scene(float[] look, PatchPosition position) =>
        Scenes.Of(Grid, new MovingPatch(position) { Look = look });

    private static SurpriseMap MovingAt(PatchPosition position)
    {
        SurpriseMap shown = new(Grid);
        shown.Of(SpeedNormality.Kind.Index)[Grid.IndexOf(position)] = 3;
        return shown;
    }

    private void Learn(float[] look, PatchPosition position, int times) =>
        _normality.Take(Scene(look, position), FrameByFrame.Length, times, _quarantine);

    private float Score(float[] look, PatchPosition position) => _normality.Surprises(Scene(look, position))[0];

    /// <summary>One sighting of a person is normal, and nothing is known of how far off others are.</summary>
    private void KnowPerson()
    {
        Learn(Person, Place, times: 1);
        _normality.Take(Scenes.Of(Grid), times: ApartFrames);
    }

    /// <summary>Learns what a person looks like in the learning time, and says how surprising a dog is after it.</summary>
    private float LearnPersonAndMeetDog()
    {
        Learn(Person, Place, times: 200);
        _quarantine = Quarantine;
        float stranger = Score(Dog, Place);
        Assert.True(stranger > 5, $"{stranger}");
        return stranger;
    }

    private static int FramesOf(TimeSpan time) => (int)(time / FrameByFrame.Length);

    private int Exemplars() =>
        (SavedBytes.Of(_normality.Save).Length - SavedBytes.Of(new AppearanceNormality(Grid).Save).Length) / ExemplarBytes;
}
