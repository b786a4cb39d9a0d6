using EdgeWatch.Core.Events;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Tests.Patches;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Core.Tests.Watching;

public sealed class SceneNormalityTests
{
    private static readonly PatchGrid Grid = new(15, 20, 1);
    private static readonly TimeSpan Frame = TimeSpan.FromSeconds(0.1);

    private readonly SceneNormality _normality = new(Grid);
    private readonly PatchScores _patches = new(Grid);

    [Theory]
    [InlineData(0.3, 5, 0.49, 9, ReasonKind.Speed)]
    [InlineData(0.3, 5, 0.51, 9, ReasonKind.Dwell)]
    [InlineData(0.7, 12, 0.6, 9, ReasonKind.Speed)]
    [InlineData(1, 50, 1, 60, ReasonKind.Dwell)]
    public void Another_kind_than_speed_decides_where_it_is_notable_and_rarer(double speed, double speedRaw, double dwell, double dwellRaw, ReasonKind expected)
    {
        FrameScore[] scores = [.. Enum.GetValues<ReasonKind>().Select(kind => new FrameScore(0, -1, kind))];
        scores[(int)ReasonKind.Speed] = new FrameScore(speed, speedRaw, ReasonKind.Speed);
        scores[(int)ReasonKind.Dwell] = new FrameScore(dwell, dwellRaw, ReasonKind.Dwell);

        Assert.Equal(scores[(int)expected], _normality.Rarest(scores));
    }

    [Fact]
    public void Where_no_kind_counts_nothing_scores()
    {
        _normality.CountOnly([]);

        Assert.Equal(default, _normality.Rarest(new FrameScore[Kinds.Count]));
    }

    [Fact]
    public void Every_kind_scores_its_own_patches_and_tells_the_ratio_of_the_most_surprising_one()
    {
        MovingPatch walker = new(new PatchPosition(5, 5)) { VelocityX = 1 };
        for (int i = 0; i < 5000; i++)
        {
            TakeAndLearn(Scenes.Of(Grid, walker));
        }

        MovingPatch truck = walker with { Position = new PatchPosition(5, 6), Speed = 4, BlockSpeed = 4, VelocityX = -4, Height = 120, Width = 80, Embedding = [0, 1] };
        Take(Scenes.Of(Grid, [walker, truck], [new PatchPosition(12, 12)]));

        foreach (ReasonKind kind in new[] { ReasonKind.Speed, ReasonKind.Direction, ReasonKind.Size, ReasonKind.Appearance })
        {
            float[] surprises = _patches.Surprises((int)kind).ToArray();
            Assert.True(surprises[1] > surprises[0] + 1 && surprises[1] > 3, $"{kind}: {string.Join(", ", surprises)}");
            Assert.Equal(0, surprises[2]);
        }

        Assert.Equal(4, _patches.Ratios[(int)ReasonKind.Speed], 0.1);
        Assert.Equal(120 * 80 / (40.0 * 20), _patches.Ratios[(int)ReasonKind.Size], 0.6);

        // Somebody has been at the walker's patch all the time; the others have just come.
        Assert.Equal([true, false, false], _patches.Surprises((int)ReasonKind.Dwell).ToArray().Select(surprise => surprise > 0));
        Assert.True(_patches.Ratios[(int)ReasonKind.Dwell] > 1);
    }

    [Fact]
    public void A_frame_of_still_patches_only_is_scored()
    {
        for (int i = 0; i < 200; i++)
        {
            Take(Scenes.Of(Grid, [], [new PatchPosition(12, 12), new PatchPosition(12, 13)]));
        }

        Assert.All(_patches.Surprises((int)ReasonKind.Dwell).ToArray(), surprise => Assert.True(surprise > 2));
        Assert.Equal(0, _patches.Ratios[(int)ReasonKind.Speed]);
        Assert.True(_normality.Scorers[(int)ReasonKind.Dwell].UnsmoothedScore().Raw > _normality.Scorers[(int)ReasonKind.Speed].UnsmoothedScore().Raw);
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
        Assert.Equal([0f], _patches.Surprises((int)ReasonKind.Dwell).ToArray());
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
                Embedding = [.. Enumerable.Range(0, 128).Select(_ => (float)random.NextDouble() - 0.5f)],
            })],
            [.. Enumerable.Range(0, 96).Select(i => Grid.PositionOf((3 * i) + 1))]);
    }
}
