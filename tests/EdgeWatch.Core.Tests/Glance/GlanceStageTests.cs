using EdgeWatch.Core.Glance;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;
using EdgeWatch.Core.Tests.Watching;

namespace EdgeWatch.Core.Tests.Glance;

public sealed class GlanceStageTests
{
    private static readonly PatchGrid Small = new(2, 2, 1);

    /// <summary>12×16 places; in half resolution 12×16 as well, and an odd row and column.</summary>
    private static readonly PatchGrid Wide = new(12, 16, 1);
    private static readonly PatchGrid Large = new(25, 33, 1);

    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(0.5);

    private readonly PixelLookModel _model = new();

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
        Scene scene = new(Small, _model, perSecond);
        int seconds = 60;

        int glances = scene.Glances(TimeSpan.Zero)
            + scene.Glances([.. Enumerable.Repeat(TimeSpan.FromSeconds(1 / framesPerSecond), (int)(seconds * framesPerSecond) - 1)]);

        Assert.InRange(glances, (seconds * perSecond) - 1, (seconds * perSecond) + 1);
    }

    [Fact]
    public void Where_frames_are_rarer_than_glances_each_is_looked_at_and_nothing_is_made_up_for_later()
    {
        Scene scene = new(Small, _model);

        Assert.Equal(100, scene.Glances([.. Enumerable.Repeat(TimeSpan.FromSeconds(1), 100)]));
        Assert.InRange(scene.Glances([.. Enumerable.Repeat(TimeSpan.FromSeconds(0.1), 100)]), 19, 21);
    }

    [Fact]
    public void Looks_are_fresh_with_the_frame_that_was_looked_at_only()
    {
        Scene scene = new(Small, _model);

        bool[] fresh = [.. Enumerable.Range(0, 11).Select(i => scene.Glances(i == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(0.1)) > 0)];

        Assert.Equal(Enumerable.Range(0, 11).Select(i => i is 0 or 5 or 10), fresh);
    }

    [Fact]
    public void After_a_gap_it_looks_at_once_and_waits_from_then_on()
    {
        Scene scene = new(Small, _model);
        scene.Glances(TimeSpan.Zero, TimeSpan.FromSeconds(0.1));

        Assert.Equal(1, scene.Glances(TimeSpan.Zero));
        Assert.Equal(0, scene.Glances([.. Enumerable.Repeat(TimeSpan.FromSeconds(0.1), 4)]));
        Assert.Equal(1, scene.Glances(TimeSpan.FromSeconds(0.1)));
    }

    [Fact]
    public void With_none_a_second_it_never_looks()
    {
        Scene scene = new(Small, _model, perSecond: 0);

        Assert.Equal(0, scene.Glances([.. Enumerable.Range(0, 100).Select(i => TimeSpan.FromSeconds(i % 10 == 0 ? 0 : 10))]));
        Assert.Equal(0, _model.Runs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_has_changed_looks_as_in_a_glance_at_all_of_it_and_the_rest_is_not_looked_at(bool isLarge)
    {
        Scene scene = new(isLarge ? Large : Wide, _model);
        scene.Glances(TimeSpan.Zero);
        scene.Brighten(new PlaceRectangle(5, 7, 2, 1), by: 60);

        Assert.Equal(1, scene.Glances(Glance));

        Assert.Equal(2, _model.Runs);
        Assert.Equal(new PlaceRectangle(1, 3, 10, 10), _model.Shown[^1]);
        Assert.Equal(scene.LooksOfAll(), scene.Looks());
    }

    [Fact]
    public void Changes_that_are_far_apart_are_looked_at_one_by_one()
    {
        Scene scene = new(Wide, _model);
        scene.Glances(TimeSpan.Zero);
        scene.Brighten(new PlaceRectangle(0, 0, 1, 1), by: 60);
        scene.Brighten(new PlaceRectangle(11, 15, 1, 1), by: 60);

        scene.Glances(Glance);

        Assert.Equal([new PlaceRectangle(0, 0, 6, 6), new PlaceRectangle(6, 10, 6, 6)], _model.Shown[1..]);
        Assert.Equal(scene.LooksOfAll(), scene.Looks());
    }

    [Fact]
    public void Where_nothing_has_changed_the_network_is_asked_at_every_fifth_glance_only()
    {
        Scene scene = new(Wide, _model);

        Assert.Equal(1, scene.Glances(TimeSpan.Zero));
        Assert.Equal(30, scene.Glances([.. Enumerable.Repeat(Glance, 30)]));

        Assert.Equal(7, _model.Runs);
        Assert.All(_model.Shown, part => Assert.Equal(PlaceRectangle.Of(Wide), part));
    }

    /// <summary>From one glance to the next it is by two grey levels, which is no change.</summary>
    [Fact]
    public void What_changes_slowly_is_looked_at_when_it_has_changed_enough()
    {
        Scene scene = new(Wide, _model);
        PlaceRectangle slow = new(5, 7, 1, 1);
        scene.Glances(TimeSpan.Zero);
        for (int levels = 2; levels <= ChangedParts.LeastChange; levels += 2)
        {
            scene.Brighten(slow, by: 2);
            scene.Glances(Glance);
        }

        Assert.Equal(1, _model.Runs);

        scene.Brighten(slow, by: 2);
        scene.Glances(Glance);

        Assert.Equal(2, _model.Runs);
        Assert.Equal(scene.LooksOfAll(), scene.Looks());
    }

    [Fact]
    public void A_gap_has_everything_looked_at()
    {
        Scene scene = new(Wide, _model);
        scene.Glances(TimeSpan.Zero);
        scene.Brighten(new PlaceRectangle(5, 7, 1, 1), by: 2);

        scene.Glances(TimeSpan.Zero);

        Assert.Equal(PlaceRectangle.Of(Wide), _model.Shown[^1]);
        Assert.Equal(scene.LooksOfAll(), scene.Looks());
    }

    [Fact]
    public void Light_that_changes_as_a_whole_has_everything_looked_at_and_the_next_whole_glance_is_five_later()
    {
        Scene scene = new(Wide, _model);
        scene.Glances(TimeSpan.Zero, Glance, Glance, Glance);
        scene.Brighten(PlaceRectangle.Of(Wide), by: 20);

        scene.Glances(Glance);
        Assert.Equal(2, _model.Runs);
        Assert.Equal(PlaceRectangle.Of(Wide), _model.Shown[^1]);

        scene.Glances([.. Enumerable.Repeat(Glance, 4)]);
        Assert.Equal(2, _model.Runs);
        scene.Glances(Glance);
        Assert.Equal(3, _model.Runs);
    }

    [Fact]
    public void What_grain_explains_is_no_change()
    {
        Scene scene = new(Wide, _model);
        scene.Glances(TimeSpan.Zero);
        PlaceRectangle grainy = new(5, 7, 1, 1);
        scene.Noise.Limit(Wide.IndexOf(new PatchPosition(5, 7)), quietest: 6, loudest: 6);

        scene.Brighten(grainy, by: 12);
        scene.Glances(Glance);
        Assert.Equal(1, _model.Runs);

        scene.Brighten(grainy, by: 1);
        scene.Glances(Glance);
        Assert.Equal(2, _model.Runs);
    }

    /// <summary>The network does not see it, but it belongs to the place beside it.</summary>
    [Fact]
    public void What_has_changed_at_the_odd_edge_is_looked_at_once()
    {
        Scene scene = new(Large, _model);
        scene.Glances(TimeSpan.Zero);
        scene.BrightenPatch(new PatchPosition(24, 32), by: 60);

        scene.Glances(Glance, Glance, Glance);

        Assert.Equal(2, _model.Runs);
        Assert.Equal(new PlaceRectangle(6, 10, 6, 6), _model.Shown[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_large_picture_is_looked_at_at_half_its_resolution(bool isLarge)
    {
        Scene scene = new(isLarge ? Large : Wide, _model);

        scene.Glances(TimeSpan.Zero);

        PlaceLooks places = scene.Stage.Places;
        for (int y = 0; y < places.Grid.Height; y++)
        {
            Assert.Equal(
                (isLarge ? scene.History.Half(0) : scene.History.Full(0)).Row(y)[..places.Grid.Width].ToArray(),
                places.Picture.AsSpan(y * places.Grid.Width, places.Grid.Width).ToArray());
        }
    }

    [Fact]
    public void An_answer_that_is_no_number_is_counted_and_not_taken_and_the_next_glance_is_at_everything()
    {
        Scene scene = new(Wide, _model);
        scene.Glances(TimeSpan.Zero);
        sbyte[] before = scene.Looks();
        scene.Brighten(new PlaceRectangle(5, 7, 1, 1), by: 60);
        _model.Spoil = float.NaN;

        Assert.Equal(0, scene.Glances(Glance));
        Assert.Equal((2, 1), (_model.Runs, scene.Stage.GlancesMiscomputed));
        Assert.Equal(before, scene.Looks());

        _model.Spoil = 0;
        Assert.Equal(1, scene.Glances(Glance));
        Assert.Equal((3, 1), (_model.Runs, scene.Stage.GlancesMiscomputed));
        Assert.Equal(PlaceRectangle.Of(Wide), _model.Shown[^1]);
        Assert.Equal(scene.LooksOfAll(), scene.Looks());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Glances_cost_no_memory(bool isLarge)
    {
        Scene scene = new(isLarge ? Large : Wide, _model);
        scene.Stage.Follow(TimeSpan.Zero);

        Assert.Equal(0, AllocatedBytes.EachTime(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                scene.Brighten(new PlaceRectangle(i % 12, i % 16, 1, 1), by: 10);
                scene.Stage.Follow(TimeSpan.FromSeconds(0.1));
            }
        }));
    }

    /// <summary>A picture that changes when told to, and a stage that looks at it.</summary>
    private sealed class Scene
    {
        private readonly PatchGrid _grid;
        private readonly byte[] _picture;

        public Scene(PatchGrid grid, PixelLookModel model, double perSecond = 2)
        {
            _grid = grid;
            _picture = Pictures.Of(grid.Width, grid.Height, (x, y) => Pictures.Texture(x, y));
            History = new LumaHistory(grid);
            History.Add(_picture, grid.Width);
            Noise = new NoiseEstimate(grid.Count);
            Stage = new GlanceStage(History, Noise, model, perSecond);
        }

        public LumaHistory History { get; }

        public NoiseEstimate Noise { get; }

        public GlanceStage Stage { get; }

        /// <summary>How many of these frames were looked at.</summary>
        public int Glances(params TimeSpan[] frames) => frames.Count(duration =>
        {
            Stage.Follow(duration);
            return Stage.Places.IsFresh;
        });

        public void Brighten(PlaceRectangle places, byte by)
        {
            int side = Stage.Places.PatchesAcross;
            for (int row = places.Top * side; row < places.Bottom * side; row++)
            {
                for (int column = places.Left * side; column < places.Right * side; column++)
                {
                    BrightenPatch(new PatchPosition(row, column), by);
                }
            }
        }

        /// <summary>By so many grey levels, from white on from black.</summary>
        public void BrightenPatch(PatchPosition patch, byte by)
        {
            for (int y = 0; y < PatchGrid.PatchSize; y++)
            {
                int start = (((patch.Row * PatchGrid.PatchSize) + y) * _grid.Width) + (patch.Column * PatchGrid.PatchSize);
                foreach (ref byte pixel in _picture.AsSpan(start, PatchGrid.PatchSize))
                {
                    pixel += by;
                }
            }

            History.Add(_picture, _grid.Width);
        }

        public sbyte[] Looks() => LooksOf(Stage.Places);

        /// <summary>What a stage sees that looks for the first time.</summary>
        public sbyte[] LooksOfAll()
        {
            GlanceStage other = new(History, Noise, new PixelLookModel(), perSecond: 2);
            other.Follow(TimeSpan.Zero);
            return LooksOf(other.Places);
        }

        private static sbyte[] LooksOf(PlaceLooks places) =>
            [.. Enumerable.Range(0, places.Grid.Count).SelectMany(place => places.Of(place).ToArray())];
    }
}
