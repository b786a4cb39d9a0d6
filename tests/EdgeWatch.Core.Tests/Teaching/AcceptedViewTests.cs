using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Core.Tests.Patches;
using EdgeWatch.Core.Tests.View;
using EdgeWatch.Core.View;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Core.Tests.Teaching;

/// <summary>A view that was called normal, and what is said of it afterwards.</summary>
public sealed class AcceptedViewTests
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(0.5);

    private readonly Lens _lens = new();
    private readonly ScenePatches _scene = new(Lens.Grid);
    private readonly PatchSurprises _patches = new(Lens.Grid);
    private SceneNormality _normality = new(Lens.Grid);

    public AcceptedViewTests() => Show("wall", 40, learns: true);

    [Fact]
    public void Undo_brings_the_view_from_before_back()
    {
        Accept("elsewhere", "first");

        Assert.NotNull(_normality.TakeBack("first"));

        Assert.Equal(ViewFault.Turned, FaultOf("elsewhere"));
        Assert.Equal(ViewFault.None, FaultOf("wall"));
    }

    [Fact]
    public void Undo_brings_it_back_after_a_restart_too()
    {
        Accept("elsewhere", "first");
        byte[] learned = LearnedState.Write(_normality, "a", 2);
        byte[] lessons = TraceFormat.Write(_normality.Lessons.All);
        _normality = new SceneNormality(Lens.Grid);
        LearnedState.Read(learned, _normality, "a", 2);
        _normality.Lessons.Replace(TraceFormat.ReadLessons(lessons));
        Assert.Equal(ViewFault.None, FaultOf("elsewhere"));

        Assert.NotNull(_normality.TakeBack("first"));

        Assert.Equal(ViewFault.Turned, FaultOf("elsewhere"));
    }

    [Fact]
    public void What_is_called_right_after_all_is_no_usual_view_either()
    {
        EventTrace shown = Accept("elsewhere", "first");

        _normality.Judge(SampleLesson.About(shown, isNormal: false, "first"), shown.Surprises);

        Assert.Equal(ViewFault.Turned, FaultOf("elsewhere"));
    }

    /// <summary>The first one's view is not the usual one any more, and nothing of it is left to be taken back.</summary>
    [Fact]
    public void Undo_of_an_earlier_view_leaves_the_one_that_was_called_normal_since()
    {
        Accept("elsewhere", "first");
        Accept("wall", "second");

        Assert.NotNull(_normality.TakeBack("first"));
        Assert.Equal(ViewFault.None, FaultOf("wall"));

        Assert.NotNull(_normality.TakeBack("second"));
        Assert.Equal(ViewFault.None, FaultOf("elsewhere"));
    }

    [Fact]
    public void After_a_new_learning_time_the_view_is_what_was_learned()
    {
        Accept("elsewhere", "first");

        Assert.True(_normality.Lessons.ForgetViews());
        Assert.NotNull(_normality.TakeBack("first"));

        Assert.Equal(ViewFault.None, FaultOf("elsewhere"));
        Assert.False(_normality.Lessons.ForgetViews());
    }

    [Fact]
    public void That_undo_leaves_the_view_is_known_beforehand()
    {
        EventTrace shown = Accept("elsewhere", "first");
        Assert.False(_normality.Lessons.All[0].LeavesView);
        Assert.True(SampleLesson.About(shown, isNormal: true, "first").LeavesView);
        Assert.False(SampleLesson.About(shown, isNormal: false, "first").LeavesView);

        Accept("wall", "second");

        Assert.Equal([true, false], _normality.Lessons.All.Select(lesson => lesson.LeavesView));
    }

    [Fact]
    public void A_view_that_is_cut_off_is_no_view()
    {
        Accept("elsewhere", "first");
        byte[] lessons = TraceFormat.Write(_normality.Lessons.All);

        Assert.Throws<InvalidDataException>(() => TraceFormat.ReadLessons(lessons.AsSpan(0, lessons.Length - 1)));
    }

    /// <summary>Shows a view until it is told, calls it normal and learns it.</summary>
    private EventTrace Accept(string what, string eventId)
    {
        Show(what, 20);
        EventTrace shown = new(Lens.Grid);
        shown.Add(_patches);
        _normality.Judge(SampleLesson.About(shown, isNormal: true, eventId), shown.Surprises);
        Show(what, 40, learns: true);
        Assert.Equal(ViewFault.None, FaultOf(what));
        return shown;
    }

    private ViewFault FaultOf(string what)
    {
        Show(what, 20);
        return ((ViewNormality)_normality.ByKind[ViewNormality.Kind.Index]).Fault;
    }

    private void Show(string what, int pictures, bool learns = false)
    {
        for (int i = 0; i < pictures; i++)
        {
            _scene.Clear();
            _scene.Picture = Pictures.Plane(_lens.Picture(what, i), Lens.Width);
            _normality.Score(_scene, Half, _patches);
            if (learns)
            {
                _normality.Learn(_scene, Half);
            }
        }
    }
}
