using EdgeWatch.Cameras;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Zones;

namespace EdgeWatch.Tests.Cameras;

public sealed class EventClipTests
{
    [Fact]
    public void The_stream_of_a_camera_with_masks_is_not_kept()
    {
        CameraOptions camera = new() { Id = "a", Source = "/v.mp4" };
        Assert.NotNull(EventClip.RingFor(CameraSettings.Of(camera, new EdgeWatchOptions()), TimeProvider.System));

        camera.PrivacyMasks = [new PrivacyMaskOptions { Name = "neighbour", Points = [new(0, 0), new(1, 0), new(0, 1)] }];

        Assert.Null(EventClip.RingFor(CameraSettings.Of(camera, new EdgeWatchOptions()), TimeProvider.System));
    }

    [Fact]
    public void Nor_is_that_of_one_without_clips() => Assert.Null(EventClip.RingFor(
        CameraSettings.Of(new CameraOptions { Id = "a", Clips = { Enabled = false } }, new EdgeWatchOptions()), TimeProvider.System));
}
