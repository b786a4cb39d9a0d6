using EdgeWatch.Cameras;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Cameras;

public sealed class SceneChangeWatchTests
{
    private readonly FakeTimeProvider _time = new();
    private long _frames;
    private long _changes;

    [Fact]
    public void A_pulse_at_every_key_frame_is_no_change_of_the_scene()
    {
        SceneChangeWatch watch = new(_time);

        Assert.All(Enumerable.Range(0, 60), second => Assert.False(Look(watch, second % 5 == 0 ? 4 : 0)));
    }

    [Fact]
    public void A_scene_that_keeps_changing_is_told_and_some_seconds_later_it_is_over()
    {
        SceneChangeWatch watch = new(_time);
        Assert.False(Look(watch, 0));

        Look(watch, 10);
        Assert.True(Look(watch, 10));
        bool[] after = [.. Enumerable.Range(0, 9).Select(_ => Look(watch, 0))];

        Assert.True(after[3]);
        Assert.False(after[^1]);
    }

    [Fact]
    public void Without_frames_nothing_changes()
    {
        SceneChangeWatch watch = new(_time);
        watch.Look(0, 0);
        watch.Look(0, 0);

        Assert.False(watch.IsChanging);
    }

    private bool Look(SceneChangeWatch watch, int changes)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        watch.Look(_frames += 10, _changes += changes);
        return watch.IsChanging;
    }
}
