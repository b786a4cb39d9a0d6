using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

public sealed class ActivityGateTests
{
    /// <summary>Normally distributed numbers, by the sum of twelve evenly distributed ones; more than a picture has pixels.</summary>
    private static readonly double[] Normal = NormalNumbers(100_003, new Random(7));

    [Fact]
    public void A_still_scene_selects_nothing()
    {
        Scene scene = new(15, 20);
        byte[] still = Pictures.Noise(320, 240, new Random(1));

        for (int frame = 0; frame < 100; frame++)
        {
            Assert.Empty(scene.Show(still));
        }
    }

    [Fact]
    public void A_still_scene_costs_no_memory()
    {
        Scene scene = new(15, 20);
        byte[] still = Pictures.Noise(320, 240, new Random(1));
        scene.Show(still, 50);

        Assert.Equal(0, AllocatedBytes.EachTime(() => scene.Show(still, 100)));
    }

    [Fact]
    public void A_moving_square_is_selected_where_it_is_in_row_major_order()
    {
        Scene scene = new(15, 20);
        for (int frame = 0; frame < 60; frame++)
        {
            int left = 20 + (3 * frame);
            IReadOnlyList<PatchPosition> selected = scene.Show(Pictures.Of(320, 240, (x, y) =>
                x >= left && x < left + 32 && y >= 100 && y < 132 ? 60 + ((x - left) * 37 % 150) : 100));
            if (frame < 4)
            {
                Assert.Empty(selected);
                continue;
            }

            Assert.Contains(new PatchPosition(116 / 16, (left + 16) / 16), selected);
            Assert.All(selected, position => Assert.InRange(position.Row, 100 / 16, 131 / 16));
            Assert.All(selected, position => Assert.InRange(position.Column, (left - 12) / 16, (left + 31) / 16));
            Assert.Equal(selected.OrderBy(position => position.Row).ThenBy(position => position.Column), selected);
        }
    }

    [Fact]
    public void What_crosses_the_picture_out_of_focus_is_told_from_what_stands_in_it()
    {
        // A moth near the lens and a box far from it, as large, as dark, as fast.
        double moth = UnveiledPartOf((x, y) => 0.9 * Math.Exp(-((x * x) + (y * y)) / (2.0 * 20 * 20)));
        double box = UnveiledPartOf((x, y) => Math.Abs(x) < 25 && Math.Abs(y) < 25 ? 0.9 : 0);

        Assert.InRange(moth, 0, PatchChange.VeiledPart);
        Assert.InRange(box, 1.5 * PatchChange.VeiledPart, 1);
    }

    [Fact]
    public void Leaves_that_always_move_are_ignored_after_a_while()
    {
        Random random = new(2);
        Scene scene = new(3, 4);
        int early = 0;
        int late = 0;
        for (int frame = 0; frame < 2000; frame++)
        {
            int selected = scene.Show(Pictures.Of(64, 48, (x, y) => 100 + (x < 16 && y < 16 ? random.Next(-9, 10) : 0))).Count;
            early += frame is >= 4 and < 104 ? selected : 0;
            late += frame >= 1900 ? selected : 0;
        }

        Assert.Equal(100, early);
        Assert.Equal(0, late);
    }

    [Fact]
    public void Someone_before_the_leaves_is_still_seen()
    {
        Random random = new(2);
        Scene scene = new(3, 4);
        for (int frame = 0; frame < 2000; frame++)
        {
            scene.Show(Pictures.Of(64, 48, (x, y) => 100 + (x < 16 && y < 16 ? random.Next(-9, 10) : 0)));
        }

        IReadOnlyList<PatchPosition> selected = [];
        for (int frame = 0; frame < 4; frame++)
        {
            selected = scene.Show(Pictures.Of(64, 48, (x, y) => 100 + (x < 16 && y < 16 ? random.Next(-90, 91) : 0)));
        }

        Assert.Equal([new PatchPosition(0, 0)], selected);
    }

    [Fact]
    public void The_96_strongest_stay_and_the_rest_is_counted()
    {
        Scene scene = new(15, 20);
        int[] strength = [.. Enumerable.Range(0, 300).Select(i => i < 150 ? 6 + i : 0)];
        new Random(4).Shuffle(strength);
        IReadOnlyList<PatchPosition> selected = [];
        for (int frame = 0; frame < 5; frame++)
        {
            int sign = frame % 2;
            selected = scene.Show(Pictures.Of(320, 240, (x, y) => 50 + (sign * strength[((y / 16) * 20) + (x / 16)])));
        }

        PatchGrid grid = new(15, 20, 1);
        Assert.Equal(
            Enumerable.Range(0, 300).Where(i => strength[i] >= 6 + 54).Select(grid.PositionOf),
            selected);
        Assert.Equal(150 - 96, scene.Gate.PatchesLeftOut);
    }

    [Fact]
    public void Light_that_is_switched_on_selects_nothing_and_is_counted()
    {
        Scene scene = new(15, 20);
        scene.Show(Pictures.Of(320, 240, (_, _) => 60), 10);

        for (int frame = 0; frame < 20; frame++)
        {
            Assert.Empty(scene.Show(Pictures.Of(320, 240, (_, _) => 100)));
        }

        // The step is in the mean of four pairs for four frames.
        Assert.Equal(4, scene.Gate.SceneWideChanges);
        Assert.Equal(0, scene.Gate.PatchesLeftOut);
    }

    [Fact]
    public void Something_slow_is_seen_before_the_background_only()
    {
        Scene scene = new(3, 4);
        scene.Show(Pictures.Of(64, 48, (_, _) => 100), Background.FirstFrames + 10);
        IReadOnlyList<PatchPosition> selected = [];

        // A change of 1.5 grey levels a frame, in two patches: one is 30 levels brighter than the background.
        for (int frame = 0; frame < 8; frame++)
        {
            int flicker = frame % 2 * 3;
            selected = scene.Show(Pictures.Of(64, 48, (x, y) =>
                100 + (y < 16 && x < 32 && y % 2 == 0 ? flicker : 0) + (y < 16 && x < 16 ? 30 : 0)));
        }

        Assert.Equal([new PatchPosition(0, 0)], selected);
    }

    [Fact]
    public void Pictures_before_a_gap_are_not_compared_with_those_after_it()
    {
        Random random = new(6);
        Scene scene = new(3, 4);
        for (int frame = 0; frame < 10; frame++)
        {
            scene.Show(Pictures.Of(64, 48, (x, _) => x < 16 ? random.Next(256) : 100));
        }

        scene.History.Clear();

        for (int frame = 0; frame < 10; frame++)
        {
            Assert.Empty(scene.Show(Pictures.Of(64, 48, (_, _) => 100)));
        }
    }

    [Fact]
    public void Something_that_was_put_down_is_active_first_and_still_then()
    {
        Scene scene = new(3, 4);
        scene.Show(Pictures.Of(64, 48, (_, _) => 100), 10);
        byte[] bag = Pictures.Of(64, 48, (x, y) => x is >= 16 and < 32 && y is >= 16 and < 32 ? 160 : 100);

        // The change is in the mean of four pairs for four frames.
        for (int frame = 0; frame < 4; frame++)
        {
            Assert.Equal([new PatchPosition(1, 1)], scene.Show(bag));
            Assert.Empty(scene.Still);
        }

        Assert.Empty(scene.Show(bag));
        Assert.Equal([new PatchPosition(1, 1)], scene.Still);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => i == 5), scene.Patches.IsOccupied.ToArray());
    }

    [Fact]
    public void What_stays_for_long_becomes_part_of_the_background()
    {
        Scene scene = new(3, 4);
        scene.Show(Pictures.Of(64, 48, (_, _) => 100), 10);

        scene.Show(Pictures.Of(64, 48, (x, y) => x is >= 16 and < 32 && y is >= 16 and < 32 ? 160 : 100), 10_000);

        Assert.Empty(scene.Still);
    }

    /// <summary>Without structure nothing tells light from a lorry; but whatever it is, it fills the picture.</summary>
    [Fact]
    public void Light_that_is_switched_on_puts_nothing_down()
    {
        Scene scene = new(3, 4);
        scene.Show(Pictures.Of(64, 48, (_, _) => 60), 10);
        byte[] lit = Pictures.Of(64, 48, (_, _) => 100);

        for (int frame = 0; frame < 450; frame++)
        {
            Assert.Empty(scene.Show(lit));
            Assert.Empty(scene.Still);
        }
    }

    [Fact]
    public void Something_large_that_stays_is_not_taken_for_light()
    {
        Scene scene = new(3, 4);
        scene.Show(Pictures.Of(64, 48, (_, _) => 60), 10);

        // Eight of twelve patches: two thirds.
        scene.Show(Pictures.Of(64, 48, (_, y) => y < 32 ? 160 : 60), 10);

        Assert.Equal(Enumerable.Range(0, 8).Select(scene.History.Grid.PositionOf), scene.Still);
    }

    /// <summary>As when the exposure is stepped, by gamma and gain, and as when a cloud covers half of the picture.</summary>
    [Theory]
    [InlineData(320)]
    [InlineData(160)]
    public void Light_over_something_with_structure_is_no_change(int darkColumns)
    {
        Scene scene = new(15, 20);
        scene.Show(Wall(), 10);

        for (int frame = 0; frame < 20; frame++)
        {
            Assert.Empty(scene.Show(Lit(Wall(), (grey, x) => x < darkColumns ? 255 * Math.Pow(grey / 255, 1.4) * 0.7 : grey)));
        }

        Assert.Equal(0, scene.Gate.SceneWideChanges);
    }

    [Fact]
    public void Whoever_walks_is_seen_while_the_light_changes()
    {
        Scene scene = new(15, 20);
        for (int frame = 0; frame < 30; frame++)
        {
            int left = 64 + (2 * frame);
            byte[] picture = Pictures.Of(320, 240, (x, y) => x >= left && x < left + 32 && y is >= 96 and < 160
                ? Pictures.Texture(3 * (x - left), 2 * y)
                : Pictures.Texture(x, y));
            IReadOnlyList<PatchPosition> selected = scene.Show(Lit(picture, (grey, _) => grey * (frame < 15 ? 1 : 0.6)));

            Assert.All(selected, position => Assert.InRange(position.Column, (left - 8) / 16, (left + 32) / 16));
            Assert.True(frame < 5 || selected.Count >= 8, $"{selected.Count} patches in frame {frame}");
        }
    }

    /// <summary>Half of the wall; the other half stays as it was.</summary>
    [Fact]
    public void What_is_lit_otherwise_does_not_stand_before_the_background()
    {
        Scene scene = new(15, 20);
        scene.Show(Wall(), 10);
        byte[] lit = Lit(Wall(), (grey, x) => x < 160 ? (grey * 0.7) - 20 : grey);

        scene.Show(lit, 20);

        Assert.Empty(scene.Still);
    }

    [Fact]
    public void A_bag_put_down_while_the_light_changes_is_there_afterwards()
    {
        Scene scene = new(15, 20);
        scene.Show(Wall(), 10);

        scene.Show(Lit(WithBag(Wall()), (grey, _) => (grey * 0.7) - 20), 30);

        Assert.Equal(
            [new PatchPosition(6, 6), new PatchPosition(6, 7), new PatchPosition(7, 6), new PatchPosition(7, 7)], scene.Still);
    }

    /// <summary>
    /// An infrared camera by night: other tones, and the noise of a gain that is turned up; somebody walks by all the time.
    /// </summary>
    [Theory]
    [InlineData(6)]
    [InlineData(14)]
    public void Three_seconds_after_an_infrared_switch_only_what_moves_is_selected(double noise)
    {
        Random random = new(3);
        Scene scene = new(15, 20);
        for (int frame = 0; frame < 100; frame++)
        {
            scene.Show(Noisy(WithBag(Wall(), 3 * frame), random, 2));
        }

        for (int frame = 0; frame < 100; frame++)
        {
            IReadOnlyList<PatchPosition> selected =
                scene.Show(Noisy(Lit(WithBag(Wall(), 2 * frame), (grey, _) => (0.8 * grey) + 40), random, noise));
            Assert.True(frame < 30 || selected.Count is >= 2 and <= 12, $"{selected.Count} patches in frame {frame}");
            Assert.True(frame < 30 || scene.Still.Count() <= 12, $"{scene.Still.Count()} still patches in frame {frame}");
        }
    }

    [Fact]
    public void Noise_that_has_gone_hides_nobody_after_three_seconds()
    {
        Random random = new(3);
        Scene scene = new(15, 20);
        for (int frame = 0; frame < 1000; frame++)
        {
            scene.Show(Noisy(Wall(), random, 14));
        }

        for (int frame = 0; frame < 30; frame++)
        {
            scene.Show(Noisy(Lit(Wall(), (grey, _) => (0.6 * grey) + 90), random, 2));
        }

        byte[] walker = Lit(WithBag(Wall(), 8), (grey, _) => (0.6 * grey) + 90);
        Assert.NotEmpty(scene.Show(Noisy(walker, random, 2)));
    }

    /// <summary>As flames do, close to the camera.</summary>
    [Fact]
    public void What_goes_on_changing_everywhere_is_looked_at_after_three_seconds()
    {
        Random random = new(5);
        Scene scene = new(15, 20);
        scene.Show(Wall(), 50);
        List<int> selected = [];
        for (int frame = 0; frame < 200; frame++)
        {
            (double a, double b) = (100 * random.NextDouble(), 100 * random.NextDouble());
            selected.Add(scene.Show(Pictures.Of(320, 240, (x, y) => Pictures.Texture((0.7 * x) + a, (0.6 * y) + b))).Count);
        }

        Assert.All(selected.Take(28), count => Assert.Equal(0, count));
        Assert.All(selected.Skip(32), count => Assert.Equal(96, count));
    }

    [Fact]
    public void A_camera_that_was_turned_has_a_background_again_after_five_seconds()
    {
        Scene scene = new(15, 20);
        scene.Show(Wall(), Background.FirstFrames + 20);
        byte[] elsewhere = Pictures.Of(320, 240, (x, y) => Pictures.Texture(x + 1000, (y * 0.8) + 500));
        scene.Show(elsewhere, 50);

        scene.Show(WithBag(elsewhere), 10);

        Assert.Equal(
            [new PatchPosition(6, 6), new PatchPosition(6, 7), new PatchPosition(7, 6), new PatchPosition(7, 7)], scene.Still);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_gone_after_a_gap_is_missed_but_not_in_another_recording(bool isAnotherRecording)
    {
        Scene scene = new(15, 20);
        scene.Show(WithBag(Wall()), Background.FirstFrames + 20);
        scene.History.Clear();
        if (isAnotherRecording)
        {
            scene.Gate.ForgetBackground();
        }

        scene.Show(Wall(), 10);

        Assert.Equal(isAnotherRecording ? 0 : 4, scene.Still.Count());
    }

    [Fact]
    public void What_is_put_down_stays_after_a_second_or_two_and_no_longer_than_it_is_there()
    {
        Scene scene = new(15, 20);
        scene.Show(Wall(), Background.FirstFrames + 20);
        scene.Show(WithBag(Wall()), 1);
        Assert.Empty(scene.Staying);

        scene.Show(WithBag(Wall()), 20);
        Assert.Equal(
            [new PatchPosition(6, 6), new PatchPosition(6, 7), new PatchPosition(7, 6), new PatchPosition(7, 7)], scene.Staying);

        scene.Show(Wall(), 1);
        Assert.Empty(scene.Staying);
    }

    [Fact]
    public void Of_many_who_pass_one_after_the_other_none_stays()
    {
        Scene scene = new(15, 20);
        byte[] pavement = Lit(Wall(), (level, _) => 150 + (level / 4));
        scene.Show(pavement, Background.FirstFrames + 20);
        for (int frame = 0; frame < 200; frame++)
        {
            // A bag of two patches comes by every five patches' width, and is at a pixel for eight frames of twenty.
            scene.Show(WithBags(pavement, right: 4 * frame), 1);

            Assert.Empty(scene.Staying);
        }
    }

    [Fact]
    public void A_soft_shadow_does_not_stay()
    {
        Scene scene = new(15, 20);
        scene.Show(Wall(), Background.FirstFrames + 20);

        scene.Show(Lit(Wall(), (level, x) => level * (0.7 + (0.3 * Math.Abs(x - 160) / 160))), 30);

        Assert.Empty(scene.Staying);
    }

    private static byte[] Wall() => Pictures.Of(320, 240, (x, y) => Pictures.Texture(x * 0.7, y * 0.9));

    /// <summary>A dark bag of two by two patches, some pixels to the right of where it is put down.</summary>
    private static byte[] WithBag(byte[] picture, int right = 0) => Pictures.Of(320, 240, (x, y) =>
        (x + 320 - (right % 320)) % 320 is >= 96 and < 128 && y is >= 96 and < 128 ? 30 + ((x + y) % 16) : picture[(y * 320) + x]);

    /// <summary>A row of such bags, 80 pixels from one to the next.</summary>
    private static byte[] WithBags(byte[] picture, int right) => Pictures.Of(320, 240, (x, y) =>
        (x + 320 - (right % 320)) % 80 < 32 && y is >= 96 and < 128 ? 30 + ((x + y) % 16) : picture[(y * 320) + x]);

    private static byte[] Lit(byte[] picture, Func<double, int, double> tone) =>
        Pictures.Of(320, 240, (x, y) => tone(picture[(y * 320) + x], x));

    private static double[] NormalNumbers(int count, Random random) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6)];

    private static byte[] Noisy(byte[] picture, Random random, double deviation)
    {
        int start = random.Next(Normal.Length);
        return Pictures.Of(320, 240, (x, y) => picture[(y * 320) + x] + (deviation * Normal[(start + (y * 320) + x) % Normal.Length]));
    }

    /// <summary>
    /// What no veil explains of all that is occupied, when something dark has crossed half of the picture.
    /// </summary>
    /// <param name="cover">How much of the light it takes at a place as seen from its middle, 0–1.</param>
    private static double UnveiledPartOf(Func<double, double, double> cover)
    {
        Scene scene = new(15, 20);
        byte[] Picture(double left) => Pictures.Of(320, 240, (x, y) =>
        {
            double taken = cover(x - left, y - 120);
            return ((1 - taken) * Pictures.Texture(x, y)) + (taken * 30);
        });
        for (int frame = 0; frame < 50; frame++)
        {
            scene.Show(Picture(-100 + (5 * frame)));
        }

        PatchChange all = default;
        foreach (PatchChange change in scene.Patches.Changes)
        {
            all += change;
        }

        return all.UnveiledPart;
    }

    private sealed class Scene
    {
        public Scene(int rows, int columns)
        {
            History = new LumaHistory(new PatchGrid(rows, columns, 1));
            Gate = new ActivityGate(History);
            Patches = new ScenePatches(History.Grid);
        }

        public LumaHistory History { get; }

        public ActivityGate Gate { get; }

        public ScenePatches Patches { get; }

        public IEnumerable<PatchPosition> Still =>
            Enumerable.Range(Patches.Active.Count, Patches.Count - Patches.Active.Count).Select(k => Patches[k]);

        public IEnumerable<PatchPosition> Staying =>
            Enumerable.Range(0, Patches.Stays.Length).Where(i => Patches.Stays[i]).Select(History.Grid.PositionOf);

        public IReadOnlyList<PatchPosition> Show(byte[] picture)
        {
            Show(picture, 1);
            return [.. Enumerable.Range(0, Patches.Active.Count).Select(k => Patches.Active[k])];
        }

        public void Show(byte[] picture, int frames)
        {
            for (int i = 0; i < frames; i++)
            {
                History.Add(picture, History.Grid.Width);
                Gate.Select(Patches, TimeSpan.FromSeconds(0.1));
            }
        }
    }
}
