using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;
using EdgeWatch.Core.Tests.View;
using EdgeWatch.Core.View;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class ViewNormalityTests
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(0.5);

    private readonly Lens _lens = new();
    private readonly ScenePatches _scene = new(Lens.Grid);
    private readonly ViewNormality _normality = new(Lens.Grid);
    private TimeSpan _quarantine = TimeSpan.Zero;

    [Fact]
    public void A_view_as_usual_adds_no_patches_and_surprises_nobody()
    {
        Learn();

        Assert.Empty(Show(_normality, "wall", 10));
        Assert.Null(_normality.Detail(_scene));
    }

    [Fact]
    public void A_cloth_surprises_everywhere_though_nothing_moves()
    {
        Learn();

        float[] surprises = Show(_normality, "cloth", 10);

        Assert.Equal(Lens.Grid.Count, surprises.Length);
        Assert.All(surprises, surprise => Assert.InRange(surprise, 15, 20));
        Assert.Equal("covered", _normality.Detail(_scene));
        Assert.False(_scene.IsOccupied.Contains(true));
    }

    [Fact]
    public void A_cloth_over_one_half_surprises_there()
    {
        Learn();

        float[] surprises = Show(_normality, "half", 30);

        Assert.InRange(surprises.Length, 100, 170);
        Assert.All(Enumerable.Range(0, _scene.Count), k => Assert.InRange(_scene[k].Column, 0, 10));
    }

    [Fact]
    public void Restored_normality_says_the_same()
    {
        Learn();
        ViewNormality restored = new(Lens.Grid);

        SavedBytes.Copy(_normality.Save, restored.Restore);

        Assert.Equal(SavedBytes.Of(_normality.Save), SavedBytes.Of(restored.Save));
        Show(restored, "elsewhere", 20);
        Assert.Equal(ViewFault.Turned, restored.Fault);
    }

    [Fact]
    public void Restore_OtherNumberOfPatches_Throws() =>
        Assert.Throws<InvalidDataException>(() => SavedBytes.Copy(new ViewNormality(new PatchGrid(11, 13, 1)).Save, _normality.Restore));

    [Fact]
    public void What_people_call_normal_is_the_view_from_then_on()
    {
        Learn();
        SurpriseMap shown = new(Lens.Grid);
        shown.Of(ViewNormality.Kind.Index).Fill(1);
        Show(_normality, "elsewhere", 20);

        _normality.Judge(shown, isNormal: true);
        Show(_normality, "elsewhere", 40, learns: true);
        Assert.Equal(ViewFault.None, _normality.Fault);

        Show(_normality, "wall", 20);
        Assert.Equal(ViewFault.Turned, _normality.Fault);
    }

    /// <summary>People often answer when the picture goes on again.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void A_frozen_picture_that_people_call_normal_is_normal_also_when_it_is_said_afterwards(int picturesAfterwards)
    {
        Learn();
        _quarantine = TimeSpan.FromMinutes(20);
        SurpriseMap shown = new(Lens.Grid);
        shown.Of(ViewNormality.Kind.Index).Fill(1);
        Freeze();
        Assert.Equal(ViewFault.Frozen, _normality.Fault);

        Show(_normality, "wall", picturesAfterwards, learns: true);
        _normality.Judge(shown, isNormal: true);
        Show(_normality, "wall", 40, learns: true);
        Freeze();
        Assert.Equal(ViewFault.None, _normality.Fault);

        Show(_normality, "elsewhere", 20);
        Assert.Equal(ViewFault.Turned, _normality.Fault);
    }

    [Fact]
    public void An_event_of_another_kind_that_people_call_normal_changes_no_view()
    {
        Learn();
        SurpriseMap shown = new(Lens.Grid);
        shown.Of(SpeedNormality.Kind.Index).Fill(1);

        _normality.Judge(shown, isNormal: true);

        Show(_normality, "elsewhere", 20);
        Assert.Equal(ViewFault.Turned, _normality.Fault);
    }

    [Fact]
    public void A_gap_forgets_what_was_about_to_be_told()
    {
        Learn();
        Show(_normality, "black", 4);
        _normality.Clear();

        Show(_normality, "black", 2);

        Assert.Equal(ViewFault.None, _normality.Fault);
    }

    private void Learn() => Show(_normality, "wall", 40, learns: true);

    private float[] Show(ViewNormality normality, string what, int pictures, bool learns = false)
    {
        float[] surprises = [];
        for (int i = 0; i < pictures; i++)
        {
            surprises = Show(normality, _lens.Picture(what, i), learns);
        }

        return surprises;
    }

    private float[] Show(ViewNormality normality, byte[] picture, bool learns = false)
    {
        _scene.Clear();
        _scene.Picture = Pictures.Plane(picture, Lens.Width);
        normality.Observe(_scene, Half);
        float[] surprises = normality.Surprises(_scene, Half);
        if (learns)
        {
            normality.Learn(_scene, Half, _quarantine);
        }

        return surprises;
    }

    private void Freeze()
    {
        byte[] still = _lens.Picture("wall", 0);
        for (int i = 0; i < 20; i++)
        {
            Show(_normality, still);
        }
    }
}
