using System.Text;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Tests.Normality;
using EdgeWatch.Core.Tests.Patches;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Core.Tests.Watching;

public sealed class LearnedStateTests
{
    private const double Rate = 10;

    /// <summary>Model (a length and 64 characters), rows, columns, frame rate, time learned.</summary>
    private const int HeaderLength = 65 + 4 + 4 + 8 + 8;

    private static readonly PatchGrid Grid = new(15, 20, 1);
    private static readonly string Model = new('a', 64);

    private readonly byte[] _state = LearnedState.Write(Learned(), Model, Rate);

    [Fact]
    public void Restored_normality_gives_equal_scores()
    {
        SceneNormality original = Learned();
        SceneNormality restored = new(Grid);

        LearnedState.Read(_state, restored, Model, Rate);

        Assert.Equal(original.Learned, restored.Learned);
        Assert.Equal(Scores(original), Scores(restored));
        Assert.Equal(_state, LearnedState.Write(restored, Model, Rate));
    }

    /// <summary>
    /// Different looks everywhere and at every glance fill all memories, those of appearance and those of presence: of pictures of 4:3, and
    /// of 16:9 in 240, 480 and 720 rows. The promise is 2 MB.
    /// </summary>
    [Theory]
    [InlineData(15, 20, 1, 1187)]
    [InlineData(15, 26, 1, 1550)]
    [InlineData(30, 53, 1, 1781)]
    [InlineData(45, 80, 1, 1710)]
    public void A_state_that_has_seen_everything_takes_so_many_kilobytes_and_no_more_than_two_thousand(
        int rows, int columns, int scale, int kilobytes)
    {
        Random random = new(5);
        PatchGrid grid = new(rows, columns, scale);
        SceneNormality normality = new(grid);
        PatchSurprises patches = new(grid);
        ScenePatches scene = new(grid) { Places = new PlaceLooks(grid) };
        for (int i = 0; i < 100; i++)
        {
            scene.Clear();
            for (int k = i % 8; k < grid.Count; k += 8)
            {
                Anything(random, grid.PositionOf(k)).AddTo(scene);
            }

            scene.Places.Glance(_ => MadeUpLooks.Anything(random));
            normality.Score(scene, FrameByFrame.Length, patches);
            normality.Learn(scene, FrameByFrame.Length);
        }

        int length = LearnedState.Write(normality, Model, Rate).Length;
        Assert.Equal(kilobytes, length / 1000);
        Assert.True(length <= 2_000_000);
    }

    [Fact]
    public void Any_missing_end_is_noticed()
    {
        SceneNormality normality = new(Grid);
        for (int length = 0; length < _state.Length; length += length < 200 ? 1 : 37)
        {
            Assert.Throws<InvalidDataException>(() => LearnedState.Read(_state.AsSpan(0, length), normality, Model, Rate));
        }

        AssertKnowsNothing(normality);
    }

    [Fact]
    public void Another_model_measures_in_other_units()
    {
        InvalidDataException e = Refuse(LearnedState.Write(Learned(), new string('b', 64), Rate));

        Assert.Equal("it was learned with another model (bbbbbbbbbbbb…)", e.Message);
    }

    [Fact]
    public void Another_picture_size_has_other_places()
    {
        InvalidDataException e = Refuse(LearnedState.Write(new SceneNormality(new PatchGrid(15, 26, 3)), Model, Rate));

        Assert.Equal("it is about a picture of 26×15 patches, and the camera has 20×15", e.Message);
    }

    [Fact]
    public void Another_frame_rate_has_other_speeds()
    {
        InvalidDataException e = Refuse(LearnedState.Write(Learned(), Model, 12.5));

        Assert.Equal("it was learned at 12.5 frames a second, and the camera is analysed at 10", e.Message);
    }

    [Fact]
    public void Numbers_for_other_places_are_refused()
    {
        byte[] content = [.. _state];
        Assert.Equal(Grid.Rows, BitConverter.ToInt32(content, HeaderLength));
        content[HeaderLength]--;

        Assert.Equal("its content is not what this program writes: 14 values were saved, 15 are needed", Refuse(content).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(20_000)]
    public void A_missing_part_is_noticed(int bytes) =>
        Assert.StartsWith("its content is not what this program writes: ", Refuse(_state[..^bytes]).Message, StringComparison.Ordinal);

    [Fact]
    public void Only_the_beginning_is_noticed()
    {
        for (int length = 0; length <= HeaderLength; length++)
        {
            Assert.StartsWith("its content is not what this program writes: ", Refuse(_state[..length]).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_an_earlier_version_learned_is_good_though_it_did_not_know_what_kinds_show_together()
    {
        using MemoryStream together = new();
        using (BinaryWriter writer = new(together, Encoding.UTF8, leaveOpen: true))
        {
            Learned().Scorer.Together.Calibration.Whole.Save(writer);
        }

        SceneNormality normality = new(Grid);
        LearnedState.Read(_state.AsSpan(0, _state.Length - (int)together.Length), normality, Model, Rate);

        Assert.Equal(Learned().Learned, normality.Learned);
        Assert.Equal(
            Learned().Scorer.ByKind.Select(kind => kind.Calibration.Whole.Blocks.Mean),
            normality.Scorer.ByKind.Select(kind => kind.Calibration.Whole.Blocks.Mean),
            (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(0, normality.Scorer.Together.Calibration.Whole.Blocks.Count);
    }

    [Fact]
    public void Something_more_is_noticed() => Assert.Equal(
        "its content is not what this program writes: 3 bytes are left over",
        Refuse([.. _state, 1, 2, 3]).Message);

    [Fact]
    public void What_was_learned_before_stays_when_a_state_is_refused()
    {
        SceneNormality normality = Learned();

        Assert.Throws<InvalidDataException>(() => LearnedState.Read(_state.AsSpan(0, _state.Length - 1), normality, Model, Rate));

        Assert.Equal(_state, LearnedState.Write(normality, Model, Rate));
    }

    private static InvalidDataException Refuse(byte[] bytes)
    {
        SceneNormality normality = new(Grid);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => LearnedState.Read(bytes, normality, Model, Rate));
        AssertKnowsNothing(normality);
        return e;
    }

    private static void AssertKnowsNothing(SceneNormality normality) =>
        Assert.Equal(LearnedState.Write(new SceneNormality(Grid), Model, Rate), LearnedState.Write(normality, Model, Rate));

    private static SceneNormality Learned()
    {
        SceneNormality normality = new(Grid);
        PatchSurprises patches = new(Grid);
        ScoredFrame frame = new(Grid) { Duration = TimeSpan.FromSeconds(0.1) };
        ScenePatches[] scenes = [.. Enumerable.Range(0, 7).Select(Walkers)];
        for (int i = 0; i < 2000; i++)
        {
            ScenePatches scene = scenes[i % 7];
            normality.Score(scene, frame.Duration, patches);
            normality.Learn(scene, frame.Duration);
            normality.Scorer.Calibrate(0, frame.Duration, onApproval: true);
        }

        return normality;
    }

    /// <summary>Somebody who walks to the right, and something still beside the way.</summary>
    private static ScenePatches Walkers(int i) => Scenes.Of(
        Grid,
        [
            new MovingPatch(new PatchPosition(3, 4 + i), 0.8 + (0.1 * i))
            {
                BlockSpeed = 0.9 + (0.05 * i),
                VelocityX = 0.8 + (0.1 * i),
                Look = [1, 0.1f * i],
            },
            new MovingPatch(new PatchPosition(4, 4 + i), 0.7 + (0.1 * i))
            {
                BlockSpeed = 1,
                Occupancy = 0.5,
                Width = 20 + i,
                Look = [0, 1, 1],
            },
        ],
        [new PatchPosition(10, 10)]);

    private static List<FrameScore> Scores(SceneNormality normality)
    {
        normality.ClearFrames();
        PatchSurprises patches = new(Grid);
        ScoredFrame frame = new(Grid);
        List<FrameScore> scores = [];
        foreach (double speed in new[] { 0.2, 0.9, 1.5, 3, 9 })
        {
            ScenePatches scene = Scenes.Of(Grid, Stranger(3, 5, speed), Stranger(12, 15, speed));
            normality.Score(scene, TimeSpan.FromSeconds(3), patches);
            normality.Scorer.ScoreAt(0, frame.KindScores);
            scores.AddRange(frame.KindScores);
        }

        return scores;
    }

    private static MovingPatch Anything(Random random, PatchPosition position) => new(position, random.NextDouble())
    {
        VelocityX = random.NextDouble() - 0.5,
        Look = MadeUpLooks.Anything(random),
    };

    /// <summary>Something that goes left, is large, and looks different.</summary>
    private static MovingPatch Stranger(int row, int column, double speed) =>
        new(new PatchPosition(row, column), speed) { VelocityX = -speed, Height = 200, Look = [0, 0, 0, 1] };
}
