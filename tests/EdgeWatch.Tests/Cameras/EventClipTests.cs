using EdgeWatch.Cameras;
using EdgeWatch.Cameras.Clips;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Zones;
using EdgeWatch.Streams;

namespace EdgeWatch.Tests.Cameras;

public sealed class EventClipTests
{
    [Fact]
    public void The_stream_of_a_camera_knows_what_its_masks_hide()
    {
        CameraOptions camera = new() { Id = "a", Source = "/v.mp4" };
        Assert.Empty(RingFor(camera)!.Masks);

        camera.PrivacyMasks = [new PrivacyMaskOptions { Name = "neighbour", Points = [new(0, 0), new(1, 0), new(0, 1)] }];

        Assert.Equal(3, Assert.Single(RingFor(camera)!.Masks).Count);
    }

    [Fact]
    public void That_of_one_without_clips_is_not_kept() =>
        Assert.Null(RingFor(new CameraOptions { Id = "a", Clips = { Enabled = false } }));

    private static StreamRing? RingFor(CameraOptions camera)
    {
        CameraSettings settings = CameraSettings.Of(camera, new EdgeWatchOptions());
        return EventClip.RingFor(settings.Clips, settings.Alerts.MinimumLength, settings.Masks, TimeProvider.System);
    }
}
