using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;
using EdgeWatch.Core.View;

namespace EdgeWatch.Core.Tests.View;

public sealed class ViewWatchTests
{
    private const int HiddenWidth = 208;
    private const int HiddenHeight = 160;

    private readonly Lens _lens = new();
    private readonly ViewWatch _watch = new(Lens.Grid);

    [Theory]
    [InlineData("black", ViewFault.Black, 4)]
    [InlineData("white", ViewFault.WhitedOut, 4)]
    [InlineData("cloth", ViewFault.Covered, 4)]
    [InlineData("blur", ViewFault.Defocused, 6)]
    [InlineData("elsewhere", ViewFault.Turned, 5)]
    [InlineData("fire", ViewFault.Changing, 4)]
    [InlineData("half", ViewFault.PartlyCovered, 11)]
    public void A_fault_is_told_within_seconds_by_its_name(string what, ViewFault fault, double seconds)
    {
        Learn(40);

        List<ViewFault> faults = Show(what, 30);

        Assert.InRange(faults.FindIndex(each => each != ViewFault.None) / 2.0, 1, seconds);
        Assert.All(faults.Where(each => each != ViewFault.None), each => Assert.Equal(fault, each));
        Assert.All(faults.Skip((int)(2 * seconds)), each => Assert.Equal(fault, each));
    }

    /// <summary>Frame by frame nothing happens, and all the while the camera goes on learning as long as nothing is told.</summary>
    [Theory]
    [InlineData("slow blur", ViewFault.Defocused)]
    [InlineData("slow cloth", ViewFault.Covered)]
    public void A_fault_that_comes_slowly_is_told(string what, ViewFault fault)
    {
        Learn(120);

        List<ViewFault> faults = Show(what, 240, keepsLearning: true);

        Assert.Equal(fault, faults[^1]);
        Assert.Equal(ViewFault.None, faults[10]);
    }

    [Theory]
    [InlineData("night")]
    [InlineData("nightfall")]
    [InlineData("infrared")]
    [InlineData("snow")]
    [InlineData("shake")]
    [InlineData("headlights")]
    [InlineData("cloud")]
    [InlineData("people")]
    [InlineData("lorry")]
    [InlineData("wall")]
    public void What_happens_before_a_camera_is_no_fault_of_its_view(string what)
    {
        Learn(40);

        Assert.All(Show(what, 130), fault => Assert.Equal(ViewFault.None, fault));
    }

    [Fact]
    public void A_view_that_comes_back_is_in_order_at_once()
    {
        Learn(40);
        Show("cloth", 30);

        Assert.All(Show("wall", 10), fault => Assert.Equal(ViewFault.None, fault));
    }

    [Fact]
    public void A_picture_that_freezes_is_told_after_five_seconds()
    {
        Learn(40);
        byte[] last = _lens.Picture("wall", 0);

        List<ViewFault> faults = [.. Enumerable.Range(0, 30).Select(_ => Show(last))];

        Assert.Equal(10, faults.FindIndex(fault => fault is ViewFault.Frozen));
        Assert.All(faults.Skip(10), fault => Assert.Equal(ViewFault.Frozen, fault));
    }

    /// <summary>A frozen picture that is encoded anew jumps a little at every key frame.</summary>
    [Fact]
    public void A_frozen_stream_with_key_frames_is_frozen()
    {
        Learn(40);
        byte[][] keyed = [_lens.Picture("wall", 0), _lens.Picture("wall", 0)];

        List<ViewFault> faults = [.. Enumerable.Range(0, 100).Select(i => Show(keyed[i / 20 % 2]))];

        Assert.All(faults.Skip(11), fault => Assert.Equal(ViewFault.Frozen, fault));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    public void Where_pictures_always_are_the_same_none_is_frozen(int repeated)
    {
        byte[] picture = _lens.Picture("wall", 0);
        for (int i = 0; i < 200; i++)
        {
            picture = repeated > 1 && i % repeated == 0 ? _lens.Picture("wall", 0) : picture;
            Show(picture, learns: true, learningTime: i < 80);

            Assert.Equal(ViewFault.None, _watch.Fault);
        }
    }

    [Fact]
    public void Where_only_somebody_moves_in_a_picture_without_noise_it_is_not_frozen_when_he_has_gone()
    {
        byte[] empty = _lens.Picture((x, y) => Lens.Wall(x, y), noise: 0);
        for (int i = 0; i < 60; i++)
        {
            Show(_lens.Picture((x, y) => x > 3 * i && x < (3 * i) + 40 && y > 100 ? 30 : Lens.Wall(x, y), noise: 0), true, true);
        }

        Assert.All(Enumerable.Range(0, 60), _ => Assert.Equal(ViewFault.None, Show(empty)));
    }

    [Fact]
    public void A_view_without_structure_has_no_faults_of_structure()
    {
        for (int i = 0; i < 40; i++)
        {
            Show(_lens.Picture("cloth", i), learns: true, learningTime: true);
        }

        Assert.All(Show("black", 30), fault => Assert.Equal(ViewFault.None, fault));
    }

    [Fact]
    public void Before_ten_seconds_nothing_is_known()
    {
        Learn(19);

        Assert.All(Show("black", 30), fault => Assert.Equal(ViewFault.None, fault));
    }

    [Fact]
    public void A_view_that_is_accepted_is_the_usual_one()
    {
        Learn(40);
        Show("elsewhere", 10);
        _watch.Accept();
        for (int i = 0; i < 40; i++)
        {
            Show(_lens.Picture("elsewhere", i), learns: true);
        }

        Assert.Equal(ViewFault.None, _watch.Fault);
        Assert.Equal(ViewFault.Turned, Show("wall", 20)[^1]);
    }

    [Fact]
    public void A_camera_costs_no_memory_as_it_goes_on()
    {
        Learn(40);
        LumaPlane picture = Pictures.Plane(_lens.Picture("elsewhere", 0), Lens.Width);

        Assert.Equal(0, AllocatedBytes.EachTime(() =>
        {
            _watch.Observe(picture, ViewWatch.Interval);
            _watch.Learn(withFaults: true);
        }));
    }

    /// <summary>The left upper part is black for ever: neither does that look like a fault nor does it hide one.</summary>
    [Theory]
    [InlineData("black", ViewFault.Black)]
    [InlineData("white", ViewFault.WhitedOut)]
    [InlineData("cloth", ViewFault.Covered)]
    [InlineData("blur", ViewFault.Defocused)]
    [InlineData("elsewhere", ViewFault.Turned)]
    [InlineData("fire", ViewFault.Changing)]
    [InlineData("half", ViewFault.PartlyCovered, 80)]
    [InlineData("wall", ViewFault.None)]
    [InlineData("night", ViewFault.None)]
    [InlineData("snow", ViewFault.None)]
    [InlineData("frozen", ViewFault.Frozen)]
    public void A_mask_is_no_fault_and_hides_none(string what, ViewFault fault, int width = HiddenWidth)
    {
        _watch.Hide(IsHidden(width));
        for (int i = 0; i <= 40; i++)
        {
            Show(Masked(_lens.Picture("wall", i), width), learns: true, learningTime: true);
        }

        byte[] last = Masked(_lens.Picture("wall", 0), width);
        List<ViewFault> faults = [];
        for (int i = 0; i < 40; i++)
        {
            faults.Add(Show(what == "frozen" ? last : Masked(_lens.Picture(what, i), width)));
        }

        Assert.Equal(fault, faults[^1]);
        Assert.All(faults, each => Assert.True(each == fault || each == ViewFault.None, $"{each}"));
        Assert.False(_watch.IsAffected(0));
    }

    /// <summary>What was learned without it stays good.</summary>
    [Theory]
    [InlineData("wall", ViewFault.None)]
    [InlineData("cloth", ViewFault.Covered)]
    public void A_mask_that_comes_later_is_no_fault_and_hides_none(string what, ViewFault fault)
    {
        Learn(40);
        _watch.Hide(IsHidden());

        List<ViewFault> faults = [.. Enumerable.Range(0, 40).Select(i => Show(Masked(_lens.Picture(what, i))))];

        Assert.Equal(fault, faults[^1]);
    }

    private static bool[] IsHidden(int width = HiddenWidth)
    {
        bool[] isHidden = new bool[Lens.Grid.Count];
        for (int i = 0; i < isHidden.Length; i++)
        {
            PatchPosition at = Lens.Grid.PositionOf(i);
            isHidden[i] = at.Column * PatchGrid.PatchSize < width && at.Row * PatchGrid.PatchSize < HiddenHeight;
        }

        return isHidden;
    }

    private static byte[] Masked(byte[] picture, int width = HiddenWidth)
    {
        for (int y = 0; y < HiddenHeight; y++)
        {
            picture.AsSpan(y * Lens.Width, width).Fill(16);
        }

        return picture;
    }

    private void Learn(int pictures)
    {
        for (int i = 0; i <= pictures; i++)
        {
            Show(_lens.Picture("wall", i), learns: true, learningTime: true);
        }
    }

    private List<ViewFault> Show(string what, int pictures, bool keepsLearning = false)
    {
        List<ViewFault> faults = [];
        for (int i = 0; i < pictures; i++)
        {
            faults.Add(Show(_lens.Picture(what, i), keepsLearning && _watch.Fault is ViewFault.None));
        }

        return faults;
    }

    private ViewFault Show(byte[] picture, bool learns = false, bool learningTime = false)
    {
        _watch.Observe(Pictures.Plane(picture, Lens.Width), ViewWatch.Interval);
        if (learns)
        {
            _watch.Learn(learningTime);
        }

        return _watch.Fault;
    }
}
