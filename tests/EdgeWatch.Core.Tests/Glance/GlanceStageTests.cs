using EdgeWatch.Core.Glance;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Glance;

public sealed class GlanceStageTests
{
    private static readonly PatchGrid Small = new(2, 2, 1);
    private static readonly PatchGrid Large = new(24, 2, 1);

    private readonly AnsweringModel _model = new();

    [Theory]
    [InlineData(2, 3)]
    [InlineData(2, 10)]
    [InlineData(2, 15)]
    [InlineData(2, 25)]
    [InlineData(2, 30)]
    [InlineData(0.5, 10)]
    [InlineData(10, 25)]
    public void There_are_as_many_glances_a_second_as_asked_for_at_any_frame_rate(double perSecond, double framesPerSecond)
    {
        GlanceStage stage = Stage(Small, perSecond);

        int seconds = 60;
        for (int i = 0; i < seconds * framesPerSecond; i++)
        {
            stage.Follow(i == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(1 / framesPerSecond));
        }

        Assert.InRange(_model.Runs, (seconds * perSecond) - 1, (seconds * perSecond) + 1);
    }

    [Fact]
    public void Where_frames_are_rarer_than_glances_each_is_looked_at_and_nothing_is_made_up_for_later()
    {
        GlanceStage stage = Stage(Small, perSecond: 2);
        for (int i = 0; i < 100; i++)
        {
            stage.Follow(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(100, _model.Runs);

        for (int i = 0; i < 100; i++)
        {
            stage.Follow(TimeSpan.FromSeconds(0.1));
        }

        Assert.InRange(_model.Runs, 119, 121);
    }

    [Fact]
    public void Looks_are_fresh_with_the_frame_that_was_looked_at_only()
    {
        GlanceStage stage = Stage(Small, perSecond: 2);

        bool[] fresh = [.. Enumerable.Range(0, 11).Select(i =>
        {
            stage.Follow(i == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(0.1));
            return stage.Places.IsFresh;
        })];

        Assert.Equal(Enumerable.Range(0, 11).Select(i => i is 0 or 5 or 10), fresh);
    }

    [Fact]
    public void After_a_gap_it_looks_at_once_and_waits_from_then_on()
    {
        GlanceStage stage = Stage(Small, perSecond: 2);
        stage.Follow(TimeSpan.Zero);
        stage.Follow(TimeSpan.FromSeconds(0.1));

        stage.Follow(TimeSpan.Zero);
        Assert.Equal(2, _model.Runs);

        for (int i = 0; i < 4; i++)
        {
            stage.Follow(TimeSpan.FromSeconds(0.1));
            Assert.Equal(2, _model.Runs);
        }

        stage.Follow(TimeSpan.FromSeconds(0.1));
        Assert.Equal(3, _model.Runs);
    }

    [Fact]
    public void With_none_a_second_it_never_looks()
    {
        GlanceStage stage = Stage(Small, perSecond: 0);
        for (int i = 0; i < 100; i++)
        {
            stage.Follow(i % 10 == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(10));
        }

        Assert.Equal(0, _model.Runs);
        Assert.False(stage.Places.IsFresh);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_large_picture_is_looked_at_at_half_its_resolution(bool isLarge)
    {
        PatchGrid grid = isLarge ? Large : Small;
        LumaHistory history = new(grid);
        history.Add(new byte[grid.Width * grid.Height], grid.Width);
        history.Add(Pictures.Noise(grid.Width, grid.Height, new Random(1)), grid.Width);
        GlanceStage stage = new(history, _model, perSecond: 2);

        stage.Follow(TimeSpan.Zero);

        int across = isLarge ? 2 : 1;
        Assert.Equal(grid.Width * grid.Height / (across * across), stage.Places.Picture.Length);
        for (int y = 0; y < grid.Height / across; y++)
        {
            Assert.Equal(
                (isLarge ? history.Half(0) : history.Full(0)).Row(y).ToArray(),
                stage.Places.Picture.AsSpan(y * grid.Width / across, grid.Width / across).ToArray());
        }
    }

    [Fact]
    public void An_answer_that_is_no_number_is_counted_and_not_taken()
    {
        GlanceStage stage = Stage(Small, perSecond: 2);
        stage.Follow(TimeSpan.Zero);
        _model.Answer = float.NaN;

        stage.Follow(TimeSpan.FromSeconds(0.5));

        Assert.False(stage.Places.IsFresh);
        Assert.Equal((2, 1), (_model.Runs, stage.GlancesMiscomputed));

        _model.Answer = 1;
        stage.Follow(TimeSpan.FromSeconds(0.5));

        Assert.True(stage.Places.IsFresh);
        Assert.Equal((3, 1), (_model.Runs, stage.GlancesMiscomputed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Glances_cost_no_memory(bool isLarge)
    {
        GlanceStage stage = Stage(isLarge ? Large : Small, perSecond: 2);
        stage.Follow(TimeSpan.Zero);

        Assert.Equal(0, AllocatedBytes.EachTime(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                stage.Follow(TimeSpan.FromSeconds(0.1));
            }
        }));
    }

    private GlanceStage Stage(PatchGrid grid, double perSecond)
    {
        LumaHistory history = new(grid);
        history.Add(new byte[grid.Width * grid.Height], grid.Width);
        return new GlanceStage(history, _model, perSecond);
    }

    /// <summary>Answers with the same number everywhere.</summary>
    private sealed class AnsweringModel : ILookModel
    {
        public string Sha256 => new('b', 64);

        public float Answer { get; set; } = 1;

        public int Runs { get; private set; }

        public void Run(PlaceLooks places)
        {
            Array.Fill(places.Looks, Answer);
            Runs++;
        }
    }
}
