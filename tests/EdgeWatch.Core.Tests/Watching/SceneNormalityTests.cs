using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Core.Tests.Patches;
using EdgeWatch.Core.Tests.Teaching;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Core.Tests.Watching;

public sealed class SceneNormalityTests
{
    private static readonly PatchGrid Grid = new(15, 20, 1);
    private static readonly TimeSpan Frame = TimeSpan.FromSeconds(0.1);

    private readonly SceneNormality _normality = new(Grid);
    private readonly PatchSurprises _patches = new(Grid);

    [Fact]
    public void Every_kind_scores_its_own_patches_and_tells_the_ratio_of_the_most_surprising_one()
    {
        MovingPatch walker = new(new PatchPosition(5, 5)) { VelocityX = 1 };
        for (int i = 0; i < 5000; i++)
        {
            TakeAndLearn(Scenes.Of(Grid, walker));
        }

        MovingPatch truck = walker with
        {
            Position = new PatchPosition(5, 6),
            Speed = 4,
            BlockSpeed = 4,
            VelocityX = -4,
            Height = 120,
            Width = 80,
            Look = [0, 1],
            LogUnexplained = -0.2,
        };
        PatchPosition bench = new(12, 12);
        for (int i = 0; i < 100; i++)
        {
            Take(Scenes.Of(Grid, [], [bench]).OneThing());
        }

        Take(Scenes.Of(Grid, [walker, truck], [bench]).OneThing());

        Kind[] movingKinds =
            [SpeedNormality.Kind, DirectionNormality.Kind, SizeNormality.Kind, AppearanceNormality.Kind, ChangeNormality.Kind];
        foreach (Kind kind in movingKinds)
        {
            float[] surprises = _patches.Of(kind.Index).ToArray();
            Assert.True(surprises[1] > surprises[0] + 1 && surprises[1] > 3, $"{kind}: {string.Join(", ", surprises)}");
            Assert.Equal(0, surprises[2]);
        }

        Assert.Equal(4, _patches.Ratios[SpeedNormality.Kind.Index], 0.1);
        Assert.Equal(120 * 80 / (40.0 * 20), _patches.Ratios[SizeNormality.Kind.Index], 0.6);

        // Somebody has been on the bench all the time; the others have just come.
        Assert.Equal([false, false, true], _patches.Of(DwellNormality.Kind.Index).ToArray().Select(surprise => surprise > 0));
        Assert.True(_patches.Ratios[DwellNormality.Kind.Index] > 1);
    }

    [Fact]
    public void A_frame_of_still_patches_only_is_scored()
    {
        for (int i = 0; i < 200; i++)
        {
            Take(Scenes.Of(Grid, [], [new PatchPosition(12, 12), new PatchPosition(12, 13)]).OneThing());
        }

        Assert.All(_patches.Of(DwellNormality.Kind.Index).ToArray(), surprise => Assert.True(surprise > 2));
        Assert.Equal(0, _patches.Ratios[SpeedNormality.Kind.Index]);
        Assert.True(Unsmoothed(DwellNormality.Kind) > Unsmoothed(SpeedNormality.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_people_say_of_an_event_decides_whether_it_is_normal_from_then_on(bool isNormal)
    {
        ScenePatches walker = Scenes.Of(Grid, new MovingPatch(new PatchPosition(5, 5)));
        ScenePatches dog = Scenes.Of(Grid, new MovingPatch(new PatchPosition(5, 5)) { Look = [0, 1] });
        for (int i = 0; i < 5000; i++)
        {
            TakeAndLearn(walker);
        }

        EventTrace shown = new(Grid);
        Take(dog);
        shown.Add(_patches);
        float stranger = _patches.Of(AppearanceNormality.Kind.Index)[0];
        _normality.Quarantine = 2 * Frame;
        _normality.Learn(dog, Frame);
        _normality.Judge(SampleLesson.About(shown, isNormal), shown.Surprises);
        Take(dog);
        Assert.Equal(isNormal, _patches.Of(AppearanceNormality.Kind.Index)[0] == 0);

        for (int i = 0; i < 3; i++)
        {
            TakeAndLearn(walker);
        }

        Take(dog);
        Assert.InRange(_patches.Of(AppearanceNormality.Kind.Index)[0], isNormal ? 0 : 0.8 * stranger, isNormal ? 1 : stranger);
    }

    [Fact]
    public void An_empty_frame_is_scored()
    {
        Take(new ScenePatches(Grid));

        Assert.Equal(0, _patches.Count);
        Assert.All(_patches.Ratios.ToArray(), ratio => Assert.Equal(0, ratio));
    }

    [Fact]
    public void ClearFrames_forgets_who_is_there_but_not_what_was_learned()
    {
        ScenePatches scene = Scenes.Of(Grid, new MovingPatch(new PatchPosition(5, 5)));
        for (int i = 0; i < 200; i++)
        {
            TakeAndLearn(scene);
        }

        byte[] learned = LearnedState.Write(_normality, "a", 10);

        _normality.ClearFrames();

        Assert.Equal(learned, LearnedState.Write(_normality, "a", 10));
        Take(scene);
        Assert.Equal([0f], _patches.Of(DwellNormality.Kind.Index).ToArray());
    }

    [Fact]
    public void Learning_a_busy_frame_costs_no_memory()
    {
        ScenePatches[] scenes = [Busy(1), Busy(2)];
        for (int i = 0; i < 200; i++)
        {
            TakeAndLearn(scenes[i % 2]);
        }

        Assert.Equal(0, AllocatedBytes.EachTime(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                TakeAndLearn(scenes[i % 2]);
            }
        }));
    }

    private double Unsmoothed(Kind kind)
    {
        KindScorer scorer = _normality.Scorer.ByKind[kind.Index];
        return scorer.ScoreOf(scorer.Pools.Newest).Raw;
    }

    private void Take(ScenePatches scene) => _normality.Score(scene, Frame, _patches);

    private void TakeAndLearn(ScenePatches scene)
    {
        Take(scene);
        _normality.Learn(scene, Frame);
    }

    /// <summary>As many patches as a batch holds, all by chance, and still ones in between.</summary>
    private static ScenePatches Busy(int seed)
    {
        Random random = new(seed);
        return Scenes.Of(
            Grid,
            [.. Enumerable.Range(0, 96).Select(i => new MovingPatch(Grid.PositionOf(3 * i), random.NextDouble() * 4)
            {
                VelocityX = random.NextDouble() * 9,
                VelocityY = random.NextDouble() * 9,
                Look = MadeUpLooks.Anything(random),
            })],
            [.. Enumerable.Range(0, 96).Select(i => Grid.PositionOf((3 * i) + 1))]);
    }
}
