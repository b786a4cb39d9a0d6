using EdgeWatch.Capture;
using EdgeWatch.Core.Zones;
using EdgeWatch.Streams;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Capture;

public sealed class CameraSoundTests
{
    private static readonly CaptureSource Rtsp = new(SourceKind.Rtsp, "rtsp://camera/live");
    private static readonly Polygon[] Masks = [new([new(0, 0), new(0.5, 0), new(0.5, 0.5)])];

    [Fact]
    public void It_is_asked_for_where_it_is_wanted_and_never_of_a_camera_with_masks()
    {
        Assert.True(CameraSound.IsAskedFor(Ring(isWanted: true), Rtsp));

        StreamRing unwanted = Ring(isWanted: false);
        Assert.False(CameraSound.IsAskedFor(unwanted, Rtsp));
        Assert.Null(unwanted.SoundFault);

        StreamRing masked = Ring(isWanted: true, Masks);
        Assert.False(CameraSound.IsAskedFor(masked, Rtsp));
        Assert.Contains("privacy masks", masked.SoundFault, StringComparison.Ordinal);

        StreamRing recording = Ring(isWanted: true);
        Assert.False(CameraSound.IsAskedFor(recording, new CaptureSource(SourceKind.File, "/data/yard.mp4")));
        Assert.Contains("RTSP", recording.SoundFault, StringComparison.Ordinal);
        Assert.False(CameraSound.IsAskedFor(recording, Rtsp), "what was wrong once is not tried again");
    }

    [Theory]
    [InlineData("aac", null)]
    [InlineData("pcm_mulaw", null)]
    [InlineData("opus", "opus")]
    [InlineData(null, "none")]
    public void What_is_wrong_with_it_is_said(string? codec, string? said)
    {
        string? fault = CameraSound.FaultOf(codec);

        Assert.Equal(said is null, fault is null);
        Assert.Contains(said ?? "", fault ?? "", StringComparison.Ordinal);
    }

    private static StreamRing Ring(bool isWanted, params Polygon[] masks) =>
        new(new StreamWish(1000, TimeSpan.Zero) { Sound = isWanted }, new FakeTimeProvider()) { Masks = masks };
}
