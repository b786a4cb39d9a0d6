using EdgeWatch.Cameras;
using EdgeWatch.Cameras.Clips;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Zones;
using EdgeWatch.Core.Events;
using EdgeWatch.Streams;
using EdgeWatch.TestKit.Mqtt;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Cameras;

public sealed class EventClipTests
{
    private readonly CameraOptions _camera = new() { Id = "a", Source = "/v.mp4" };
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_stream_of_a_camera_knows_what_its_masks_hide()
    {
        Assert.Empty(EventClip.RingFor(Settings, _time).Masks);

        _camera.PrivacyMasks = [new PrivacyMaskOptions { Name = "neighbour", Points = [new(0, 0), new(1, 0), new(0, 1)] }];

        Assert.Equal(3, Assert.Single(EventClip.RingFor(Settings, _time).Masks).Count);
    }

    [Fact]
    public void That_of_one_without_clips_is_not_wanted()
    {
        _camera.Clips.Enabled = false;

        Assert.False(EventClip.RingFor(Settings, _time).Wish.IsWanted);
    }

    [Fact]
    public void Other_settings_hold_from_the_next_event_on()
    {
        StreamRing ring = EventClip.RingFor(Settings, _time);
        using EventClip clip = new(ring, Settings.Clips, _time);
        (_camera.Clips.MaxMebibytes, _camera.Clips.PreRoll, _camera.Clips.Audio) = (5, TimeSpan.FromSeconds(20), true);
        _camera.Alerts.MinimumLength = TimeSpan.FromSeconds(7);

        clip.Use(Settings);

        Assert.Equal(new StreamWish(5 * 1024 * 1024, TimeSpan.FromSeconds(20 + 7 + 3)) { Sound = true }, ring.Wish);
    }

    [Fact]
    public async Task A_clip_that_would_take_more_memory_ends_sooner_and_shows_the_beginning_of_its_event()
    {
        const int BytesPerSecondOf6Mbit = 6_000_000 / 8;
        StreamRing ring = EventClip.RingFor(Settings, _time);
        using EventClip clip = new(ring, Settings.Clips, _time);
        long longBefore = _time.GetTimestamp();
        SendUntil(() => _time.GetElapsedTime(longBefore) > TimeSpan.FromSeconds(10));
        long began = _time.GetTimestamp();
        clip.Follow(new SceneAlert(SampleEvents.Create(AlertEventType.Start), Peak: null!, IsPeakNew: false)
        {
            StartedTimestamp = began,
            LastHighTimestamp = began,
            Course = null!,
        });
        SendUntil(() => clip.IsDue);

        using WantedPart wanted = clip.Take()!;
        Task<StreamCut?> cutting = wanted.CutAsync(isHurried: () => false);
        SendUntil(() => cutting.IsCompleted);
        using StreamCut? cut = await cutting;

        Assert.Equal(0, ring.Lost);
        Assert.InRange(_time.GetElapsedTime(cut!.From, began), Settings.Clips.PreRoll, Settings.Clips.Longest);

        void SendUntil(Func<bool> isThere)
        {
            while (!isThere())
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                ring.Add(new byte[BytesPerSecondOf6Mbit], new FragmentInfo(FragmentInfo.VideoTrack, IsKey: true));
            }
        }
    }

    private CameraSettings Settings => CameraSettings.Of(_camera, new EdgeWatchOptions());
}
